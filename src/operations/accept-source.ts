/** Where accepted findings come from: a drift report, or a file of pending findings that somebody has filled in. */
import { AppError } from '../errors.ts';
import type { Pending, PendingFinding } from '../model/acceptance.ts';
import type { DriftReport, Finding } from '../model/drift.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { nearest } from '../model/nearest.ts';
import { validateDocument } from '../schema/validate.ts';
import { pendingPath } from './pending-file.ts';
import { readJson } from './read-json.ts';
import { shellWord } from '../model/shell-word.ts';

/** A finding that may be accepted, and what was filled in for it. */
export interface Candidate extends Pick<Finding, 'id' | 'change' | 'subject'> {
  readonly words: PendingFinding['accept'] | undefined;
}

export interface Source {
  readonly path: string;
  /** Trace ids of the baseline's runs when it was made. */
  readonly runs: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Those that `--all` takes. */
  readonly loud: readonly Candidate[];
  /** Undefined for a report. */
  readonly pending: Pending | undefined;
}

const SHORTEST_BEGINNING = 4;

/** `from`, or the pending file beside the baseline. Errors: usage where there is neither; those of reading. */
export async function readSource(baseline: string, from: string | undefined): Promise<Source> {
  const path = from ?? pendingPath(baseline);
  if (from === undefined && (await kindOfPath(path)) === 'none') {
    throw new AppError(
      'usage',
      `No report was named, and there is no ${path}.`,
      `Make a report: esdrift diff ${shellWord(baseline)} AFTER --format json --out REPORT.json, then say --from REPORT.json`,
    );
  }
  const value = await readJson(path);
  const isPending =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'esdrift.pending';
  return isPending
    ? fromPending(path, validateDocument('pending', value, path))
    : fromReport(path, validateDocument('drift-report', value, path));
}

function fromPending(path: string, pending: Pending): Source {
  const candidates = pending.findings.map(({ id, change, subject, accept }) => ({
    id,
    change,
    subject,
    words: accept,
  }));
  return { path, runs: pending.baseline.runs, candidates, loud: candidates, pending };
}

function fromReport(path: string, { before, findings }: DriftReport): Source {
  const toCandidate = ({ id, change, subject }: Finding): Candidate => ({
    id,
    change,
    subject,
    words: undefined,
  });
  const loud = findings.filter(({ severity, accepted }) => severity !== 'info' && accepted === null);
  return {
    path,
    runs: before.runs.map(({ trace }) => trace),
    candidates: findings.map(toCandidate),
    loud: loud.map(toCandidate),
    pending: undefined,
  };
}

/** Errors: finding-unknown; usage where nothing, or too much, was named; nothing-to-compare where all is accepted already. */
export function chooseCandidates(
  source: Source,
  { ids, all }: { readonly ids: readonly string[]; readonly all: boolean },
): readonly Candidate[] {
  if (all && ids.length > 0)
    throw new AppError('usage', 'Both --all and ids were given.', 'Give one of the two.');
  if (ids.length > 0) return [...new Set(ids.map((id) => oneById(source.candidates, id, source.path)))];
  if (!all) return reviewed(source);
  if (source.loud.length > 0) return source.loud;
  throw new AppError(
    'nothing-to-compare',
    `${source.path} holds no finding that is not accepted.`,
    'There is nothing to do.',
  );
}

/** Those whose reason somebody filled in. */
function reviewed({ candidates, path, pending }: Source): readonly Candidate[] {
  if (pending === undefined)
    throw new AppError('usage', 'No finding was named.', `Name ids from ${path}, or say --all.`);
  const done = candidates.filter(({ words }) => words !== undefined && words.reason.trim() !== '');
  if (done.length > 0) return done;
  throw new AppError(
    'usage',
    `No finding of ${path} has a reason yet.`,
    'Fill in "reason" where a finding may stand, or name ids, or say --all, with --reason TEXT.',
  );
}

/** An id, or an unambiguous beginning of one. */
export function oneById<Named extends { readonly id: string }>(
  list: readonly Named[],
  id: string,
  path: string,
): Named {
  const exact = list.find((entry) => entry.id === id);
  if (exact !== undefined) return exact;
  const beginning = id.length < SHORTEST_BEGINNING ? [] : list.filter((entry) => entry.id.startsWith(id));
  const [only] = beginning;
  if (only !== undefined && beginning.length === 1) return only;
  const near =
    beginning.length > 1
      ? beginning.map((entry) => entry.id).join(', ')
      : nearest(
          id,
          list.map((entry) => entry.id),
        );
  throw new AppError(
    'finding-unknown',
    `${path} has no finding ${id}.`,
    near === undefined ? `See what it has: ids have twelve letters and digits.` : `Did you mean ${near}?`,
  );
}
