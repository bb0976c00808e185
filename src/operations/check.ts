/** Everything in esdrift.config.json at once: each recording against the baseline of its series, all artefacts in one run. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { AppError } from '../errors.ts';
import { exitOf } from '../drift/verdict.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CheckEntry, CheckSummary } from '../model/check.ts';
import { REPORT_FORMATS, type Config, type ReportFormat } from '../model/config.ts';
import type { DriftReport, FailOn } from '../model/drift.ts';
import { PRODUCER } from '../model/version.ts';
import { listFiles, writeFileSafely } from '../platform/files.ts';
import { ensureFolder } from '../platform/folder.ts';
import { acceptancesOf, compareLoaded, loadSide, type LoadedSide } from './compare-files.ts';
import { readConfig } from './config-file.ts';
import { readFactSet } from './load-fact-set.ts';
import { chooseBaseline, seriesOf, type Candidate } from './series.ts';

export interface CheckOptions {
  readonly config: string;
  /** In place of what the configuration says. */
  readonly out?: string | undefined;
  readonly failOn?: FailOn | undefined;
  readonly render: Readonly<Record<ReportFormat, (report: DriftReport) => string>>;
  readonly onProgress?: (done: number, total: number, path: string) => void;
}

export interface CheckResult {
  readonly summary: CheckSummary;
  readonly exitCode: ExitCode;
}

const ENDING: Readonly<Record<ReportFormat, string>> = { text: 'txt', json: 'json' };
const DEFAULT_OUT = 'esdrift-report';

/** What decides over all recordings, the first that occurs. */
const PRECEDENCE: readonly CheckEntry['outcome'][] = [
  'unreadable',
  'not-comparable',
  'drift',
  'inconclusive',
  'no-baseline',
  'same',
];
const EXIT_OF: Readonly<Record<CheckEntry['outcome'], ExitCode>> = {
  unreadable: EXIT.unreadable,
  'not-comparable': EXIT.inconclusive,
  drift: EXIT.drift,
  inconclusive: EXIT.inconclusive,
  'no-baseline': EXIT.noBaseline,
  same: EXIT.ok,
  skipped: EXIT.ok,
};

/**
 * Errors: config-invalid, nothing-to-compare where no recording matches, no-baseline where no baseline does, and those of reading baselines and of
 * writing. Baselines are only read. A recording that cannot be read is an entry, so that the others are still checked.
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const config = await readConfig(options.config);
  const home = dirname(options.config);
  const out = options.out ?? join(home, config.out ?? DEFAULT_OUT);
  const traces = await matching(config.traces, home, 'traces');
  if (traces.files.length === 0) {
    throw new AppError(
      'nothing-to-compare',
      `No recording matches ${config.traces.join(', ')}.`,
      'Record one, or correct "traces" in the configuration.',
    );
  }
  const baselines = await matching(config.baselines, home, 'baselines');
  const candidates: Candidate[] = [];
  for (const path of baselines.files) candidates.push({ path, set: await readFactSet(path) });
  await ensureFolder(out);
  const names = artefactNames(traces.files);
  const entries: CheckEntry[] = [];
  for (const [index, trace] of traces.files.entries()) {
    options.onProgress?.(index, traces.files.length, trace);
    const task = { trace, name: names[index] ?? basename(trace), out, config, candidates };
    entries.push(await checkOne(task, options));
  }
  const summary = summarize(entries, out, [...traces.warnings, ...baselines.warnings]);
  await writeFileSafely(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`, { force: true });
  return { summary, exitCode: EXIT_OF[summary.outcome] };
}

function summarize(entries: readonly CheckEntry[], out: string, warnings: readonly string[]): CheckSummary {
  if (entries.every(({ outcome }) => outcome === 'skipped')) {
    throw new AppError(
      'nothing-to-compare',
      'Every recording that matches is a control.',
      'Add a recording of an upgrade to "traces".',
    );
  }
  const outcome = PRECEDENCE.find((word) => entries.some((entry) => entry.outcome === word)) ?? 'same';
  return {
    kind: 'esdrift.check-summary',
    formatVersion: 1,
    producer: PRODUCER,
    outcome,
    exitCode: EXIT_OF[outcome],
    out,
    checks: entries,
    warnings,
  };
}

async function matching(
  patterns: readonly string[],
  home: string,
  key: string,
): Promise<{ readonly files: readonly string[]; readonly warnings: readonly string[] }> {
  const files = new Set<string>();
  const warnings: string[] = [];
  for (const pattern of patterns) {
    const found = await listFiles(pattern, home);
    if (found.length === 0) warnings.push(`Nothing matches "${pattern}" of "${key}".`);
    for (const path of found) files.add(isAbsolute(path) ? path : join(home, path));
  }
  return { files: [...files].sort(), warnings };
}

/** Names of the artefacts: the recording's file name, with a number where two share it. */
function artefactNames(traces: readonly string[]): readonly string[] {
  const used = new Map<string, number>();
  return traces.map((trace) => {
    const plain = basename(trace).replace(/\.(?:jsonl\.zst|profile\.json|baseline\.json|json)$/, '');
    const times = (used.get(plain) ?? 0) + 1;
    used.set(plain, times);
    return times === 1 ? plain : `${plain}-${times}`;
  });
}

