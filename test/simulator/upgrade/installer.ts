/** A full installer, `Install macOS ….app`: opened by the user, or started by a script through startosinstall. */
import type { Background } from '../background/background.ts';
import { TOOLS } from '../background/programs.ts';
import { nameOf } from '../disk.ts';
import type { Process } from '../process.ts';
import { ROOT } from '../program.ts';
import type { Act } from '../scheduler.ts';
import { bundleFiles } from '../staging.ts';
import { patchedFiles, preflight, prepare, staged, startBrain } from './brain.ts';
import { restart } from './commit.ts';
import { INSTALL_DATA, SHARED_SUPPORT, UPDATE_FILES } from './places.ts';
import type { Story, StoryStep } from './story.ts';

const SIGUSR1 = 30;
const UPDATE_BUNDLE = `${INSTALL_DATA}/UpdateBundle`;

const open: StoryStep = {
  name: 'open the installer',
  phase: 'requested',
  evidence: 'SEED DRDUH NUDGE LAC: InstallAssistant_springboard, then InstallAssistant',
  guess: 'that the one starts the other',
  *act(story) {
    const { world, random } = story;
    const { kernel } = world;
    const program = world.program('installer-springboard');
    const numbers = `1152921500311${random.digits(6)}.1152921500311${random.digits(6)}`;
    const springboard = yield* kernel.launch(program, {
      label: `application.${program.signingId}.${numbers}`,
    });
    world.adopt('installer-springboard', springboard);
    const assistant = world.program('installer-assistant');
    world.adopt(
      'installer-assistant',
      yield* kernel.spawn(springboard, assistant, {
        args: [assistant.path, ...world.tweaks.extraArguments('installer-assistant')],
        env: [...world.host.sessionEnv],
      }),
    );
    yield random.around(25_000);
  },
};

/** An unattended start: a management script waits for startosinstall's signal, then lets it restart the Mac. */
const startFromShell = (background: Background, waiting: Process[]): StoryStep => ({
  name: 'startosinstall',
  phase: 'requested',
  evidence: 'MUNKI MACOPS SUPER: arguments; SIGUSR1 to --pidtosignal when the preparation is done',
  guess: 'that a script under sudo calls it',
  *act(story) {
    const { world, random } = story;
    const { kernel, host } = world;
    const shell = background.shell();
    const script = yield* kernel.spawn(shell, TOOLS.sudo, {
      args: ['sudo', '/usr/local/sbin/upgrade.sh'],
      cwd: host.home,
      account: ROOT,
      job: true,
    });
    kernel.exec(script, TOOLS.bash, { args: ['/bin/bash', '/usr/local/sbin/upgrade.sh'] });
    waiting.push(script);
    const program = world.program('startosinstall');
    const args = [
      program.path,
      '--agreetolicense',
      '--nointeraction',
      '--forcequitapps',
      ...['--user', host.user.name, '--stdinpass'],
      ...['--rebootdelay', String(random.int(30, 300))],
      ...['--pidtosignal', String(script.pid)],
      ...world.tweaks.extraArguments('startosinstall'),
    ];
    world.adopt('startosinstall', yield* kernel.spawn(script, program, { args, cwd: '/' }));
    yield random.around(6000);
  },
});

const setupEngine: StoryStep = {
  name: 'setup engine',
  phase: 'preparing',
  evidence:
    'MACOPS: osinstallersetupd, osishelperd one pid later, then the image is mounted; SEED LAC: osisstashhelper',
  guess:
    'launchd as parent, no responsible process beside themselves, label of the helpers, who mounts SharedSupport.dmg',
  *act(story) {
    const { world, random } = story;
    const { kernel, disk } = world;
    for (const id of ['osinstallersetupd', 'osishelperd'] as const) {
      const program = world.program(id);
      const args = [program.path, ...world.tweaks.extraArguments(id)];
      world.adopt(id, yield* kernel.launch(program, { args }));
    }
    yield random.around(3000);
    disk.mount(world.daemon('osinstallersetupd'), {
      path: SHARED_SUPPORT,
      from: `/dev/disk${random.int(4, 9)}s2`,
      fileSystem: 'hfs',
      readOnly: true,
      disposition: 3,
    });
    yield random.around(20_000);
    const stash = yield* kernel.launch(world.program('osisstashhelper'));
    yield random.around(1500);
    kernel.exit(stash);
  },
};

/** The same asset layout as over the air, and the same brain, out of SharedSupport.dmg (A25G83, GG). */
const installData: StoryStep = {
  name: 'install data',
  phase: 'preparing',
  evidence:
    'MACOPS and a public listing: /macOS Install Data/UpdateBundle/AssetData; A25G83 GG: the assets come with the installer',
  guess: 'that osinstallersetupd copies them, file by file, and that the brain is staged from there',
  *act(story) {
    const { world, random } = story;
    const { disk } = world;
    const engine = world.daemon('osinstallersetupd');
    disk.makeFolder(engine, INSTALL_DATA);
    yield random.around(800);
    const files = [
      ...UPDATE_FILES,
      ...patchedFiles(story).map((file) => `AssetData/payloadv2/patches/${file}`),
    ];
    const source = `${SHARED_SUPPORT}/com_apple_MobileAsset_MacSoftwareUpdate/${story.updateAsset}.zip`;
    for (const file of files) {
      disk.copyfile(engine, source, `${UPDATE_BUNDLE}/${file}`);
      yield random.around(9000, 0.7);
    }
    disk.replace(engine, `${INSTALL_DATA}/index.sproduct`);
    const name = nameOf(world.program('brain').path);
    const brain = `${INSTALL_DATA}/UpdateBrain/${story.brainAsset}.asset`;
    for (const file of bundleFiles(name, true)) {
      disk.copyfile(
        engine,
        `${SHARED_SUPPORT}/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/${story.brainAsset}.zip`,
        `${brain}/AssetData/${name}.xpc/${file}`,
      );
      yield random.around(100);
    }
    yield* startBrain(story, brain);
  },
};

/** `waiting`: scripts that asked for a signal. */
const leave = (waiting: readonly Process[]): StoryStep => ({
  name: 'ready',
  phase: 'staged',
  evidence: 'MUNKI: the installer ends when the preparation is done',
  guess: 'exit order',
  *act(story: Story): Act {
    const { world, random } = story;
    const starter = world.running('startosinstall');
    if (starter !== undefined) {
      for (const script of waiting) world.kernel.signal(starter, script, SIGUSR1);
      yield random.around(2000);
      for (const script of waiting) world.kernel.exit(script);
      world.kernel.exit(starter);
    }
    for (const id of ['osishelperd', 'installer-assistant', 'installer-springboard'] as const) {
      if (world.running(id) === undefined) continue;
      yield random.around(700);
      world.kernel.exit(world.daemon(id));
    }
  },
});

export function installerSteps(background: Background, initiator: 'gui' | 'cli'): StoryStep[] {
  const waiting: Process[] = [];
  const start = initiator === 'gui' ? open : startFromShell(background, waiting);
  return [start, setupEngine, installData, preflight, prepare, staged, leave(waiting), restart];
}
