import { brainAsset, startBrain } from '../upgrade/brain.ts';
import { BRAIN_ASSETS, UPDATE_VOLUME } from '../upgrade/places.ts';
import { Story } from '../upgrade/story.ts';
import type { Negative } from './negative.ts';

export const securityImprovement: Negative = {
  name: 'security-improvement',
  title: 'a Background Security Improvement swaps the App cryptex; the update brain runs for it',
  method: 'background-security-improvement',
  evidence:
    'ECL: a cryptex is swapped, the system volume stays; A25G83: the brain has branches for it; ODK M27: CryptegraftService',
  guess: 'that the brain really runs, the folder of the asset, who replaces the cryptex, order',
  *act(background, random) {
    const { world } = background;
    const { disk, kernel } = world;
    const story = new Story(world);
    yield* story.play([brainAsset]);
    yield* startBrain(story, `${BRAIN_ASSETS}/${story.brainAsset}.asset`);
    const assetd = world.daemon('mobileassetd');
    const folder = `/System/Library/AssetsV2/com_apple_MobileAsset_MacSplatSoftwareUpdate/${random.hex(40)}.asset`;
    disk.makeFolder(assetd, folder);
    disk.write(assetd, `${folder}/AssetData/payloadv2/cryptex-app.dmg`);
    yield random.around(20_000);
    const service = yield* kernel.launch(world.program('cryptegraft-service'));
    disk.write(service, '/private/var/db/softwareupdate/SplunkHistory/history.plist');
    const cryptex = `/System/Volumes/Preboot/${random.uuid()}/cryptex1/current`;
    disk.write(service, `${cryptex}/app.dmg.new`);
    disk.rename(service, `${cryptex}/app.dmg.new`, `${cryptex}/app.dmg`);
    disk.write(story.brain, `${UPDATE_VOLUME}/restore.log`);
    yield random.around(30_000);
    kernel.exit(story.brain);
    kernel.exit(service);
    yield random.around(5 * 60_000);
  },
};
