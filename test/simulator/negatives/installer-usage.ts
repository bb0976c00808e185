import { TOOLS } from '../background/programs.ts';
import { ROOT } from '../program.ts';
import type { Negative } from './negative.ts';

export const installerUsage: Negative = {
  name: 'startosinstall-usage',
  title: 'a management agent warms a staged installer up with startosinstall --usage',
  method: 'control',
  evidence: 'MUNKI: it runs `startosinstall --usage` to verify a staged app',
  guess: 'that it starts nothing else',
  *act(background, random) {
    const { world } = background;
    const { kernel } = world;
    const agent = yield* kernel.spawn(background.shell(), TOOLS.sudo, {
      args: ['sudo', '/usr/local/munki/managedsoftwareupdate'],
      account: ROOT,
      job: true,
    });
    for (const flag of ['--usage', '--license']) {
      const program = world.program('startosinstall');
      const process = yield* kernel.spawn(agent, program, { args: [program.path, flag] });
      yield random.around(9000);
      kernel.exit(process, 0);
    }
    kernel.exit(agent);
    yield random.around(10 * 60_000);
  },
};
