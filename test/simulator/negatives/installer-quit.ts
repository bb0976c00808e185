import { SHARED_SUPPORT } from '../upgrade/places.ts';
import type { Negative } from './negative.ts';

export const installerQuit: Negative = {
  name: 'installer-quit',
  title: 'the installer app is opened, its setup engine starts, and the user quits',
  method: 'control',
  evidence:
    'SEED DRDUH NUDGE LAC: opening is intent; no source shows whether the setup engine starts with the app',
  guess: 'that setup engine and helper start with the app: the harder case',
  *act(background, random) {
    const { world } = background;
    const { kernel, disk } = world;
    const program = world.program('installer-springboard');
    const springboard = yield* kernel.launch(program, { label: `application.${program.signingId}.1.2` });
    const assistant = yield* kernel.spawn(springboard, world.program('installer-assistant'));
    yield random.around(9000);
    const engine = yield* kernel.launch(world.program('osinstallersetupd'));
    const helper = yield* kernel.launch(world.program('osishelperd'));
    const volume = {
      path: SHARED_SUPPORT,
      from: '/dev/disk7s2',
      fileSystem: 'hfs',
      readOnly: true,
      disposition: 3,
    };
    disk.mount(engine, volume);
    yield random.around(70_000);
    disk.unmount(engine, volume);
    for (const process of [assistant, springboard, helper, engine]) {
      yield random.around(800);
      kernel.exit(process);
    }
    yield random.around(8 * 60_000);
  },
};
