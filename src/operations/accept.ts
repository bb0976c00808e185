/** Lets findings of a report, or of a pending file, stand with a reason, in the file beside their baseline; and takes that back. */
import { AppError } from '../errors.ts';
import type { Acceptance, Accepted } from '../model/acceptance.ts';
import { isBuild } from '../model/os-build.ts';
import { writeFileSafely } from '../platform/files.ts';
import { acceptancePath, acceptanceText, readAcceptances } from './acceptance-file.ts';
import { chooseCandidates, oneById, readSource, type Candidate, type Source } from './accept-source.ts';
import { readFactSet } from './load-fact-set.ts';
import { writePending } from './pending-file.ts';
import { shellWord } from '../model/shell-word.ts';

export interface AcceptOptions {
  readonly baseline: string;
  /** Ids of findings, or unambiguous beginnings of them. */
  readonly ids: readonly string[];
  /** Every finding at low or above of a report, every one of a pending file. */
  readonly all: boolean;
  /** Drift report or pending file; default: the pending file beside the baseline. */
  readonly from?: string | undefined;
  /** In place of what a pending file says. */
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
  readonly untilBuild?: string | undefined;
  /** A CI job reports; people accept. */
  readonly ci: boolean;
}

/** Errors: ci-never-writes, finding-unknown, usage, and those of reading and writing. */
export async function acceptFindings(options: AcceptOptions): Promise<Accepted> {
  const { baseline } = options;
  refuseCi(options);
  const set = await readFactSet(baseline);
  const source = await readSource(baseline, options.from);
  refuseForeign(source, new Set(set.runs.map(({ trace }) => trace)), baseline);
  const made = chooseCandidates(source, options).map((candidate) => acceptanceOf(candidate, options));
  const known = new Map((await readAcceptances(baseline)).map((acceptance) => [acceptance.id, acceptance]));
  const replaced = made.filter(({ id }) => known.has(id));
  for (const acceptance of made) known.set(acceptance.id, acceptance);
  const path = await writeAcceptances(baseline, [...known.values()]);
  return {
    kind: 'esdrift.accepted',
    formatVersion: 1,
    path,
    added: made.filter((acceptance) => !replaced.includes(acceptance)),
    replaced,
    forgotten: [],
    total: known.size,
    pending: await takeOver(source, new Set(made.map(({ id }) => id))),
  };
}

/** Takes acceptances back, such as stale ones: their findings count again. Errors: ci-never-writes, finding-unknown, usage. */
export async function forgetAcceptances(
  options: Pick<AcceptOptions, 'baseline' | 'ids' | 'ci'>,
): Promise<Accepted> {
  const { baseline, ids } = options;
  refuseCi(options);
  if (ids.length === 0)
    throw new AppError('usage', 'No acceptance was named.', `Name ids from ${acceptancePath(baseline)}.`);
  const accepted = await readAcceptances(baseline);
  const forgotten = [...new Set(ids.map((id) => oneById(accepted, id, acceptancePath(baseline))))];
  const kept = accepted.filter((acceptance) => !forgotten.includes(acceptance));
  const path = await writeAcceptances(baseline, kept);
  const nothing = { added: [], replaced: [], pending: null };
  return { kind: 'esdrift.accepted', formatVersion: 1, path, forgotten, total: kept.length, ...nothing };
}

function refuseCi({ ci }: Pick<AcceptOptions, 'ci'>): void {
  if (!ci) return;
  throw new AppError(
    'ci-never-writes',
    'CI is set, and a CI job never accepts findings.',
    'Accept them on your own machine and commit the file.',
  );
}

async function writeAcceptances(baseline: string, accepted: readonly Acceptance[]): Promise<string> {
  const path = acceptancePath(baseline);
  await writeFileSafely(path, acceptanceText(accepted), { force: true });
  return path;
}

/** The command line beats what was filled in. */
function acceptanceOf({ id, change, subject, words }: Candidate, options: AcceptOptions): Acceptance {
  const reason = (options.reason ?? words?.reason ?? '').trim();
  const owner = (options.owner ?? words?.owner ?? '').trim();
  const untilBuild = (options.untilBuild ?? words?.untilBuild ?? '').trim();
  if (reason === '')
    throw new AppError('usage', `Finding ${id} has no reason.`, 'Say why it may stand: --reason TEXT');
  if (untilBuild !== '' && !isBuild(untilBuild)) {
    throw new AppError(
      'usage',
      `"${untilBuild}" is no OS build, so nobody could say when it is reached.`,
      'Name a build as sw_vers prints it, such as --until-build 25E200',
    );
  }
  return {
    id,
    change,
    subject,
    reason,
    ...(owner === '' ? {} : { owner }),
    ...(untilBuild === '' ? {} : { untilBuild }),
  };
}

/** An acceptance beside the wrong baseline would never match. */
function refuseForeign({ runs, path }: Source, known: ReadonlySet<string>, baseline: string): void {
  if (runs.some((trace) => known.has(trace))) return;
  throw new AppError(
    'usage',
    `${path} does not compare with ${baseline}: they have no recording in common.`,
    `Make the report again: esdrift diff ${shellWord(baseline)} AFTER --format json --out ${shellWord(path)} --force`,
  );
}

/** What was accepted waits no longer. */
async function takeOver(
  { path, pending }: Source,
  accepted: ReadonlySet<string>,
): Promise<Accepted['pending']> {
  if (pending === undefined) return null;
  const findings = pending.findings.filter(({ id }) => !accepted.has(id));
  await writePending(path, { ...pending, findings });
  return { path, left: findings.length };
}
