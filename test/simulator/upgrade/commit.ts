/** The commit and the way down: the last minutes before the restart. */
import type { Act } from '../scheduler.ts';
import { child } from './brain.ts';
import { UPDATE_MOUNT, UPDATE_VOLUME } from './places.ts';
import type { Story, StoryStep } from './story.ts';

const SIGTERM = 15;
const KILLED = 9;
/** How many exits are still seen before eslogger itself goes. */
const LAST_EXITS = 14;

export const commit: StoryStep = {
  name: 'commit',
  phase: 'committing',
  evidence:
    'MINI: SoftwareUpdateLauncher -RootInstallMode YES -SkipConfirm YES with a busy brain, then the restart (macOS 26)',
  guess: 'who starts it',
  *act(story) {
    const { kernel, tweaks, traits } = story.world;
    if (!traits.commitLauncher) return;
    const program = story.world.program('commit-launcher');
    const more = tweaks.extraArguments('commit-launcher');
    const args = [program.path, '-RootInstallMode', 'YES', '-SkipConfirm', 'YES', ...more];
    yield* kernel.launch(program, { args });
  },
};

export const restart: StoryStep = {
  name: 'restart',
  phase: 'committing',
  evidence: 'MINI: the brain is busy for minutes before the restart',
  guess: 'umount before the restart; what the brain writes meanwhile; the order in which programs end',
  *act(story) {
    const { world, random } = story;
    const { disk, kernel, tweaks } = world;
    for (let count = random.int(2, 5); count > 0; count--) {
      disk.write(story.brain, `${UPDATE_VOLUME}/restore.log`);
      yield random.around(30_000);
    }
    const tool = yield* child(story, 'umount', ['umount', '-f', UPDATE_MOUNT]);
    if (tweaks.mountsUpdateVolume) {
      disk.unmount(tool, {
        path: UPDATE_MOUNT,
        from: `/dev/${story.container}s1`,
        fileSystem: 'apfs',
        disposition: 1,
      });
    }
    yield random.around(80);
    kernel.exit(tool);
    yield* goDown(story);
  },
};

/** The session ends: apps get a signal and leave, in no fixed order. */
function* goDown(story: Story): Act {
  const { kernel } = story.world;
  const leaving = story.random.sample(kernel.living(), LAST_EXITS);
  for (const process of leaving) {
    if (!process.alive) continue;
    if (story.random.chance(0.6)) kernel.signal(kernel.launchd, process, SIGTERM);
    yield story.random.around(60, 0.9);
    kernel.exit(process, story.random.pick([0, 0, SIGTERM, KILLED]));
  }
}
