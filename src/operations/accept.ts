/** Lets findings of a report stand, with a reason, in the file beside their baseline. */
import { AppError } from '../errors.ts';
import type { Acceptance } from '../model/acceptance.ts';
import type { DriftReport, Finding } from '../model/drift.ts';
import { writeFileSafely } from '../platform/files.ts';
import { nearest } from '../schema/nearest.ts';
import { acceptancePath, acceptanceText, readAcceptances } from './acceptance-file.ts';
import { readFactSet } from './load-fact-set.ts';
import { readDocument } from './read-document.ts';

export interface AcceptOptions {
  readonly baseline: string;
  /** Ids of findings, or unambiguous beginnings of them. */
  readonly ids: readonly string[];
  /** Every finding at low or above. */
  readonly all: boolean;
  /** Drift report that holds the findings. */
  readonly from: string;
  readonly reason: string;
  readonly owner?: string | undefined;
  readonly untilBuild?: string | undefined;
  /** A CI job reports; people accept. */
  readonly ci: boolean;
}

export interface Accepted {
  readonly kind: 'esdrift.accepted';
  readonly path: string;
  readonly added: readonly Acceptance[];
  /** Already there, with another reason, owner or build than now. */
  readonly replaced: readonly Acceptance[];
  readonly total: number;
}

const SHORTEST_BEGINNING = 4;

/** Errors: ci-never-writes, finding-unknown, usage, and those of reading and writing. */
export async function acceptFindings(options: AcceptOptions): Promise<Accepted> {
  const { baseline, from, reason } = options;
  if (options.ci) {
    throw new AppError(
      'ci-never-writes',
      'CI is set, and a CI job never accepts findings.',
      'Accept them on your own machine and commit the file.',
    );
  }
  if (reason.trim() === '')
    throw new AppError('usage', 'The reason is empty.', 'Say why the finding may stand: --reason TEXT');
  const set = await readFactSet(baseline);
  const report = await readDocument('drift-report', from);
  refuseForeignReport(report, new Set(set.runs.map(({ trace }) => trace)), options);
  const chosen = chooseFindings(report.findings, options);
  const known = new Map((await readAcceptances(baseline)).map((acceptance) => [acceptance.id, acceptance]));
  const made = chosen.map((finding) => acceptanceOf(finding, options));
  const replaced = made.filter(({ id }) => known.has(id));
  for (const acceptance of made) known.set(acceptance.id, acceptance);
  const path = acceptancePath(baseline);
  await writeFileSafely(path, acceptanceText([...known.values()]), { force: true });
  return {
    kind: 'esdrift.accepted',
    path,
    added: made.filter((acceptance) => !replaced.includes(acceptance)),
    replaced,
    total: known.size,
  };
}

function acceptanceOf(
  { id, change, subject }: Finding,
  { reason, owner, untilBuild }: AcceptOptions,
): Acceptance {
  return {
    id,
    change,
    subject,
    reason,
    ...(owner === undefined ? {} : { owner }),
    ...(untilBuild === undefined ? {} : { untilBuild }),
  };
}

/** An acceptance beside the wrong baseline would never match. */
function refuseForeignReport(
  report: DriftReport,
  runs: ReadonlySet<string>,
  { baseline, from }: AcceptOptions,
): void {
  if (report.before.runs.some(({ trace }) => runs.has(trace))) return;
  throw new AppError(
    'usage',
    `${from} does not compare with ${baseline}: they have no recording in common.`,
    `Make the report again: esdrift diff ${baseline} AFTER --format json --out ${from} --force`,
  );
}

function chooseFindings(findings: readonly Finding[], { ids, all, from }: AcceptOptions): readonly Finding[] {
  if (all && ids.length > 0)
    throw new AppError('usage', 'Both --all and ids were given.', 'Give one of the two.');
  if (all) {
    const loud = findings.filter(({ severity, accepted }) => severity !== 'info' && accepted === null);
    if (loud.length > 0) return loud;
    throw new AppError(
      'nothing-to-compare',
      `${from} holds no finding that is not accepted.`,
      'There is nothing to do.',
    );
  }
  if (ids.length === 0)
    throw new AppError('usage', 'No finding was named.', `Name ids from ${from}, or say --all.`);
  return [...new Set(ids.map((id) => oneFinding(findings, id, from)))];
}

function oneFinding(findings: readonly Finding[], id: string, from: string): Finding {
  const exact = findings.find((finding) => finding.id === id);
  if (exact !== undefined) return exact;
  const beginning =
    id.length < SHORTEST_BEGINNING ? [] : findings.filter((finding) => finding.id.startsWith(id));
  const [only] = beginning;
  if (only !== undefined && beginning.length === 1) return only;
  const near =
    beginning.length > 1
      ? beginning.map((finding) => finding.id).join(', ')
      : nearest(
          id,
          findings.map((finding) => finding.id),
        );
  throw new AppError(
    'finding-unknown',
    `${from} has no finding ${id}.`,
    near === undefined
      ? `See what it has: the ids stand behind each change in the report.`
      : `Did you mean ${near}?`,
  );
}
