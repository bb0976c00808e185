/** Folders and files an upgrade touches. */
import type { Random } from '../random.ts';

const ASSETS = '/System/Library/AssetsV2';
/** The restricted download folder of the 2023 fixes (JIN); its place on macOS stands in public scripts. */
export const DOWNLOAD_FOLDER = `${ASSETS}/downloadDir`;
export const BRAIN_ASSETS = `${ASSETS}/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain`;
export const UPDATE_ASSETS = `${ASSETS}/com_apple_MobileAsset_MacSoftwareUpdate`;
export const UPDATE_VOLUME = '/System/Volumes/Update';
export const UPDATE_MOUNT = `${UPDATE_VOLUME}/mnt1`;
export const RECOVERY_MOUNT = `${UPDATE_VOLUME}/SFR/mnt1`;
export const INSTALL_DATA = '/System/Volumes/Data/macOS Install Data';
export const SHARED_SUPPORT = '/Volumes/Shared Support';

/** Mostly `disk3`, as public listings show it. */
export const disk3 = (random: Random): string => random.pick(['disk3', 'disk3', 'disk3', 'disk1']);

/** Folder layout of the update asset: JIN, GG. */
export const UPDATE_FILES = [
  'Info.plist',
  'AssetData/Info.plist',
  'AssetData/payload.bom',
  'AssetData/payload.bom.signature',
  'AssetData/pre.bom',
  'AssetData/post.bom',
  'AssetData/payloadv2/links.txt',
  'AssetData/payloadv2/removed.txt',
  'AssetData/payloadv2/data_payload',
  'AssetData/boot/BuildManifest.plist',
  'AssetData/usr/standalone/update/ramdisk/arm64eSURamDisk.dmg',
] as const;

/** Files of the system that an update patches; which of them differs from run to run here. */
export const PATCHED = [
  'System/Library/CoreServices/SystemVersion.plist',
  'System/Library/CoreServices/Finder.app/Contents/MacOS/Finder',
  'System/Library/Kernels/kernel.release.t8112',
  'System/Library/KernelCollections/BootKernelExtensions.kc',
  'System/Library/Frameworks/AppKit.framework/Versions/C/Resources/Info.plist',
  'System/Library/Frameworks/Security.framework/Versions/A/Resources/Info.plist',
  'System/Library/Frameworks/WebKit.framework/Versions/A/Resources/version.plist',
  'System/Library/PrivateFrameworks/SkyLight.framework/Versions/A/Resources/Info.plist',
  'System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework/Support/softwareupdated',
  'System/Library/PrivateFrameworks/APFS.framework/Versions/A/apfs.util',
  'usr/lib/dyld',
  'usr/libexec/mobileassetd',
  'usr/libexec/nsurlsessiond',
  'usr/libexec/xpcroleaccountd',
  'usr/bin/sw_vers',
  'sbin/launchd',
] as const;
