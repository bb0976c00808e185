/** One recording of a check: which baseline it is held against, the report, its artefacts. */
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { usualBar } from '../drift/policy.ts';
import { exitOf } from '../drift/verdict.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CheckEntry, CheckedReport } from '../model/check.ts';
import { REPORT_FORMATS, type Config, type ReportFormat } from '../model/config.ts';
import type { DriftReport, FailOn } from '../model/drift.ts';
import type { ProgramKey } from '../model/facts.ts';
import { writeFileSafely } from '../platform/files.ts';
import type { RulesOfBaselines } from './chosen-rules.ts';
import { acceptancesOf, compareLoaded, loadSide, type LoadedSide } from './compare-files.ts';
import type { PageDocument } from '../model/page.ts';
import type { OnProgress } from '../model/progress.ts';
import { pageData } from './page/page-data.ts';
import { controlsOf } from './control-side.ts';
import { programsOf } from './programs-of.ts';
import { chooseBaseline, seriesOf, type Candidate } from './series.ts';
import type { Reading } from './reading.ts';
import { shellWord } from '../model/shell-word.ts';

/** JUnit and SARIF are for all recordings together. */
const ONCE = ['junit', 'sarif'] as const;
type RecordingFormat = Exclude<ReportFormat, (typeof ONCE)[number]>;

/** Draws the artefact of one recording. */
export type RenderReport = (
  format: RecordingFormat,
  report: DriftReport,
  /** Where an HTML report is asked for. */
  page: PageDocument | undefined,
) => string | Promise<string>;

export interface RecordingTask {
  readonly trace: string;
  /** Of its artefacts, without ending. */
  readonly name: string;
  readonly out: string;
  readonly config: Config;
  readonly candidates: readonly Candidate[];
  /** A baseline beside the candidates could not be read, and nobody knows its series. */
  readonly isOneUnreadable: boolean;
  /** In place of what the configuration says. */
  readonly failOn?: FailOn | undefined;
  readonly maxLoss?: number | undefined;
  readonly rules: RulesOfBaselines;
  readonly render: RenderReport;
  /** The recording is among what it counts. */
  readonly reading?: Reading;
  readonly onProgress?: OnProgress | undefined;
}

export interface CheckedRecording extends CheckedReport {
  readonly programs: ReadonlySet<ProgramKey>;
}

const CONTROL = 'A control is background: only the rules are held against it';
const ENDING: Readonly<Record<RecordingFormat, string>> = {
  text: 'txt',
  json: 'json',
  markdown: 'md',
  html: 'html',
};

export const EXIT_OF: Readonly<Record<CheckEntry['outcome'], ExitCode>> = {
  unreadable: EXIT.unreadable,
  'not-comparable': EXIT.inconclusive,
  drift: EXIT.drift,
  inconclusive: EXIT.inconclusive,
  'no-baseline': EXIT.noBaseline,
  same: EXIT.ok,
  skipped: EXIT.ok,
};

