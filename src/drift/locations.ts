/**
 * Places that only an upgrade touches. Matched by whole path segments, so that neither a home folder with such a name inside a segment nor a
 * template before or after it decides. The staging folder of xpcroleaccountd is not among them: the recovery brain is staged there without an upgrade.
 *
 * Sources (public reports, none of it documented by Apple): AssetsV2 folders and the staging of the brain, Mickey Jin, OBTS v6, 2023-10-15;
 * Update volume and its plists, OpenCore Legacy Patcher's WatchPaths daemons; "macOS Install Data", startosinstall logs.
 */
export interface UpgradeLocation {
  readonly name: string;
  /** In every path that lies there, so that most paths need not be taken apart. */
  readonly mark: string;
  /** Consecutive segments; `*` stands for any run of characters within one. */
  readonly segments: readonly string[];
  /** True where the first segment must begin the path. */
  readonly anchored: boolean;
}

export const UPDATE_VOLUME: UpgradeLocation = {
  name: 'the Update volume',
  mark: 'Update',
  segments: ['System', 'Volumes', 'Update'],
  anchored: true,
};
export const UPDATE_ASSET: UpgradeLocation = {
  name: 'the macOS update asset',
  mark: 'com_apple_MobileAsset_MacSoftwareUpdate',
  segments: ['com_apple_MobileAsset_MacSoftwareUpdate'],
  anchored: false,
};
export const BRAIN_ASSET: UpgradeLocation = {
  name: 'the update brain asset',
  mark: 'com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain',
  segments: ['com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain'],
  anchored: false,
};
export const INSTALL_DATA: UpgradeLocation = {
  name: 'macOS Install Data',
  mark: 'macOS Install Data',
  segments: ['macOS Install Data'],
  anchored: false,
};
const INSTALLER_APP: UpgradeLocation = {
  name: 'the macOS installer app',
  mark: 'Install macOS',
  segments: ['Install macOS*.app'],
  anchored: false,
};

const UPGRADE_LOCATIONS = [UPDATE_VOLUME, UPDATE_ASSET, BRAIN_ASSET, INSTALL_DATA, INSTALLER_APP] as const;

/** None for the list of what is on offer: every scan rewrites it, upgrade or not. */
export function upgradeLocation(path: string): UpgradeLocation | undefined {
  const found = UPGRADE_LOCATIONS.find((location) => liesIn(path, location));
  return found === undefined || isCatalogue(path) ? undefined : found;
}

export function liesIn(path: string, location: UpgradeLocation): boolean {
  return path.includes(location.mark) && isIn(pathSegments(path), location);
}

/** `com_apple_MobileAsset_….xml` and its neighbour while it is replaced: every scan rewrites the list of what is on offer. */
export function isCatalogue(path: string): boolean {
  if (!path.includes('.xml')) return false;
  const [folder = '', name = ''] = pathSegments(path).slice(-2);
  return folder.startsWith('com_apple_MobileAsset_') && /\.xml(?:\.|$)/.test(name);
}

export function pathSegments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

export function baseName(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function isIn(segments: readonly string[], { segments: wanted, anchored }: UpgradeLocation): boolean {
  const last = anchored ? 0 : segments.length - wanted.length;
  for (let start = 0; start <= last; start++) {
    if (wanted.every((pattern, i) => matchesGlob(segments[start + i] ?? '', pattern))) return true;
  }
  return false;
}

/** `*` matches any characters, linear in the text: no regular expression, because both strings may be hostile. */
export function matchesGlob(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return text.length - last.length >= at && text.endsWith(last);
}
