/** Handmade recordings: a story is the facts of one run; profiles and baselines are made of stories. */
import { mergeFactSets } from '../../src/baseline/merge.ts';
import type { CompareOptions } from '../../src/drift/compare.ts';
import { isKnownShape } from '../../src/eslogger/shape.ts';
import type { Fact, FactKind, FactSet, ProgramAttribute, RunInfo } from '../../src/model/facts.ts';

export interface Line {
  readonly kind: FactKind;
  readonly key: readonly string[];
  readonly count: number;
  readonly firstMs: number;
  readonly attributes?: Partial<Record<ProgramAttribute, string>>;
}

const LAUNCHD = 'platform:com.apple.xpc.launchd';
export const UPDATED = 'platform:com.apple.softwareupdated';
export const ASSETD = 'platform:com.apple.mobileassetd';
export const SESSIOND = 'platform:com.apple.nsurlsessiond';
export const BRAIN = 'platform:com.apple.MobileSoftwareUpdate.UpdateBrainService';
export const LAUNCHER = 'platform:com.apple.SoftwareUpdateLauncher';
export const MOUNT = 'platform:com.apple.mount_apfs';
const INDEXER = 'platform:com.apple.metadata.mdworker';

const ASSETS = '/System/Library/AssetsV2';
export const UPDATE_ASSET = `${ASSETS}/com_apple_MobileAsset_MacSoftwareUpdate/{hash}.asset`;
const BRAIN_ASSET = `${ASSETS}/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/{hash}.asset`;
export const FLAGS = 'PLATFORM_BINARY|REQUIRE_LV|RESTRICT|RUNTIME';

export function line(
  kind: FactKind,
  key: readonly string[],
  seconds: number,
  count = 1,
  attributes?: Line['attributes'],
): Line {
  return { kind, key, count, firstMs: seconds * 1000, ...(attributes === undefined ? {} : { attributes }) };
}

/** A program started by launchd, with its launch and its arguments. */
export function daemon(program: string, path: string, seconds: number, parent = LAUNCHD): readonly Line[] {
  return [
    line('program', [program], seconds, 40, { path, flags: FLAGS, cdhash: 'arm64:AA', category: 'platform' }),
    line('launch', [parent, program], seconds),
    line('arguments', [program, JSON.stringify([path])], seconds),
  ];
}

const exec = (key: string, type: string): Line => line('shape', ['exec', '10', key, type], 0, 60);

/** An over-the-air update in ten minutes, up to the commit. */
export const OTA: readonly Line[] = [
  line('program', [LAUNCHD], 0, 500, { path: '/sbin/launchd' }),
  ...daemon(
    UPDATED,
    '/System/Library/CoreServices/Software Update.app/Contents/Resources/softwareupdated',
    5,
  ),
  ...daemon(ASSETD, '/usr/libexec/mobileassetd', 8),
  ...daemon(SESSIOND, '/usr/libexec/nsurlsessiond', 10),
  ...daemon(
    BRAIN,
    `/var/db/com.apple.xpc.roleaccountd.staging/exec/{dev}.{inode}.xpc/Contents/MacOS/brain`,
    200,
  ),
  ...daemon(MOUNT, '/sbin/mount_apfs', 300, BRAIN),
  ...daemon(LAUNCHER, '/System/Library/CoreServices/Software Update.app/x/SoftwareUpdateLauncher', 500),
  ...daemon(INDEXER, '/System/Library/Frameworks/mdworker', 3),
  line('arguments', [LAUNCHER, JSON.stringify(['SoftwareUpdateLauncher', '-RootInstallMode', 'YES'])], 500),
  line('responsible', [ASSETD, SESSIOND], 10),
  line('file', [ASSETD, 'rename', `${BRAIN_ASSET}/Info.plist`], 60),
  line('file', [ASSETD, 'rename', `${BRAIN_ASSET}/AssetData/brain.xpc`], 61),
  ...Array.from({ length: 6 }, (_, n) =>
    line('file', [SESSIOND, 'create', `${UPDATE_ASSET}/AssetData/part${n}`], 100 + n, 20),
  ),
  ...Array.from({ length: 6 }, (_, n) =>
    line('file', [ASSETD, 'rename', `${UPDATE_ASSET}/AssetData/part${n}`], 120 + n, 20),
  ),
  line('file', [BRAIN, 'create', '/System/Volumes/Update/Preflight.plist'], 210),
  line('file', [BRAIN, 'create', '/System/Volumes/Update/Update.plist'], 450),
  line('file', [UPDATED, 'rename', '/Library/Updates/index.plist'], 20),
  line('file', [INDEXER, 'create', '/var/folders/{tmp}/index'], 15, 30),
  line('handoff', [SESSIOND, ASSETD, `${UPDATE_ASSET}/AssetData/part0`], 120),
  line('event', [MOUNT, 'mount', '/System/Volumes/Update/mnt1'], 301),
  line('event', [BRAIN, 'signal', 'SIGTERM'], 460),
  line('event', [UPDATED, 'signal', 'SIGTERM'], 470),
  exec('', 'object'),
  exec('args', 'array'),
  exec('target', 'object'),
];

