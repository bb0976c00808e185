/** The update brain: its asset, its start from the staging folder, and the preparation of the new system. */
import { nameOf } from '../disk.ts';
import type { Process } from '../process.ts';
import { appleProgram, FLAGS } from '../program.ts';
import type { Act } from '../scheduler.ts';
import { bundleFiles, stage } from '../staging.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { download } from './download.ts';
import { BRAIN_ASSETS, PATCHED, RECOVERY_MOUNT, UPDATE_MOUNT, UPDATE_VOLUME } from './places.ts';
import type { Story, StoryStep } from './story.ts';

/** The bundle is called as its program is, whoever signs it. */
const brainName = (story: Story): string => nameOf(story.world.program('brain').path);

const brainBundle = (story: Story, folder: string): string => `${folder}/AssetData/${brainName(story)}.xpc`;

export const brainAsset: StoryStep = {
  name: 'brain asset',
  phase: 'brain-staged',
  evidence: 'JIN: nsurlsessiond → StreamingUnzip.privileged → mobileassetd, target folder; SEED',
  guess: 'names inside downloadDir, the folder mobileassetd copies to first, the bundle file list',
  *act(story) {
    const name = brainName(story);
    yield* download(story, {
      folder: story.world.tweaks.assetFolder(BRAIN_ASSETS),
      hash: story.brainAsset,
      files: ['Info.plist', ...bundleFiles(name, true).map((file) => `AssetData/${name}.xpc/${file}`)],
      archives: [],
      parts: 1,
      minutes: 0.4,
    });
  },
};

export function* startBrain(story: Story, asset: string): Act {
  const { world, random } = story;
  const program = world.program('brain');
  const bundle = brainBundle(story, asset);
  const staged = yield* stage(world, program, bundle, bundleFiles(brainName(story), true), random);
  story.brain = yield* world.kernel.launch(staged, {
    args: [staged.path, ...world.tweaks.extraArguments('brain')],
  });
}

export const brainRuns: StoryStep = {
  name: 'brain runs',
  phase: 'preparing',
  evidence:
    'JIN SEED ECL4: launchd starts it from the roleaccountd staging folder, root; here after the download',
  guess: 'when it first runs is not settled; xpcroleaccountd copies file by file, staging/tmp first',
  *act(story) {
    yield* startBrain(story, `${story.world.tweaks.assetFolder(BRAIN_ASSETS)}/${story.brainAsset}.asset`);
  },
};

const SHELL = appleProgram('/bin/sh', { flags: FLAGS.tool });

/** A tool that the brain runs. */
export function* child(story: Story, id: UpgradeProgram, args: readonly string[]): Act<Process> {
  const { world } = story;
  const { kernel, tweaks } = world;
  const options = { args: [...args, ...tweaks.extraArguments(id)] };
  const starter = tweaks.throughShell.has(id)
    ? yield* kernel.spawn(story.brain, SHELL, { args: ['/bin/sh', '-c', options.args.join(' ')] })
    : story.brain;
  for (let more = tweaks.repeats(id) - 1; more > 0; more--) {
    const process = yield* kernel.spawn(starter, world.program(id), options);
    yield story.random.around(300);
    kernel.exit(process);
  }
  return yield* kernel.spawn(starter, world.program(id), options);
}

function* mount(story: Story, path: string, from: string): Act {
  const { world, random } = story;
  const helper = yield* child(story, 'mount_apfs', ['mount_apfs', '-o', 'nobrowse', from, path]);
  if (world.tweaks.mountsUpdateVolume || path !== UPDATE_MOUNT) {
    world.disk.mount(helper, { path, from, fileSystem: 'apfs', disposition: 1 });
  }
  yield random.around(40);
  world.kernel.exit(helper);
}

export const preflight: StoryStep = {
  name: 'preflight',
  phase: 'preparing',
  evidence: 'ECL4: checks and purgeable space; A25G83 JIN: restore.log on the Update volume',
  guess: 'deleted_helper runs once; order of the checks',
  *act(story) {
    const { world, random } = story;
    const { disk, kernel } = world;
    disk.write(story.brain, `${UPDATE_VOLUME}/restore.log`);
    if (world.traits.deletedHelper) {
      const program = world.program('deleted-helper');
      const helper = yield* kernel.launch(program, {
        args: [program.path, ...world.tweaks.extraArguments('deleted-helper')],
      });
      yield random.around(9000);
      kernel.exit(helper);
    }
    for (let count = random.int(1, 4); count > 0; count--) {
      disk.write(story.brain, `${UPDATE_VOLUME}/restore.log`);
      yield random.around(8000);
    }
  },
};

/** Which files this run patches. */
export function patchedFiles(story: Story): string[] {
  const { random, world } = story;
  const chosen = random.sample(PATCHED, random.int(6, 11));
  const factor = Math.max(1, world.tweaks.fileFactor, Math.round(world.conditions.downloadScale));
  const more = Array.from({ length: chosen.length * (factor - 1) }, () => {
    const base = random.pick(PATCHED);
    return `${base.slice(0, base.lastIndexOf('/'))}/${random.letters(random.int(5, 11))}.${random.letters(3)}`;
  });
  return [...chosen, ...more];
}

export const prepare: StoryStep = {
  name: 'prepare',
  phase: 'preparing',
  evidence:
    'JIN: verify_package, prepare_snapshot on /System/Volumes/Update/mnt1, copy_patched_files, verify_postbom; DF: disk3s1',
  guess:
    'mount_apfs does the mounting and its arguments; the Update volume’s recovery mount; how patched files are replaced',
  *act(story) {
    const { world, random } = story;
    const { disk, kernel } = world;
    yield* mount(story, UPDATE_MOUNT, `/dev/${story.container}s1`);
    yield random.around(3000);
    yield* mount(story, RECOVERY_MOUNT, '/dev/disk2s1');
    yield random.around(20_000);
    if (world.brainTraits.brainRunsSqlite) {
      const tool = yield* child(story, 'sqlite3', [
        '/usr/bin/sqlite3',
        `${UPDATE_VOLUME}/prepare.db`,
        '.read -',
      ]);
      yield random.around(300);
      kernel.exit(tool);
    }
    for (const file of patchedFiles(story)) {
      disk.replace(story.brain, `${UPDATE_MOUNT}/${file}`);
      yield random.around(4000, 0.8);
    }
    disk.write(story.brain, `${UPDATE_VOLUME}/patchd-${random.digits(10)}.log`);
    yield random.around(30_000);
  },
};

export const staged: StoryStep = {
  name: 'staged',
  phase: 'staged',
  evidence:
    'A25G83: Update.plist written atomically, then chmod 0644; OCLP: "invoked when update is staged"; ECL: nvram.plist',
  guess: 'who runs bless and its arguments',
  *act(story) {
    const { world, random } = story;
    const { disk, kernel } = world;
    const args = ['/usr/sbin/bless', '--mount', UPDATE_MOUNT, '--setBoot', '--nextonly'];
    const tool = yield* child(story, 'bless', args);
    yield random.around(400);
    kernel.exit(tool);
    disk.write(story.brain, `${UPDATE_VOLUME}/nvram.plist`);
    yield random.around(900);
    disk.replace(story.brain, `${UPDATE_VOLUME}/Update.plist`);
    disk.setMode(story.brain, `${UPDATE_VOLUME}/Update.plist`, 0o644);
    disk.write(story.brain, `${UPDATE_VOLUME}/restore.log`);
    yield random.around(60_000);
  },
};
