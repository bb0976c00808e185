/**
 * Background that looks like an upgrade and is none: update checks, assets of other kinds through the same daemons,
 * the recovery system's own brain (NRD), Background Security Improvements, ordinary packages.
 */
import { appleProgram } from '../program.ts';
import { ALPHANUMERIC, type Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import { bundleFiles, stage } from '../staging.ts';
import type { Activity, Background } from './background.ts';
import { randomFile, randomName } from './words.ts';

// prettier-ignore
const OTHER_ASSETS = [
  'com_apple_MobileAsset_XProtectPlistConfigData', 'com_apple_MobileAsset_MRTConfigData', 'com_apple_MobileAsset_UAF_FM_Overrides',
  'com_apple_MobileAsset_VoiceServices_GryphonVoice', 'com_apple_MobileAsset_DictionaryServices_dictionary3macOS', 'com_apple_MobileAsset_Font7',
  'com_apple_MobileAsset_LinguisticData', 'com_apple_MobileAsset_TimeZoneUpdate', 'com_apple_MobileAsset_CoreSuggestions',
  'com_apple_MobileAsset_SecureElementServiceAssets', 'com_apple_MobileAsset_GeoPolygonDataAssets', 'com_apple_MobileAsset_MailDynamicData',
  'com_apple_MobileAsset_MediaSupport', 'com_apple_MobileAsset_SafariCloudHistoryConfiguration', 'com_apple_MobileAsset_Siri_NLModel',
] as const;

const ASSETS = '/System/Library/AssetsV2';
const UPDATES = '/Library/Updates';
const INSTALLD = appleProgram(
  '/System/Library/PrivateFrameworks/PackageKit.framework/Versions/A/Resources/installd',
  {
    label: 'com.apple.installd',
  },
);

/** The periodic scan: the catalogue files are replaced, nothing else comes of it. SETTINGS names the files. */
export function* updateCheck(background: Background, random: Random): Act {
  const { world } = background;
  const { disk } = world;
  disk.replace(world.daemon('softwareupdated'), `${UPDATES}/ProductMetadata.plist`);
  yield random.around(1500);
  disk.replace(
    world.daemon('softwareupdated'),
    '/Library/Preferences/com.apple.SoftwareUpdate.plist',
    'suffix',
  );
  yield random.around(700);
  const folder = 'com_apple_MobileAsset_MacSoftwareUpdate';
  if (random.chance(0.6)) disk.replace(world.daemon('mobileassetd'), `${ASSETS}/${folder}/${folder}.xml`);
}

/** Voices, dictionaries, XProtect: the daemons of an upgrade, other folders. */
function* otherAsset(background: Background, random: Random): Act {
  const { world } = background;
  const { disk } = world;
  const type = random.pick(OTHER_ASSETS);
  const folder = `${ASSETS}/${type}`;
  const assetd = world.daemon('mobileassetd');
  const hash = random.hex(40);
  const temporary = `${ASSETS}/downloadDir/CFNetworkDownload_${random.text(6, ALPHANUMERIC)}.tmp`;
  disk.write(world.daemon('nsurlsessiond'), temporary);
  yield random.exponential(6000);
  disk.makeFolder(assetd, `${folder}/${hash}.asset`);
  for (let count = random.int(1, 3); count > 0; count--) {
    disk.write(assetd, `${folder}/${hash}.asset/AssetData/${randomFile(random)}`);
  }
  disk.write(assetd, `${folder}/${hash}.asset/Info.plist`);
  disk.replace(assetd, `${folder}/${type}.xml`);
  yield random.around(300);
  disk.unlink(world.daemon('nsurlsessiond'), temporary);
}

/** Downloads of the App Store, iCloud, podcasts. */
function* otherDownload(background: Background, random: Random): Act {
  const { world } = background;
  const { disk, host } = world;
  const process = world.daemon('nsurlsessiond');
  const folder = random.pick([
    '/private/var/folders/zz/zyxvpxvq6csfxvn_n00000y800007k/T/com.apple.nsurlsessiond',
    `${host.userTemporary}/C/com.apple.nsurlsessiond/Downloads/${randomName(random)}`,
    `${host.home}/Library/Caches/com.apple.nsurlsessiond/Downloads/com.apple.${random.letters(7)}`,
  ]);
  const path = `${folder}/CFNetworkDownload_${random.text(6, ALPHANUMERIC)}.tmp`;
  disk.write(process, path);
  yield random.exponential(20_000);
  if (random.chance(0.5)) {
    disk.rename(process, path, `${host.home}/Library/Caches/${randomName(random)}/${randomFile(random)}`);
  } else {
    disk.unlink(process, path);
  }
}

/** NRDUpdated looks for a newer recovery brain, stages it the way the update brain is staged, and runs it (ODK, PSROLE). */
export function* recoveryBrain(background: Background, random: Random): Act {
  const { world } = background;
  const { kernel, disk } = world;
  const updater = yield* kernel.launch(world.program('nrd-updated'));
  disk.write(
    updater,
    `/private/var/db/softwareupdate/NRD/${random.pick(['state.plist', 'controller.state'])}`,
  );
  yield random.exponential(9000);
  const program = world.program('nrd-brain');
  const folder = `${ASSETS}/com_apple_MobileAsset_NRD_UpdateBrain/${random.hex(40)}.asset`;
  const bundle = `${folder}/AssetData/${program.signingId}.xpc`;
  disk.makeFolder(world.daemon('mobileassetd'), folder);
  for (const file of bundleFiles(program.signingId, false))
    disk.write(world.daemon('mobileassetd'), `${bundle}/${file}`);
  const staged = yield* stage(world, program, bundle, bundleFiles(program.signingId, false), random);
  const brain = yield* kernel.launch(staged);
  yield random.exponential(60_000);
  kernel.exit(brain);
  kernel.exit(updater);
}

/** 26.1 and later: looks whether a Background Security Improvement is due. */
function* securityImprovement(background: Background, random: Random): Act {
  const { world } = background;
  if (!world.traits.securityImprovements) return;
  const { kernel, disk } = world;
  const service = yield* kernel.launch(world.program('cryptegraft-service'));
  yield random.exponential(4000);
  if (random.chance(0.5)) disk.write(service, '/private/var/db/softwareupdate/SplunkHistory/history.plist');
  kernel.exit(service);
}

/** An updater of another vendor installs a package. */
function* packageInstall(background: Background, random: Random): Act {
  const { kernel, disk } = background.world;
  const installd = yield* kernel.launch(INSTALLD);
  const id = `com.${random.letters(6)}.pkg.${randomName(random)}`;
  const sandbox = `/Library/InstallerSandboxes/.PKInstallSandboxManager/${random.uuid()}.activeSandbox`;
  disk.makeFolder(installd, sandbox);
  for (let count = random.int(1, 3); count > 0; count--) {
    const path = `${sandbox}/Root/Library/Application Support/${id}/${randomFile(random)}`;
    disk.write(installd, path);
    disk.rename(installd, path, path.slice(path.indexOf('/Library/Application Support')));
  }
  disk.write(installd, `/private/var/db/receipts/${id}.plist`);
  disk.write(installd, `/private/var/db/receipts/${id}.bom`);
  disk.write(installd, '/private/var/log/install.log');
  yield random.exponential(20_000);
  kernel.exit(installd);
}

export const LOOKALIKES: readonly Activity[] = [
  { name: 'update check', everyMs: 1_800_000, act: updateCheck },
  { name: 'other asset', everyMs: 700_000, act: otherAsset },
  { name: 'other download', everyMs: 420_000, act: otherDownload },
  { name: 'recovery brain', everyMs: 9_000_000, act: recoveryBrain },
  { name: 'security improvement', everyMs: 2_400_000, act: securityImprovement },
  { name: 'package', everyMs: 2_600_000, act: packageInstall },
];
