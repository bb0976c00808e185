/** From files to a drift report: what `diff` and `check` share. */
import { mergeFactSets } from '../baseline/merge.ts';
import { applyAcceptances } from '../drift/acceptance.ts';
import { compare } from '../drift/compare.ts';
import { withoutRuns } from '../drift/leave-out.ts';
import { summaryOf, verdictOf } from '../drift/verdict.ts';
import { isKnownShape } from '../eslogger/shape.ts';
import type { Acceptance } from '../model/acceptance.ts';
import type { Policy } from '../model/config.ts';
import type {
  ComparabilityNote,
  DriftReport,
  FailOn,
  Requirement,
  SideFile,
  SideInfo,
} from '../model/drift.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { RuleSet } from '../model/rules.ts';
import { PRODUCER } from '../model/version.ts';
import { readAcceptances } from './acceptance-file.ts';
import type { ChosenRules } from './chosen-rules.ts';
import { loadFactSet, looksLikeDocument } from './load-fact-set.ts';
import { withEvidence } from './side-evidence.ts';
import type { Reading } from './reading.ts';

export interface LoadedSide {
  readonly files: SideInfo['files'];
  readonly set: FactSet;
}

export interface Judgement {
  readonly failOn: FailOn;
  readonly allowSynthetic: boolean;
  readonly acrossMethods: boolean;
  readonly maxLoss?: number | undefined;
  readonly policy?: Policy | undefined;
  /** Patterns of the policy that match nothing, where that is worth saying of this comparison. */
  readonly unmatched?: readonly string[];
  readonly buildOrder?: readonly string[] | undefined;
  /** What several new runs must agree on. */
  readonly require?: Requirement | undefined;
  /** Detection rules to tell of. */
  readonly rules?: ChosenRules | undefined;
  /** Nothing but the rules is compared. */
  readonly rulesOnly?: boolean;
}

export interface LoadSideOptions {
  readonly allowSynthetic: boolean;
  /** Rules to run on traces. */
  readonly rules: readonly RuleSet[];
  /** The files are among those it counts. */
  readonly reading?: Reading | undefined;
}

/** Loads a side of one or several traces, profiles and baselines. Errors: those of reading them; not-comparable where they do not merge. */
export async function loadSide(paths: readonly string[], options: LoadSideOptions): Promise<LoadedSide> {
  const loaded: { file: SideFile; set: FactSet }[] = [];
  for (const path of paths) {
    options.reading?.begin(path);
    const set = await loadFactSet(path, { rules: options.rules, onBytes: options.reading?.add });
    loaded.push({ file: fileOf(path, set), set });
  }
  const sets = loaded.map(({ set }) => set);
  const [only] = sets;
  // One document stays as it is: merging drops the evidence of a profile and what a baseline knows of its stability.
  const set =
    only !== undefined && sets.length === 1 ? only : withEvidence(mergeFactSets(sets, options), sets);
  return { files: loaded.map(({ file }) => file), set };
}

function fileOf(path: string, set: FactSet): SideFile {
  if (set.kind === 'esdrift.baseline') return { path, kind: 'baseline' };
  const [run] = set.runs;
  const kind = looksLikeDocument(path) ? 'profile' : 'trace';
  return { path, kind, ...(run === undefined ? {} : { trace: run.trace }) };
}

/** Findings accepted beside the baselines of a side. */
export async function acceptancesOf(side: LoadedSide): Promise<readonly Acceptance[]> {
  const accepted = new Map<string, Acceptance>();
  for (const { path, kind } of side.files) {
    if (kind !== 'baseline') continue;
    for (const acceptance of await readAcceptances(path)) accepted.set(acceptance.id, acceptance);
  }
  return [...accepted.values()];
}

export function compareLoaded(
  before: LoadedSide,
  after: LoadedSide,
  acceptances: readonly Acceptance[],
  judgement: Judgement,
): DriftReport {
  const {
    failOn,
    allowSynthetic,
    acrossMethods,
    maxLoss,
    policy,
    unmatched = [],
    buildOrder,
    require,
    rules,
    rulesOnly,
  } = judgement;
  const own = leaveOut(before.set, after.set);
  const compared = compare(own.before, after.set, {
    allowSynthetic,
    acrossMethods,
    isKnownShape,
    require,
    rules,
    rulesOnly,
    ...(maxLoss === undefined ? {} : { maxLoss }),
    ...(policy === undefined ? {} : { policy }),
  });
  const comparability = [...compared.comparability, ...own.notes];
  const { findings, ...acceptance } = comparability.some(({ level }) => level === 'fatal')
    ? { findings: compared.findings, expired: [], undated: [], stale: [] }
    : applyAcceptances(compared.findings, acceptances, upgradesOf(after.set).map(buildReached), buildOrder);
  return {
    kind: 'esdrift.drift-report',
    formatVersion: 1,
    producer: PRODUCER,
    before: sideInfo(before),
    after: sideInfo(after),
    verdict: verdictOf(comparability, findings, failOn),
    failOn,
    require: require ?? null,
    policy: { preset: policy?.preset ?? 'recommended', unmatched },
    summary: summaryOf(findings),
    comparability,
    findings,
    rules: compared.rules ?? null,
    acceptance,
  };
}

function upgradesOf({ runs }: FactSet): readonly RunInfo[] {
  return runs.filter(({ role }) => role === 'upgrade');
}

/** What the upgrade led to: as the recording says, or as its first segment after a restart does. */
function buildReached({ target, segments }: RunInfo): string | undefined {
  return (
    target?.buildVersion ?? segments.findLast(({ reboot, build }) => reboot && build !== undefined)?.build
  );
}

/** A recording on both sides says nothing against itself. */
function leaveOut(
  before: FactSet,
  after: FactSet,
): { readonly before: FactSet; readonly notes: readonly ComparabilityNote[] } {
  const traces = new Set(after.runs.map(({ trace }) => trace));
  const shared = before.runs.filter(({ trace }) => traces.has(trace)).length;
  if (shared === 0) return { before, notes: [] };
  const rest = before.runs.length === shared ? undefined : withoutRuns(before, traces);
  const what = shared === 1 ? 'a recording is' : `${shared} recordings are`;
  const message =
    rest === undefined
      ? `${what} on both sides: nothing can differ there`
      : `${what} on both sides: held against the other runs only`;
  return { before: rest ?? before, notes: [{ axis: 'same recording', level: 'warning', message }] };
}

function sideInfo({ files, set }: LoadedSide): SideInfo {
  return {
    name: files.map(({ path }) => path).join(', '),
    files,
    runs: set.runs,
    ...(set.stability === undefined ? {} : { stability: set.stability }),
  };
}
