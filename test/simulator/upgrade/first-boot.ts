/** The first boot of the new system: services in no fixed order, then what an upgrade leaves to do. */
import type { Background } from '../background/background.ts';
import { AGENTS, DAEMONS } from '../background/programs.ts';
import type { Act } from '../scheduler.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { BRAIN_ASSETS, UPDATE_ASSETS, UPDATE_VOLUME } from './places.ts';
import type { StoryStep } from './story.ts';

const BOOT_DAEMONS: readonly UpgradeProgram[] = [
  'softwareupdated',
  'nsurlsessiond',
  'mobileassetd',
  'suhelperd',
  'installerdiagd',
];
const LEFT_OVERS = ['Update.plist', 'Preflight.plist', 'nvram.plist'] as const;

/** Some start before eslogger does, which ones differs from boot to boot. */
const bootWave = (background: Background): StoryStep => ({
  name: 'boot',
  phase: 'first-boot',
  evidence:
    'BUCKLE: starting eslogger makes launchd start endpointsecurityd; launch order at boot is not fixed',
  guess: 'which daemons',
  *act(story) {
    const { world, random } = story;
    const { kernel } = world;
    const others = random.sample(DAEMONS, random.int(4, 9));
    const agents = random.sample(AGENTS, random.int(3, 7));
    const launches: (() => Act)[] = [
      ...BOOT_DAEMONS.filter(() => random.chance(0.85)).map(
        (id) =>
          function* (): Act {
            world.adopt(id, yield* kernel.launch(world.program(id)));
          },
      ),
      ...[...others, ...agents].map(
        (program) =>
          function* (): Act {
            yield* kernel.launch(program);
          },
      ),
    ];
    for (const launch of random.shuffle(launches)) {
      world.scheduler.start(launch());
      yield random.exponential(900);
    }
    background.resident('cfprefsd');
    yield random.around(60_000, 0.2);
  },
});

const report: StoryStep = {
  name: 'report and clean up',
  phase: 'first-boot',
  evidence:
    'A25G83: IsFirstBootAfterUpdate, PerformReportAndCleanup; ODK: FirstBootAfterUpdate in /private/var/run; A25G83: what is deleted',
  guess: 'who writes FirstBootAfterUpdate; that CleanupPreparePathService answers to softwareupdated',
  *act(story) {
    const { world, random } = story;
    const { kernel, disk } = world;
    const daemon = yield* kernel.launch(world.program('mobile-softwareupdated'));
    world.adopt('mobile-softwareupdated', daemon);
    disk.write(daemon, '/private/var/run/FirstBootAfterUpdate', 0);
    yield random.around(4000);
    const program = world.program('cleanup-service');
    const service = yield* kernel.launch(program, {
      args: [program.path, ...world.tweaks.extraArguments('cleanup-service')],
      responsible: daemon,
    });
    for (const name of LEFT_OVERS) {
      disk.unlink(service, `${UPDATE_VOLUME}/${name}`);
      yield random.around(40);
    }
    disk.unlink(service, `${UPDATE_VOLUME}/patchd-${random.digits(10)}.log`);
    disk.write(daemon, '/private/var/run/FirstBootCleanupHandled', 0);
    yield random.around(8000);
    kernel.exit(service);
  },
};

const firstRun: StoryStep = {
  name: 'first-run tasks',
  phase: 'first-boot',
  evidence: 'SVC: launchd label com.apple.softwareupdate_firstrun_tasks',
  guess: 'path, and that it runs once and ends',
  *act(story) {
    const { world, random } = story;
    const process = yield* world.kernel.launch(world.program('firstrun-tasks'));
    world.disk.replace(
      world.daemon('softwareupdated'),
      '/Library/Preferences/com.apple.SoftwareUpdate.plist',
      'suffix',
    );
    yield random.around(12_000);
    world.kernel.exit(process);
  },
};

const dropAssets = (folders: readonly string[]): StoryStep => ({
  name: 'old assets go',
  phase: 'first-boot',
  evidence: 'none',
  guess: 'that mobileassetd removes the used assets after the first boot',
  *act(story) {
    const { world, random } = story;
    const assetd = world.daemon('mobileassetd');
    for (const folder of folders) {
      const plain = world.tweaks.assetFolder(folder);
      world.disk.unlink(assetd, `${plain}/${random.hex(40)}.asset`);
      world.disk.replace(assetd, `${plain}/${plain.slice(plain.lastIndexOf('/') + 1)}.xml`);
      yield random.around(3000);
    }
  },
});

/** Long enough to count as settled: twenty minutes awake. */
const settle: StoryStep = {
  name: 'settle',
  phase: 'first-boot',
  evidence: 'none: the recording goes on until nothing more is expected',
  guess: 'the time',
  *act(story) {
    const manager = yield* story.world.kernel.launch(story.world.program('notification-manager'));
    yield story.random.around(21 * 60_000, 0.03);
    story.world.kernel.exit(manager);
  },
};

/** `settles`: the recording goes on until the new system has settled. */
export function firstBootSteps(
  background: Background,
  method: 'ota' | 'full-installer',
  settles: boolean,
): StoryStep[] {
  const steps = [bootWave(background), report, firstRun];
  if (method === 'ota') steps.push(dropAssets([UPDATE_ASSETS, BRAIN_ASSETS]));
  return settles ? [...steps, settle] : steps;
}
