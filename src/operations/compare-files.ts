/** From files to a drift report: what `diff` and `check` share. */
import { alignCollapse } from '../baseline/align.ts';
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
import type { Fact, FactSet, RunInfo } from '../model/facts.ts';
import { PRODUCER } from '../model/version.ts';
import { readAcceptances } from './acceptance-file.ts';
import { loadFactSet, looksLikeDocument } from './load-fact-set.ts';

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
}

/** Loads a side of one or several traces, profiles and baselines. Errors: those of reading them; not-comparable where they do not merge. */
export async function loadSide(
  paths: readonly string[],
  options: { readonly allowSynthetic: boolean; readonly onProgress?: (path: string) => void },
): Promise<LoadedSide> {
  const loaded: { file: SideFile; set: FactSet }[] = [];
  for (const path of paths) {
    options.onProgress?.(path);
    const set = await loadFactSet(path);
    loaded.push({ file: fileOf(path, set), set });
  }
  const sets = loaded.map(({ set }) => set);
  const [only] = sets;
  // One document stays as it is: merging drops the evidence of a profile and what a baseline knows of its stability.
  const set =
    only !== undefined && sets.length === 1 ? only : withEvidence(mergeFactSets(sets, options), sets);
  return { files: loaded.map(({ file }) => file), set };
}

/** Merging leaves out where a fact was seen, because a baseline must not hold it. A comparison of traces points there. */
function withEvidence(merged: FactSet, sets: readonly FactSet[]): FactSet {
  const evidence = new Map<string, NonNullable<Fact['evidence']>>();
  const profiles = sets.filter(({ kind }) => kind === 'esdrift.profile');
  const traceOf = (set: FactSet): string => set.runs[0]?.trace ?? '';
  for (const profile of [...profiles].sort((a, b) => (traceOf(a) < traceOf(b) ? -1 : 1))) {
    const [, aligned] = alignCollapse(merged, profile);
    for (const fact of aligned.facts) {
      const id = JSON.stringify([fact.kind, ...fact.key]);
      if (fact.evidence === undefined || evidence.has(id)) continue;
      evidence.set(id, { ...fact.evidence, trace: traceOf(profile) });
    }
  }
  const facts = merged.facts.map((fact): Fact => {
    const seen = evidence.get(JSON.stringify([fact.kind, ...fact.key]));
    return seen === undefined ? fact : { ...fact, evidence: seen };
  });
  return { ...merged, facts };
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
  } = judgement;
  const own = leaveOut(before.set, after.set);
  const compared = compare(own.before, after.set, {
    allowSynthetic,
    acrossMethods,
    isKnownShape,
    require,
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
    rules: null,
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
