import type { RuleTrial, SignalTest, TestedTrace } from '../model/signal-test.ts';
import { formatDuration, formatOffset } from './duration.ts';
import { escapeText } from './escape.ts';
import { plainText } from './markdown.ts';
import { count } from './recording-notes.ts';
import { tableLines, tableMarkdown } from './table.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const HEAD = [
  'recording',
  'runs',
  'found',
  'start fires at',
  'before restart',
  'phases',
  'kept with 1, 5, 20 % lost',
  'breaks without',
] as const;

/** One line for the runs of one upgrade, or of one control. */
export function renderSignalTest(test: SignalTest, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const paint = test.verdict === 'pass' ? chalk.green : test.verdict === 'fail' ? chalk.red : chalk.yellow;
  const failures = test.failures.flatMap((failure) => wrapText(`- ${escapeText(failure)}`, terminal.columns));
  return [
    paint(chalk.bold(headline(test))),
    ...(isSynthetic(test) ? [chalk.dim('All recordings are SYNTHETIC: no Mac made them.')] : []),
    '',
    ...tableLines(
      HEAD,
      rowsOf(test, (phases) => String(phases.length)),
      terminal.columns,
    ),
    ...(failures.length === 0 ? [] : ['', ...failures]),
    '',
    `next: ${nextCommand(test)}`,
    '',
  ].join('\n');
}

/** The same as a table for a README or a pull request. */
export function signalTestMarkdown(test: SignalTest): string {
  return [
    `${plainText(headline(test))}.${isSynthetic(test) ? ' All recordings are synthetic.' : ''}`,
    '',
    ...tableMarkdown(
      HEAD,
      rowsOf(test, (phases) => phases.join(', ')),
    ),
    ...(test.failures.length === 0 ? [] : ['', ...test.failures.map((failure) => `- ${plainText(failure)}`)]),
    '',
  ].join('\n');
}

function headline({ verdict, traces, rules, ruleSet, failures }: SignalTest): string {
  const what = `${count(rules.length, 'rule')} of ${escapeText(ruleSet)} on ${count(traces.length, 'recording')}`;
  switch (verdict) {
    case 'pass':
      return `PASS: ${what}`;
    case 'fail':
      return `FAIL: ${what}, ${count(failures.length, 'failure')}`;
    case 'nothing-tested':
      return `NOTHING TESTED: ${what}; it takes a recording of an upgrade and one without`;
  }
}

function isSynthetic({ traces }: SignalTest): boolean {
  return traces.every(({ provenance }) => provenance === 'synthetic');
}

type ShowPhases = (phases: TestedTrace['phases']) => string;

function rowsOf({ traces }: SignalTest, show: ShowPhases): readonly (readonly string[])[] {
  const groups = Map.groupBy(traces, groupOf);
  return [...groups].map(([name, runs]) => {
    const starts = runs.flatMap(({ method, rules }) => startOf(method, rules) ?? []);
    const found = Map.groupBy(runs, ({ method, outcome }) =>
      outcome === 'aborted' ? `${method}, aborted` : method,
    );
    return [
      escapeText(name),
      String(runs.length),
      [...found]
        .map(([method, some]) => (found.size === 1 ? method : `${method} ×${some.length}`))
        .join(', '),
      median(
        starts.map(({ offsetMs }) => offsetMs),
        formatOffset,
      ),
      median(
        starts.map(({ leadMs }) => leadMs),
        formatDuration,
      ),
      [...new Set(runs.map(({ phases }) => (phases.length === 0 ? '–' : show(phases))))].join(' or '),
      starts.length === 0 ? '–' : lossOf(starts),
      starts.length === 0
        ? '–'
        : [...new Set(starts.flatMap(({ fragile }) => fragile))].sort().join(', ') || 'no one signal',
    ];
  });
}

/** File names without the number of the run. */
function groupOf({ path }: TestedTrace): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/(?:\.run-\d+)?(?:\.jsonl)?\.zst$/, '');
}

/** The start rule that gave the answer: the one of the method, else whichever fired. */
function startOf(method: string, rules: readonly RuleTrial[]): RuleTrial | undefined {
  const fired = rules.filter(({ fired: did, loss }) => did && loss.length > 0);
  return fired.find(({ verdict, rule }) => verdict === 'ok' && rule.includes(method)) ?? fired[0];
}

function lossOf(starts: readonly RuleTrial[]): string {
  const [first] = starts;
  const shares = (first?.loss ?? []).map(({ percent }) => {
    const all = starts.flatMap(({ loss }) => loss.filter((entry) => entry.percent === percent));
    const kept = all.reduce((sum, { fired }) => sum + fired, 0);
    const trials = all.reduce((sum, entry) => sum + entry.trials, 0);
    return `${Math.floor((100 * kept) / Math.max(1, trials))} %`;
  });
  return shares.join(', ');
}

function median(values: readonly (number | null)[], format: (ms: number) => string): string {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? '–' : format(middle);
}

function nextCommand({ verdict, traces, rules }: SignalTest): string {
  const failed = traces.find((trace) =>
    trace.rules.some((trial) => trial.verdict === 'missed' || trial.verdict === 'false-alarm'),
  );
  if (verdict === 'fail')
    return `esdrift detect ${escapeText(failed?.path ?? traces[0]?.path ?? 'TRACE')} --all`;
  return verdict === 'pass'
    ? `esdrift explain ${escapeText(rules[0]?.id ?? 'detection')}`
    : 'esdrift signals test --help';
}
