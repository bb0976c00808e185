/** Everything in esdrift.config.json at once: each recording against the baseline of its series, all artefacts in one run. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { unmatchedPatterns } from '../drift/policy.ts';
import { AppError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { DECIDING_OUTCOMES, type CheckEntry, type CheckedReport, type CheckSummary } from '../model/check.ts';
import { REPORT_FORMATS, type Config } from '../model/config.ts';
import { PRODUCER } from '../model/version.ts';
import type { OnProgress } from '../model/progress.ts';
import { listFiles, removeFile, writeFileSafely } from '../platform/files.ts';
import { ensureFolder } from '../platform/folder.ts';
import { acceptanceWarnings, leavePending } from './check-acceptance.ts';
import { readCandidates } from './check-baselines.ts';
import {
  EXIT_OF,
  artefactsOf,
  checkRecording,
  type CheckedRecording,
  type RecordingTask,
} from './check-recording.ts';
import { chooseForBaselines } from './chosen-rules.ts';
import { configuredRules, readConfig } from './config-file.ts';
import { linesOfFindings, type LineOfFinding } from './fact-lines.ts';
import { programsOf } from './programs-of.ts';
import type { Candidate } from './series.ts';
import { Reading } from './reading.ts';

export interface CheckOptions extends Pick<RecordingTask, 'failOn' | 'maxLoss' | 'render'> {
  /** Draws what is for all recordings together. */
  readonly renderSummary: (
    format: SummaryFormat,
    summary: CheckSummary,
    reports: readonly CheckedReport[],
  ) => string;
  readonly config: string;
  /** File of detection rules, in place of what the configuration says. */
  readonly rules?: string | undefined;
  /** In place of what the configuration says. */
  readonly out?: string | undefined;
  /** Findings are told with the line of their fact, also where no SARIF is written. */
  readonly pointAtLines?: boolean;
  /** A CI job leaves nothing for review beside its artefacts. */
  readonly ci: boolean;
  readonly onProgress?: OnProgress | undefined;
}

export interface CheckResult {
  readonly summary: CheckSummary;
  readonly reports: readonly CheckedReport[];
  readonly exitCode: ExitCode;
}

export type SummaryFormat = 'markdown' | 'junit' | 'sarif';
const SUMMARY_FILES: Readonly<Record<SummaryFormat, string>> = {
  markdown: 'summary.md',
  junit: 'summary.junit.xml',
  sarif: 'summary.sarif',
};
const SUMMARY_FORMATS = ['markdown', 'junit', 'sarif'] as const;
const DEFAULT_OUT = 'esdrift-report';

/**
 * Errors: config-invalid, nothing-to-compare where no recording matches, those of reading rules and of writing. Baselines are only read, and one that
 * cannot be is an entry.
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const config = await readConfig(options.config);
  const home = dirname(options.config);
  const out = options.out ?? join(home, config.out ?? DEFAULT_OUT);
  const traces = await matching(config.traces, home, 'traces');
  await clearArtefacts(out, artefactNames(traces.files));
  if (traces.files.length === 0) throw nothingMatches(config, options.config);
  const baselines = await matching(config.baselines, home, 'baselines');
  const { candidates, unreadable } = await readCandidates(baselines.files);
  const rules = await chooseForBaselines(
    { named: options.rules, configured: configuredRules(config, options.config) },
    candidates.map(({ path }) => path),
  );
  await ensureFolder(out);
  const isOneUnreadable = unreadable.length > 0;
  const task = { ...options, out, config, candidates, isOneUnreadable, rules };
  const checked = [...unreadable, ...(await checkAll(traces.files, task))];
  const pending = options.ci ? [] : await leavePending(checked, config.pending, home);
  const warnings = [
    ...traces.warnings,
    ...baselines.warnings,
    ...(isOneUnreadable ? [] : policyWarnings(config, candidates, checked)),
    ...acceptanceWarnings(checked),
  ];
  const summary = summarize(
    checked.map(({ entry }) => entry),
    { out, pending, warnings },
  );
  await writeFileSafely(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`, { force: true });
  const formats = config.formats ?? REPORT_FORMATS;
  const isPointing = options.pointAtLines === true || formats.includes('sarif');
  const reports = isPointing ? await withLines(checked) : checked;
  for (const format of SUMMARY_FORMATS) {
    if (!formats.includes(format)) continue;
    const text = options.renderSummary(format, summary, reports);
    await writeFileSafely(join(out, SUMMARY_FILES[format]), text, { force: true });
  }
  return { summary, reports, exitCode: EXIT_OF[summary.outcome] };
}

function nothingMatches({ traces }: Config, path: string): AppError {
  const named = traces.map((pattern) => `"${pattern}"`).join(', ');
  return new AppError(
    'nothing-to-compare',
    `No recording matches ${named} of "traces" in ${path}.`,
    `Record an upgrade there: sudo esdrift record --out FILE; or correct "traces", which is read from the folder of ${path}.`,
  );
}

/** A report of an earlier run would stand for a recording that cannot be judged this time. */
async function clearArtefacts(out: string, names: readonly string[]): Promise<void> {
  const files = [...names.flatMap(artefactsOf), 'summary.json', ...Object.values(SUMMARY_FILES)];
  for (const file of files) await removeFile(join(out, file));
}

/** Many recordings share a baseline, which is read once. */
async function withLines(checked: readonly CheckedRecording[]): Promise<readonly CheckedReport[]> {
  const known = new Map<string, LineOfFinding | undefined>();
  const reports: CheckedReport[] = [];
  for (const recording of checked) {
    const { entry, report } = recording;
    if (report === undefined || entry.baseline === null) {
      reports.push(recording);
      continue;
    }
    if (!known.has(entry.baseline)) known.set(entry.baseline, await linesOfFindings(report));
    reports.push({ ...recording, lineOf: known.get(entry.baseline) });
  }
  return reports;
}

async function checkAll(
  traces: readonly string[],
  task: Omit<RecordingTask, 'trace' | 'name'> & Pick<CheckOptions, 'onProgress'>,
): Promise<readonly CheckedRecording[]> {
  const names = artefactNames(traces);
  const checked: CheckedRecording[] = [];
  const reading = await Reading.of(traces, task.onProgress);
  for (const [index, trace] of traces.entries())
    checked.push(await checkRecording({ ...task, reading, trace, name: names[index] ?? basename(trace) }));
  return checked;
}

/** A pattern may be meant for one series only: it matches where any recording or baseline has such a program. */
function policyWarnings(
  { policy }: Config,
  candidates: readonly Candidate[],
  checked: readonly CheckedRecording[],
): readonly string[] {
  const programs = new Set([
    ...programsOf(candidates.map(({ set }) => set)),
    ...checked.flatMap((recording) => [...recording.programs]),
  ]);
  return unmatchedPatterns(policy, programs).map(
    (match) => `"${match}" of "policy" matches no program of any recording or baseline.`,
  );
}

function summarize(
  entries: readonly CheckEntry[],
  rest: Pick<CheckSummary, 'out' | 'pending' | 'warnings'>,
): CheckSummary {
  if (entries.every(({ outcome }) => outcome === 'skipped')) {
    throw new AppError(
      'nothing-to-compare',
      'Every recording that matches is a control.',
      'Add a recording of an upgrade to "traces".',
    );
  }
  const outcome = DECIDING_OUTCOMES.find((word) => entries.some((entry) => entry.outcome === word)) ?? 'same';
  return {
    kind: 'esdrift.check-summary',
    formatVersion: 1,
    producer: PRODUCER,
    outcome,
    exitCode: EXIT_OF[outcome],
    checks: entries,
    ...rest,
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
