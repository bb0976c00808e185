/** State of an upgrade that Endpoint Security does not show, from tools that print it. */

/**
 * `diskutil apfs listSnapshots -plist /`: a dictionary whose `Snapshots` is an array of dictionaries with `SnapshotName`. A document without that
 * key is no empty list: a renamed key must not look like a Mac without snapshots.
 */
export function parseSnapshots(text: string): readonly string[] | undefined {
  if (!/<key>Snapshots<\/key>\s*<array/.test(text)) return undefined;
  return [...text.matchAll(/<key>SnapshotName<\/key>\s*<string>([^<]*)<\/string>/g)]
    .map(([, name = '']) => unescapeXml(name))
    .sort(byCodeUnits);
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(
    /&(?:#(\d+)|(amp|lt|gt|quot|apos));/g,
    (_, code: string | undefined, name: string | undefined) =>
      code === undefined ? (entities[name ?? ''] ?? '') : String.fromCodePoint(Number(code)),
  );
}

/** Variables an upgrade sets or reads. Theirs and no other names leave the parser, and no value ever does. */
const UPDATE_VARIABLE =
  /^(?:update-volume|target-uuid|upgrade-boot-volume|boot-command|boot-breadcrumbs|ota-[A-Za-z0-9-]+|msu-[A-Za-z0-9-]+)$/;

/** `nvram -p`: `name<tab>value` a line. On Apple silicon a name may carry the UUID of its service before a colon (unverified). */
export function parseNvramNames(text: string): readonly string[] | undefined {
  const names = text
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.slice(0, line.indexOf('\t')).replace(/^[0-9A-Fa-f-]{36}:/, ''));
  if (names.length === 0) return undefined;
  return [...new Set(names.filter((name) => UPDATE_VARIABLE.test(name)))].sort(byCodeUnits);
}

/** Where mobileassetd puts the update brain; each version is a folder named after a hash. */
export const BRAIN_ASSETS =
  '/System/Library/AssetsV2/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain';

export interface BrainAsset {
  /** `9dd7…22d.asset`. */
  readonly asset: string;
  /** What its Info.plist says under names that speak of a version or a build; which names those are is unverified. */
  readonly versions: Readonly<Record<string, string>>;
}

/** An asset's Info.plist as `plutil -convert json` prints it. */
export function parseBrainVersions(text: string): Readonly<Record<string, string>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const found: [string, string][] = [];
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 2) return;
    for (const [key, item] of Object.entries(value)) {
      if (/version|build/i.test(key) && (typeof item === 'string' || typeof item === 'number'))
        found.push([key, String(item).slice(0, 80)]);
      else visit(item, depth + 1);
    }
  };
  visit(parsed, 0);
  return Object.fromEntries(found.sort(([a], [b]) => byCodeUnits(a, b)));
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
