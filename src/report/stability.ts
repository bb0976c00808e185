/** What leaving each run out in turn found: how often the baseline would cry wolf, and whether it has seen enough runs. */
import type { FalseAlarms, NoiseSources, NoisyGroup, Stability } from '../model/stability.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import type { Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

/** Of a rate that was never seen in n runs, 95 of 100 are below 3/n. */
const RULE_OF_THREE = 3;
const UNKNOWN =
  'One run: how often it would raise a false alarm, and what one more run would add, cannot be known.';
const INDENT = '  ';

/** One clause for the head of a report. */
export function stabilityClause(stability: Stability | undefined): readonly string[] {
  if (stability === undefined) return [];
  if (stability.trials === 0)
    return ['fewer than two runs: how often it raises false alarms cannot be known'];
  const change = stability.wouldChange === true ? ', and one more run would likely add to it' : '';
  return [`${alarmText(stability)}${change}`];
}

/** `false alarms: 0 a run (at most 0.6), 8.2 low`. */
function alarmText(stability: Stability): string {
  const { trials } = stability;
  const loud = loudOf(stability.falseAlarms);
  const bound = loud === 0 ? ` (at most ${rate(RULE_OF_THREE, trials)})` : '';
  return `false alarms: ${rate(loud, trials)} a run${bound}, ${rate(lowOf(stability.falseAlarms), trials)} low`;
}

/** The whole finding, for the one who makes the baseline. */
export function stabilityLines(
  stability: Stability,
  noise: NoiseSources,
  { columns }: Terminal,
): readonly string[] {
  if (stability.trials === 0) return wrapText(UNKNOWN, columns);
  return [
    `Each of ${stability.trials} runs against the others`,
    ...[alarmSentence(stability), ...kindSentence(stability), enoughSentence(stability)].flatMap((sentence) =>
      indented(sentence, columns),
    ),
    ...noise.groups.flatMap((group) => groupLines(group, stability.trials, columns)),
    ...indented(othersSentence(noise), columns),
  ];
}

function alarmSentence({ trials, falseAlarms, inconclusive }: Stability): string {
  const loud = loudOf(falseAlarms);
  const bound =
    loud === 0
      ? `: none in ${trials} runs, so with 95 % confidence at most ${rate(RULE_OF_THREE, trials)} a run`
      : ` (${loud} in ${trials} runs)`;
  const unsure = inconclusive === 0 ? '' : `; ${rate(inconclusive, trials)} a run that loss could explain`;
  return `False alarms at medium or above: ${rate(loud, trials)} a run${bound}; low: ${rate(lowOf(falseAlarms), trials)} a run${unsure}.`;
}

function kindSentence({ trials, falseAlarms }: Stability): readonly string[] {
  if (falseAlarms.length === 0) return [];
  const kinds = falseAlarms
    .map((alarms) => ({ alarms, all: alarms.high + alarms.medium + alarms.low }))
    .sort((a, b) => b.all - a.all)
    .map(({ alarms, all }) => `${alarms.change} ${rate(all, trials)}${loudMark(alarms)}`);
  return [`By kind: ${kinds.join(', ')}.`];
}

function loudMark({ high, medium }: FalseAlarms): string {
  return high + medium === 0 ? '' : ` (${high + medium} of them at medium or above)`;
}

function enoughSentence({ newFacts, wouldChange }: Stability): string {
  const [upgrade, background] = [newFacts.upgrade, newFacts.background].map((list) => list.at(-1) ?? 0);
  const arrivals = newFacts.upgrade.map((facts) => `${facts}`).join(', ');
  const answer =
    wouldChange === true
      ? 'not yet, one more would likely add behaviour of the upgrade'
      : 'yes, one more would likely add nothing of the upgrade';
  return (
    `Enough runs? ${answer}. New facts of the upgrade run by run: ${arrivals}; ` +
    `the last one brought ${upgrade}, and ${background} of the background, which never ends.`
  );
}

function groupLines(group: NoisyGroup, trials: number, columns: number): readonly string[] {
  const { programs, findings, changes, example, template, policy } = group;
  const head = `${escapeText(programs)}: ${count(findings, 'false alarm')} in ${group.trials} of ${trials} runs (${changes.join(', ')})`;
  const remedies = [
    ...(template === null
      ? []
      : [`a template rule would make one of several paths: ${escapeText(template)}`]),
    ...(policy === null ? [] : [`policy: ${escapeText(JSON.stringify(policy))}`]),
  ];
  return [
    `${INDENT}noisy: ${fitMiddle(head, columns - 9)}`,
    `${INDENT}  ${fitMiddle(`such as ${escapeText(example)}`, columns - 4)}`,
    ...remedies.map((remedy) => `${INDENT}  ${remedy}`),
  ];
}

function othersSentence({ groups, others }: NoiseSources): string {
  if (others.findings === 0) return 'Nothing else raised an alarm.';
  const rest = groups.length === 0 ? 'no program again and again' : 'the others';
  return `${count(others.findings, 'false alarm')} of ${count(others.programs, 'program')}, ${rest}: what one run happens to show. A control recording (--control) that shows them calms them.`;
}

function indented(text: string, columns: number): readonly string[] {
  return wrapText(text, columns - INDENT.length).map((line) => `${INDENT}${line}`);
}

function loudOf(alarms: readonly FalseAlarms[]): number {
  return alarms.reduce((sum, { high, medium }) => sum + high + medium, 0);
}

function lowOf(alarms: readonly FalseAlarms[]): number {
  return alarms.reduce((sum, { low }) => sum + low, 0);
}

function rate(findings: number, trials: number): string {
  return `${Math.round((findings / trials) * 100) / 100}`;
}
