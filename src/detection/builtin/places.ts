/** Paths and identities that several signals share. Which sources show them stands with each signal. */
export const BRAIN = 'com.apple.MobileSoftwareUpdate.UpdateBrainService';
export const UPDATE_VOLUME = '/System/Volumes/Update';
export const NEW_SYSTEM = `${UPDATE_VOLUME}/mnt1`;
export const INSTALL_DATA = '/macOS Install Data';
/** Behind any folder, because that folder may move; the catalogue beside the assets is rewritten by every scan and is none. */
export const BRAIN_ASSETS = '*/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/*.asset*';
export const UPDATE_ASSETS = '*/com_apple_MobileAsset_MacSoftwareUpdate/*.asset*';
/** Operations that put something at a path. */
export const PLACES = ['create', 'rename', 'clone', 'copyfile'] as const;
