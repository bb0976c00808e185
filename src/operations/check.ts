/** Everything in esdrift.config.json at once: each recording against the baseline of its series, all artefacts in one run. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { unmatchedPatterns } from '../drift/policy.ts';
import { AppError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CheckEntry, CheckedReport, CheckSummary } from '../model/check.ts';
import type { Config } from '../model/config.ts';
import { PRODUCER } from '../model/version.ts';
import { listFiles, writeFileSafely } from '../platform/files.ts';
import { ensureFolder } from '../platform/folder.ts';
import { acceptanceWarnings, leavePending } from './check-acceptance.ts';
import { EXIT_OF, checkRecording, type CheckedRecording, type RecordingTask } from './check-recording.ts';
import { chooseForBaselines } from './chosen-rules.ts';
import { configuredRules, readConfig } from './config-file.ts';
import { readFactSet } from './load-fact-set.ts';
import { programsOf } from './programs-of.ts';
import type { Candidate } from './series.ts';

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
  /** A CI job leaves nothing for review beside its artefacts. */
  readonly ci: boolean;
  readonly onProgress?: (done: number, total: number, path: string) => void;
}

export interface CheckResult {
  readonly summary: CheckSummary;
  readonly reports: readonly CheckedReport[];
  readonly exitCode: ExitCode;
}

type SummaryFormat = 'markdown' | 'junit';
const SUMMARY_FILES: Readonly<Record<SummaryFormat, string>> = {
  markdown: 'summary.md',
  junit: 'summary.junit.xml',
};
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

/**
 * Errors: config-invalid, nothing-to-compare where no recording matches, no-baseline where no baseline does, and those of reading baselines and of
 * writing. Baselines are only read.
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
  const rules = await chooseForBaselines(
    { named: options.rules, configured: configuredRules(config, options.config) },
    baselines.files,
  );
  await ensureFolder(out);
  const checked = await checkAll(traces.files, { ...options, out, config, candidates, rules });
  const pending = options.ci ? [] : await leavePending(checked, config.pending, home);
  const warnings = [
    ...traces.warnings,
    ...baselines.warnings,
    ...policyWarnings(config, candidates, checked),
    ...acceptanceWarnings(checked),
  ];
  const summary = summarize(
    checked.map(({ entry }) => entry),
    { out, pending, warnings },
  );
  await writeFileSafely(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`, { force: true });
  for (const format of ['markdown', 'junit'] as const) {
    if (config.formats?.includes(format) === false) continue;
    const text = options.renderSummary(format, summary, checked);
    await writeFileSafely(join(out, SUMMARY_FILES[format]), text, { force: true });
  }
  return { summary, reports: checked, exitCode: EXIT_OF[summary.outcome] };
}

async function checkAll(
  traces: readonly string[],
  task: Omit<RecordingTask, 'trace' | 'name'> & Pick<CheckOptions, 'onProgress'>,
): Promise<readonly CheckedRecording[]> {
  const names = artefactNames(traces);
  const checked: CheckedRecording[] = [];
  for (const [index, trace] of traces.entries()) {
    task.onProgress?.(index, traces.length, trace);
    checked.push(await checkRecording({ ...task, trace, name: names[index] ?? basename(trace) }));
  }
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
  const outcome = PRECEDENCE.find((word) => entries.some((entry) => entry.outcome === word)) ?? 'same';
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
