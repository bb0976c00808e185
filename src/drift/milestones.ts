/**
 * What marks the stages of an upgrade. Computed from first offsets when two sides are compared, never stored: raise MILESTONES_VERSION when
 * the table changes, and baselines stay as they are. `brain-started` has no phase: sources disagree whether the brain first runs before or
 * after the download, so its place is watched, not presumed.
 */
import type { Phase } from '../model/drift.ts';
import type { Fact, RunInfo } from '../model/facts.ts';
import {
  BRAIN_ASSET,
  INSTALL_DATA,
  UPDATE_ASSET,
  UPDATE_VOLUME,
  isCatalogue,
  liesIn,
  pathSegments,
} from './locations.ts';
import { keyPart } from './side.ts';
import type { UpgradeProgramName } from './upgrade-programs.ts';

export const MILESTONES_VERSION = 1;

export type MilestoneName =
  | 'requested'
  | 'brain-staged'
  | 'brain-started'
  | 'download-started'
  | 'installer-setup'
  | 'preflight-written'
  | 'update-mounted'
  | 'install-data-created'
  | 'update-staged'
  | 'commit-started'
  | 'restarted'
  | 'booted'
  | 'settled';

export interface Milestone {
  readonly name: MilestoneName;
  readonly phase: Phase | undefined;
  /** How a sentence names it. */
  readonly title: string;
  /** Facts that show it, by the built-in name of the acting program where it has one. */
  readonly shownBy?: (fact: Fact, actor: UpgradeProgramName | undefined) => boolean;
  /** Read from the run itself: offset in ms. */
  readonly inRun?: (run: RunInfo) => number | undefined;
}

const PLACES = ['create', 'rename', 'clone', 'copyfile'];
const DOWNLOADERS: readonly (UpgradeProgramName | undefined)[] = [
  'nsurlsessiond',
  'streaming-unzip',
  'streaming-extraction',
  'mobileassetd',
];
/** Awake time on the new build after which an upgrade counts as settled. */
const SETTLED_AFTER_MS = 20 * 60_000;

export const MILESTONES: readonly Milestone[] = [
  { name: 'requested', phase: 'requested', title: 'the request', shownBy: isRequest },
  {
    name: 'brain-staged',
    phase: 'brain-staged',
    title: 'the brain asset',
    shownBy: (fact, actor) =>
      places(fact) &&
      actor === 'mobileassetd' &&
      liesIn(keyPart(fact, 2), BRAIN_ASSET) &&
      !isCatalogue(keyPart(fact, 2)),
  },
  {
    name: 'brain-started',
    phase: undefined,
    title: 'the start of the brain',
    shownBy: (fact, actor) => fact.kind === 'program' && actor === 'brain',
  },
  {
    name: 'download-started',
    phase: 'downloading',
    title: 'the download of the update',
    shownBy: (fact, actor) =>
      fact.kind === 'file' &&
      DOWNLOADERS.includes(actor) &&
      liesIn(keyPart(fact, 2), UPDATE_ASSET) &&
      !isCatalogue(keyPart(fact, 2)),
  },
  {
    name: 'installer-setup',
    phase: 'preparing',
    title: "the installer's setup engine",
    shownBy: (fact, actor) => fact.kind === 'program' && actor === 'osinstallersetupd',
  },
  {
    name: 'preflight-written',
    phase: 'preparing',
    title: 'Preflight.plist',
    shownBy: (fact) => places(fact) && isUpdateFile(keyPart(fact, 2), 'Preflight.plist'),
  },
  {
    name: 'update-mounted',
    phase: 'preparing',
    title: 'the mount of the new system',
    shownBy: (fact) =>
      fact.kind === 'event' && keyPart(fact, 1) === 'mount' && isUpdateMount(keyPart(fact, 2)),
  },
  {
    name: 'install-data-created',
    phase: 'preparing',
    title: 'macOS Install Data',
    shownBy: (fact) => places(fact) && liesIn(keyPart(fact, 2), INSTALL_DATA),
  },
  {
    name: 'update-staged',
    phase: 'staged',
    title: 'Update.plist',
    shownBy: (fact) => places(fact) && isUpdateFile(keyPart(fact, 2), 'Update.plist'),
  },
  { name: 'commit-started', phase: 'committing', title: 'the commit', shownBy: isCommit },
  {
    name: 'restarted',
    phase: 'dark',
    title: 'the restart',
    inRun: (run) => {
      const first = run.segments.findIndex((segment) => segment.reboot);
      return first > 0 ? run.segments[first - 1]?.endMs : undefined;
    },
  },
  {
    name: 'booted',
    phase: 'first-boot',
    title: 'the first boot',
    inRun: (run) => run.segments.find((segment) => segment.reboot)?.startMs,
  },
  {
    name: 'settled',
    phase: 'settled',
    title: 'the settled system',
    inRun: (run) => {
      const last = run.segments.findLast((segment) => segment.reboot);
      if (last === undefined || last.endMs - last.startMs < SETTLED_AFTER_MS) return undefined;
      return last.startMs + SETTLED_AFTER_MS;
    },
  },
];

/** Cheap, and true for every fact that shows a milestone: most facts are files elsewhere. */
export function mayShowMilestone(fact: Fact, actor: UpgradeProgramName | undefined): boolean {
  if (fact.kind === 'program' || fact.kind === 'arguments') return actor !== undefined;
  const path = keyPart(fact, 2);
  return (
    (fact.kind === 'file' || fact.kind === 'event') &&
    (path.includes('Update') || path.includes('Install Data'))
  );
}

function places(fact: Fact): boolean {
  return fact.kind === 'file' && PLACES.includes(keyPart(fact, 1));
}

function isUpdateFile(path: string, name: string): boolean {
  const segments = pathSegments(path);
  return liesIn(path, UPDATE_VOLUME) && segments.length === 4 && segments[3] === name;
}

function isUpdateMount(path: string): boolean {
  return liesIn(path, UPDATE_VOLUME) && pathSegments(path)[3] === 'mnt1';
}

/** softwareupdate asked to download or install, not to list; startosinstall for real, not its `--usage` warm-up; the installer app opened. */
function isRequest(fact: Fact, actor: UpgradeProgramName | undefined): boolean {
  if (fact.kind !== 'arguments') return false;
  if (actor === 'install-assistant') return true;
  const vector = argumentVector(keyPart(fact, 1)).slice(1);
  if (actor === 'startosinstall') return vector.includes('--agreetolicense') && !vector.includes('--usage');
  if (actor !== 'softwareupdate') return false;
  const asks = ['--install', '--download', '--restart', '--fetch-full-installer'];
  return vector.some((argument) => asks.includes(argument) || /^-[A-Za-z]*[idR]/.test(argument));
}

function isCommit(fact: Fact, actor: UpgradeProgramName | undefined): boolean {
  return (
    fact.kind === 'arguments' &&
    actor === 'update-launcher' &&
    argumentVector(keyPart(fact, 1)).includes('-RootInstallMode')
  );
}

/** The templates of an arguments fact; one template where it is not the JSON array it should be. */
export function argumentVector(json: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(json);
    if (Array.isArray(parsed) && parsed.every((part) => typeof part === 'string')) return parsed;
  } catch {
    // A collapsed set of vectors is one hole, not an array.
  }
  return [json];
}
