import type { PathRule } from '../rule.ts';

/** Folder → what lies below it is what was delivered, not how. The first group stays. */
const CARRIERS: readonly RegExp[] = [
  // The patches of an update asset mirror the system they change.
  /(\/AssetData\/payloadv2\/[^/]+)\/.+$/,
  // Other assets (dictionaries, voices, models) are data; the update and its brain are what an upgrade is about.
  /(\/com_apple_MobileAsset_(?!MacSoftwareUpdate\/|[^/]*UpdateBrain\/)[^/]+\/(?:.*\/)?[^/]+\.asset\/AssetData)\/.+$/,
  // What a package installs.
  /(\/\.PKInstallSandboxManager\/[^/]+\.(?:active)?[Ss]andbox\/Root)\/.+$/,
];

export const carriedContent: PathRule = {
  name: 'carried-content',
  about: 'Files inside what is delivered: they differ with the release and the Mac, however it is delivered.',
  examples: [
    {
      from: '/System/Library/AssetsV2/downloadDir/x.asset/AssetData/payloadv2/patches/usr/lib/dyld',
      to: '/System/Library/AssetsV2/downloadDir/x.asset/AssetData/payloadv2/patches/{below}',
    },
    {
      from: '/System/Library/AssetsV2/com_apple_MobileAsset_LinguisticData/x.asset/AssetData/en.lproj/a.dat',
      to: '/System/Library/AssetsV2/com_apple_MobileAsset_LinguisticData/x.asset/AssetData/{below}',
    },
    {
      from: '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/x.asset/AssetData/boot/a.im4p',
      to: '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/x.asset/AssetData/boot/a.im4p',
    },
    {
      from: '/System/Library/AssetsV2/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/x.asset/AssetData/a.xpc/b',
      to: '/System/Library/AssetsV2/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/x.asset/AssetData/a.xpc/b',
    },
    {
      from: '/Library/InstallerSandboxes/.PKInstallSandboxManager/3F2504E0-4F89-11D3-9A0C-0305E82C3301.activeSandbox/Root/usr/x',
      to: '/Library/InstallerSandboxes/.PKInstallSandboxManager/{uuid}.activeSandbox/Root/{below}',
    },
  ],
  reach: [
    { folder: '/AssetData/', components: Infinity },
    { folder: '/.PKInstallSandboxManager/', components: Infinity },
  ],
  apply: (path) =>
    /\/(?:AssetData|\.PKInstallSandboxManager)\//.test(path)
      ? CARRIERS.reduce((text, pattern) => text.replace(pattern, '$1/{below}'), path)
      : path,
};