/** Errors: those of writing. A recording that cannot be read is an entry, so that the others are still checked. */
export async function checkRecording(task: RecordingTask): Promise<CheckedRecording> {
  const { trace, config, candidates, rules } = task;
  let after: LoadedSide;
  try {
    after = await loadSide([trace], {
      allowSynthetic: config.allowSynthetic === true,
      rules: rules.sets,
      reading: task.reading,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const entry = entryOf(trace, { outcome: 'unreadable', notes: [error.message, error.hint] });
    return { entry, programs: new Set() };
  }
  const programs = programsOf([after.set]);
  const series = seriesOf(after.set);
  if (after.set.runs.every(({ role }) => role === 'control')) {
    return { ...(await checkControl(after, series, task)), programs };
  }
  const match = chooseBaseline(after.set, candidates, config.buildOrder);
  if (match === undefined) {
    const hint = `Make one from reviewed recordings: \`esdrift baseline create ${shellWord(trace)} -o FILE\`.`;
    const notes = task.isOneUnreadable
      ? [`No baseline that can be read is of the series ${series}.`]
      : [`No baseline is of the series ${series}. ${hint}`];
    return { entry: entryOf(trace, { series, outcome: 'no-baseline', notes }), programs };
  }
  const before: LoadedSide = {
    files: [{ path: match.baseline.path, kind: 'baseline' }],
    set: match.baseline.set,
  };
  const report = await compareWith(before, after, task);
  const fields = {
    series,
    baseline: match.baseline.path,
    outcome: outcomeOf(report),
    summary: report.summary,
    files: await writeArtefacts(task, { report, before, after }),
    notes: [...match.notes, ...refusals(report)],
  };
  return { entry: entryOf(trace, fields), report, programs };
}

async function compareWith(
  before: LoadedSide,
  after: LoadedSide,
  { config, failOn, maxLoss, rules }: RecordingTask,
  rulesOnly = false,
): Promise<DriftReport> {
  return compareLoaded(before, after, await acceptancesOf(before), {
    failOn: failOn ?? config.failOn ?? usualBar(config.policy),
    allowSynthetic: config.allowSynthetic === true,
    acrossMethods: false,
    maxLoss: maxLoss ?? config.maxLoss,
    policy: config.policy,
    buildOrder: config.buildOrder,
    rules: rules.of(before.files[0]?.path),
    rulesOnly,
  });
}

/** A control is background, and its facts are held against nothing. A rule that fires there is a false alarm all the same. */
async function checkControl(
  after: LoadedSide,
  series: string,
  task: RecordingTask,
): Promise<Pick<CheckedRecording, 'entry' | 'report'>> {
  const { trace, candidates } = task;
  const before = controlsOf(candidates, after);
  const report = await compareWith(before, after, task, true);
  const outcome = outcomeOf(report);
  if (outcome !== 'drift') {
    const isTried = report.rules !== null && after.set.ruleOutcomes !== undefined;
    const notes = [isTried ? `${CONTROL}: no start fires.` : 'A control is background, and is not checked.'];
    return { entry: entryOf(trace, { outcome: 'skipped', notes }) };
  }
  const fields = {
    series,
    baseline: before.files[0]?.path ?? null,
    outcome,
    summary: report.summary,
    files: await writeArtefacts(task, { report, before, after }),
    notes: [`${CONTROL}.`],
  };
  return { entry: entryOf(trace, fields), report };
}

/** Why nothing was compared. */
function refusals({ comparability }: DriftReport): readonly string[] {
  return comparability.flatMap(({ level, message }) => (level === 'fatal' ? [message] : []));
}

function outcomeOf(report: DriftReport): CheckEntry['outcome'] {
  if (report.comparability.some(({ level }) => level === 'fatal')) return 'not-comparable';
  const exit = exitOf(report);
  if (exit === EXIT.drift) return 'drift';
  return exit === EXIT.inconclusive ? 'inconclusive' : 'same';
}

async function writeArtefacts(
  { name, out, config, rules, render, onProgress }: RecordingTask,
  {
    report,
    before,
    after,
  }: { readonly report: DriftReport; readonly before: LoadedSide; readonly after: LoadedSide },
): Promise<readonly string[]> {
  const files: string[] = [];
  const formats = config.formats ?? REPORT_FORMATS;
  const page = formats.includes('html')
    ? await pageData({ report, before, after, rules: rules.of(before.files[0]?.path).set, onProgress })
    : undefined;
  for (const format of formats) {
    if (isOnce(format)) continue;
    const file = `${name}.drift.${ENDING[format]}`;
    await writeFileSafely(join(out, file), await render(format, report, page), { force: true });
    files.push(file);
  }
  return files;
}

function isOnce(format: ReportFormat): format is (typeof ONCE)[number] {
  return ONCE.some((one) => one === format);
}

/** Every name that a recording's artefacts can have, of this run or an earlier one. */
export function artefactsOf(name: string): readonly string[] {
  return Object.values(ENDING).map((ending) => `${name}.drift.${ending}`);
}

export function entryOf(
  trace: string,
  fields: Partial<CheckEntry> & Pick<CheckEntry, 'outcome'>,
): CheckEntry {
  return {
    about: 'recording',
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
