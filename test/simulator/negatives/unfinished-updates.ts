/** Updates over the air that nobody installs, or that are given up: the same programs as in an upgrade, up to a point. */
import type { Background } from '../background/background.ts';
import { updateCheck } from '../background/lookalikes.ts';
import type { Act } from '../scheduler.ts';
import { brainAsset, brainRuns, preflight, prepare, staged } from '../upgrade/brain.ts';
import { mainDownload } from '../upgrade/ota.ts';
import { UPDATE_VOLUME } from '../upgrade/places.ts';
import { Story } from '../upgrade/story.ts';
import type { Negative } from './negative.ts';

/** CleanupPreparePathService takes away what was there (A25G83). */
function* cleanUp(background: Background, story: Story, names: readonly string[]): Act {
  const { world } = background;
  const service = yield* world.kernel.launch(world.program('cleanup-service'), {
    responsible: world.daemon('mobile-softwareupdated'),
  });
  for (const name of names) {
    world.disk.unlink(service, `${UPDATE_VOLUME}/${name}`);
    yield story.random.around(60);
  }
  yield story.random.around(4000);
  world.kernel.exit(service);
}

export const downloadOnly: Negative = {
  name: 'download-without-install',
  title: 'macOS downloads an update by itself, the brain sizes it, and nobody installs it',
  method: 'control',
  evidence:
    'JIN SEED OCLP: brain, Preflight.plist, update asset; ECL4: the brain is asked for the space it needs',
  guess: 'that the brain already runs and writes restore.log: the harder case',
  *act(background, random) {
    yield* updateCheck(background, random);
    yield* new Story(background.world).play([brainAsset, mainDownload, brainRuns, preflight]);
    yield random.around(12 * 60_000);
  },
};

export const abortedDownload: Negative = {
  name: 'aborted-download',
  title: 'an update is downloaded and given up before it is prepared',
  method: 'control',
  evidence: 'JIN SEED OCLP: as above; A25G83: CleanupPreparePathService removes Preflight.plist',
  guess: 'when it is removed',
  *act(background, random) {
    yield* updateCheck(background, random);
    const story = new Story(background.world);
    yield* story.play([brainAsset, mainDownload, brainRuns]);
    yield* cleanUp(background, story, ['Preflight.plist']);
    background.world.kernel.exit(story.brain);
    yield random.around(10 * 60_000);
  },
};

export const abortedUpdate: Negative = {
  name: 'aborted-update',
  title: 'an update is prepared and staged, then given up without a restart',
  method: 'ota',
  evidence:
    'A25G83: CleanupPreparePathService removes Update.plist and Preflight.plist; MINI: a manual restart aborts',
  guess: 'that it does so in the same boot',
  *act(background, random) {
    yield* updateCheck(background, random);
    const story = new Story(background.world);
    yield* story.play([brainAsset, mainDownload, brainRuns, preflight, prepare, staged]);
    yield random.around(60_000);
    yield* cleanUp(background, story, ['Update.plist', 'Preflight.plist', 'nvram.plist']);
    background.world.kernel.exit(story.brain);
    yield random.around(6 * 60_000);
  },
};