const TYPES: Readonly<Partial<Record<FactKind, (key: readonly string[]) => string>>> = {
  launch: () => 'fork',
  arguments: () => 'exec',
  file: (key) => key[1] ?? '',
  event: (key) => key[1] ?? '',
};

function run(name: string, story: readonly Line[], info: Partial<RunInfo> = {}): RunInfo {
  const eventsByType: Record<string, number> = {};
  for (const { kind, key, count } of story) {
    const type = TYPES[kind]?.(key);
    if (type !== undefined) eventsByType[type] = (eventsByType[type] ?? 0) + count;
  }
  return {
    trace: name,
    sha256: name,
    provenance: 'recorded',
    method: 'ota',
    role: 'upgrade',
    os: { productVersion: '26.1', buildVersion: '25B78' },
    target: { productVersion: '26.2', buildVersion: '25C56' },
    arch: 'arm64',
    virtualMachine: true,
    labels: { initiator: 'cli' },
    eventsByType,
    messageVersions: [10],
    events: 1000,
    badLines: 0,
    oversizeLines: 0,
    segments: [{ startMs: 0, endMs: 600_000, reboot: false }],
    lost: 0,
    lostByType: {},
    lostUnattributed: 0,
    gaps: [],
    cut: false,
    handoffsForgotten: 0,
    ...info,
  };
}

export function profile(name: string, story: readonly Line[], info: Partial<RunInfo> = {}): FactSet {
  const set: FactSet = {
    kind: 'esdrift.profile',
    formatVersion: 1,
    producer: { name: 'esdrift', version: '0.0.0' },
    normalizer: '1',
    runs: [run(name, story, info)],
    collapsed: [],
    facts: story.map((part, index) => toFact(part, index)),
  };
  return set;
}

function toFact({ kind, key, count, firstMs, attributes = {} }: Line, index: number): Fact {
  const values = (name: ProgramAttribute): Record<string, number[]> => {
    const value = attributes[name];
    return value === undefined ? {} : { [value]: [count] };
  };
  const time = new Date(Date.UTC(2026, 0, 1) + firstMs).toISOString();
  return {
    kind,
    key,
    counts: [count],
    firstMs: [firstMs],
    ...(kind === 'program'
      ? {
          attributes: {
            path: values('path'),
            flags: values('flags'),
            cdhash: values('cdhash'),
            category: values('category'),
          },
        }
      : {}),
    evidence: { segment: 0, globalSeq: index, time },
  };
}

/** Five runs of one story, a little apart in time and count, or as many as `stories` are given. */
export function baseline(story: readonly Line[] = OTA, runs = 5, info: Partial<RunInfo> = {}): FactSet {
  return mergeFactSets(
    Array.from({ length: runs }, (_, n) => profile(`run-${n + 1}`, jittered(story, n), info)),
  );
}

export function jittered(story: readonly Line[], n: number): readonly Line[] {
  return story.map((part, index) => ({
    ...part,
    firstMs: part.firstMs + ((index * 7 + n * 13) % 5) * 100,
    count: part.count > 10 && part.kind !== 'shape' ? part.count + ((index + n) % 3) : part.count,
  }));
}

/** The story without the lines that name something. */
export function without(story: readonly Line[], ...names: readonly string[]): readonly Line[] {
  return story.filter(({ key }) => !names.some((name) => key.includes(name)));
}

/** The story with one text in place of another in every key and attribute. */
export function replaced(story: readonly Line[], from: string, to: string): readonly Line[] {
  return story.map((part) => ({
    ...part,
    key: part.key.map((text) => text.replaceAll(from, to)),
    ...(part.attributes === undefined
      ? {}
      : {
          attributes: Object.fromEntries(
            Object.entries(part.attributes).map(([name, value]) => [name, value.replaceAll(from, to)]),
          ),
        }),
  }));
}

export const OPTIONS: CompareOptions = { allowSynthetic: false, acrossMethods: false, isKnownShape };