interface Task {
  readonly trace: string;
  readonly name: string;
  readonly out: string;
  readonly config: Config;
  readonly candidates: readonly Candidate[];
}

async function checkOne(task: Task, options: CheckOptions): Promise<CheckEntry> {
  const { trace, config, candidates } = task;
  const allowSynthetic = config.allowSynthetic === true;
  let after: LoadedSide;
  try {
    after = await loadSide([trace], { allowSynthetic });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return entry(trace, { outcome: 'unreadable', notes: [error.message, error.hint] });
  }
  const series = seriesOf(after.set);
  if (after.set.runs.every(({ role }) => role === 'control')) {
    return entry(trace, {
      series,
      outcome: 'skipped',
      notes: ['A control is background, and is not checked.'],
    });
  }
  const match = chooseBaseline(after.set, candidates, config.buildOrder);
  if (match === undefined) {
    const hint = `Make one from reviewed recordings: esdrift baseline create ${trace} -o FILE`;
    return entry(trace, {
      series,
      outcome: 'no-baseline',
      notes: [`No baseline is of the series ${series}. ${hint}`],
    });
  }
  const { path, set } = match.baseline;
  const before: LoadedSide = { files: [{ path, kind: 'baseline' }], set };
  const report = compareLoaded(before, after, await acceptancesOf(before), {
    failOn: options.failOn ?? config.failOn ?? 'medium',
    allowSynthetic,
    acrossMethods: false,
    maxLoss: config.maxLoss,
    policy: config.policy,
    buildOrder: config.buildOrder,
  });
  const files = await writeArtefacts(task, report, options);
  return entry(trace, {
    series,
    baseline: path,
    outcome: outcomeOf(report),
    summary: report.summary,
    files,
    notes: match.notes,
  });
}

function outcomeOf(report: DriftReport): CheckEntry['outcome'] {
  if (report.comparability.some(({ level }) => level === 'fatal')) return 'not-comparable';
  const exit = exitOf(report);
  if (exit === EXIT.drift) return 'drift';
  return exit === EXIT.inconclusive ? 'inconclusive' : 'same';
}

async function writeArtefacts(
  { name, out, config }: Task,
  report: DriftReport,
  { render }: CheckOptions,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const format of config.formats ?? REPORT_FORMATS) {
    const file = `${name}.drift.${ENDING[format]}`;
    await writeFileSafely(join(out, file), render[format](report), { force: true });
    files.push(file);
  }
  return files;
}

function entry(trace: string, fields: Partial<CheckEntry> & Pick<CheckEntry, 'outcome'>): CheckEntry {
  return {
    trace,
    series: '',
    baseline: null,
    exitCode: EXIT_OF[fields.outcome],
    summary: null,
    files: [],
    notes: [],
    ...fields,
  };
}
