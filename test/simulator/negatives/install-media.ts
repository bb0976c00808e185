import { TOOLS } from '../background/programs.ts';
import { appleProgram, FLAGS, ROOT } from '../program.ts';
import type { Negative } from './negative.ts';

const STICK = '/Volumes/Install macOS';

export const installMedia: Negative = {
  name: 'createinstallmedia',
  title: 'createinstallmedia writes a boot stick for another Mac',
  method: 'control',
  evidence: 'OCLP: path; it makes media and upgrades nothing',
  guess:
    'arguments, that it starts no setup engine, files on the stick, a folder "macOS Install Data" among them',
  *act(background, random) {
    const { world } = background;
    const { kernel, disk, host } = world;
    const { path } = world.program('startosinstall');
    const tool = appleProgram(path.replace(/startosinstall$/, 'createinstallmedia'), {
      flags: FLAGS.tool,
      buildOf: 'target-system',
    });
    const sudo = yield* kernel.spawn(background.shell(), TOOLS.sudo, {
      args: ['sudo', tool.path, '--volume', '/Volumes/STICK', '--nointeraction'],
      cwd: host.home,
      account: ROOT,
      job: true,
    });
    const maker = yield* kernel.spawn(sudo, tool, {
      args: [tool.path, '--volume', '/Volumes/STICK', '--nointeraction'],
    });
    yield random.around(4000);
    const app = path.slice(path.indexOf('/Install macOS') + 1, path.indexOf('.app') + 4);
    for (const file of [
      `${STICK}/${app}/Contents/SharedSupport/SharedSupport.dmg`,
      `${STICK}/${app}/Contents/MacOS/InstallAssistant_springboard`,
      `${STICK}/${app}/Contents/Resources/startosinstall`,
      `${STICK}/macOS Install Data/index.sproduct`,
      `${STICK}/.IABootFiles/boot.efi`,
    ]) {
      disk.copyfile(maker, `/Applications/${app}/Contents/Info.plist`, file);
      yield random.around(40_000);
    }
    yield* kernel.spawn(maker, world.program('bless'), {
      args: ['/usr/sbin/bless', '--folder', `${STICK}/.IABootFiles`],
    });
    yield random.around(2000);
    kernel.exit(maker);
    kernel.exit(sudo);
  },
};
