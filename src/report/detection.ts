import type { ChalkInstance } from 'chalk';
import type { DetectedRule, Detection, DetectionEvent, SignalEvidence } from '../model/detection.ts';
import { formatDuration, formatOffset } from './duration.ts';
import { escapeText } from './escape.ts';
import { fitMiddle, fitWidth } from './fit-width.ts';
import { count, provenanceWarning, recordingGaps, recordingTitle } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';
import { shellWord } from '../model/shell-word.ts';

const METHOD_WORDS: Readonly<Record<Detection['method'], string>> = {
  ota: 'UPDATE OVER THE AIR',
  'full-installer': 'FULL INSTALLER',
  'background-security-improvement': 'BACKGROUND SECURITY IMPROVEMENT, no upgrade',
  none: 'NO UPGRADE',
  unknown: 'UNKNOWN',
};
const PHASE_COLUMNS = 14;
const OFFSET_COLUMNS = 15;

export interface DetectionView extends Terminal {
  /** Every rule, and every signal that stayed silent. */
  readonly all: boolean;
  /** The trace, for the next command. */
  readonly path: string | undefined;
}

/** The answer first, then what it rests on, then what was not seen. */
export function renderDetection(detection: Detection, view: DetectionView): string {
  const chalk = chalkFor(view);
  const { recording } = detection;
  const warning = recording === null ? undefined : provenanceWarning(recording);
  const title = recording === null ? '' : recordingTitle(recording);
  const wrap = (text: string): readonly string[] => wrapText(text, view.columns);
  return [
    ...(title === '' ? [] : wrap(`recorded as ${title}`).map((line) => chalk.dim(line))),
    ...(warning === undefined ? [] : wrap(warning).map((line) => chalk.dim(line))),
    ...wrap(headline(detection)).map((line) => chalk.bold(line)),
    ...startLines(detection).flatMap(wrap),
    ...reasons(detection, chalk, view.columns),
    ...phaseLines(detection, chalk, view.columns),
    ...evidenceLines(detection, chalk, view.columns),
    ...ruleLines(detection, chalk, view),
    ...silentLines(detection, chalk, view),
    ...(recording === null ? [] : recordingGaps(recording)).flatMap(wrap).map((line) => chalk.yellow(line)),
    '',
    `next: ${nextCommand(detection, view.path)}`,
    '',
  ].join('\n');
}

function headline({ method, started, scope, outcome, confidence }: Detection): string {
  if (method === 'none') return `${METHOD_WORDS.none} (confidence ${confidence.level})`;
  const what = method === 'unknown' && started !== null ? 'UPGRADE, method unknown' : METHOD_WORDS[method];
  const facts =
    started === null || method === 'background-security-improvement'
      ? []
      : [scope === 'unknown' ? 'minor or major unknown' : scope, `outcome ${outcome}`];
  return [what, ...facts, `confidence ${confidence.level}`].join(' · ');
}

function startLines({
  started,
  startedBeforeRecording,
  scope,
  scopeReason,
  outcome,
  outcomeReason,
  method,
}: Detection): readonly string[] {
  if (started === null) return [];
  const lead = started.leadMs === null ? '' : `, ${formatDuration(started.leadMs)} before the restart`;
  const isUpgrade = method !== 'background-security-improvement';
  return [
    `started: ${formatOffset(started.offsetMs)} (${escapeText(started.time)})${lead}, by rule ${escapeText(started.rule)}`,
    ...(started.sinceOffsetMs < started.offsetMs
      ? [`first evidence: ${formatOffset(started.sinceOffsetMs)} (${escapeText(started.sinceTime)})`]
      : []),
    ...(startedBeforeRecording ? ['It had begun before the recording did: the real start is earlier.'] : []),
    ...(isUpgrade && scope !== 'unknown' ? [`${scope}: ${escapeText(scopeReason)}`] : []),
    ...(isUpgrade ? [`${outcome}: ${escapeText(outcomeReason)}`] : []),
  ];
}

function reasons({ confidence }: Detection, chalk: ChalkInstance, columns: number): readonly string[] {
  return [
    '',
    chalk.dim(`why (confidence ${confidence.level})`),
    ...confidence.reasons.flatMap((reason) =>
      wrapText(escapeText(reason), columns - 4).map((line, index) =>
        index === 0 ? `  - ${line}` : `    ${line}`,
      ),
    ),
  ];
}

function phaseLines({ phases }: Detection, chalk: ChalkInstance, columns: number): readonly string[] {
  if (phases.length === 0) return [];
  return [
    '',
    chalk.dim('phases'),
    ...phases.map(({ phase, offsetMs, rule, evidence }) => {
      const last = evidence.at(-1);
      const why = rule === null ? 'by the times of the recording' : last === undefined ? rule : words(last);
      const head = `  ${formatOffset(offsetMs)}  ${phase.padEnd(PHASE_COLUMNS)}`;
      return head + fitMiddle(why, Math.max(10, columns - head.length));
    }),
  ];
}

/** `mobileassetd rename /System/…`, escaped. */
function words({ eventType, actor, object }: SignalEvidence): string {
  return escapeText(`${actor.slice(actor.lastIndexOf('/') + 1)} ${eventType} ${object}`.trim());
}

function evidenceLines(detection: Detection, chalk: ChalkInstance, columns: number): readonly string[] {
  const rule = detection.rules.find(({ id }) => id === detection.started?.rule);
  if (rule === undefined) return [];
  return [
    '',
    chalk.dim(`evidence of ${escapeText(rule.id)} (${rule.programs} programs, ${rule.quorum} needed)`),
    ...rule.evidence.flatMap((line) => evidenceLine(line, chalk, columns)),
  ];
}

function evidenceLine(evidence: SignalEvidence, chalk: ChalkInstance, columns: number): readonly string[] {
  const { offsetMs, title, level, segment, globalSeq } = evidence;
  const place = globalSeq === null ? '' : ` #${segment}:${globalSeq}`;
  const indent = ' '.repeat(OFFSET_COLUMNS + 2);
  return [
    fitWidth(`  ${formatOffset(offsetMs)}  ${escapeText(title)} (${level}${place})`, columns),
    chalk.dim(indent + fitMiddle(words(evidence), Math.max(10, columns - indent.length))),
  ];
}

function ruleLines(
  { rules }: Detection,
  chalk: ChalkInstance,
  { all, columns }: DetectionView,
): readonly string[] {
  const fired = rules.filter(({ state }) => state === 'fired').map(({ id }) => escapeText(id));
  const rest = rules.length - fired.length;
  const summary = `fired: ${fired.length === 0 ? 'none' : fired.join(', ')}`;
  return [
    '',
    chalk.dim('rules'),
    ...wrapText(summary, columns - 2).map((line) => `  ${line}`),
    ...(all ? rules.filter(({ state }) => state !== 'fired').flatMap((rule) => ruleLine(rule, columns)) : []),
    ...(rest > 0 && !all ? [`  ${count(rest, 'rule')} did not fire: --all says why`] : []),
  ];
}

function ruleLine({ id, state, reason }: DetectedRule, columns: number): readonly string[] {
  return wrapText(`${escapeText(id)} ${state}: ${escapeText(reason)}`, columns - 4).map((line, index) =>
    index === 0 ? `  ${line}` : `    ${line}`,
  );
}

/** Of the rule that decided, or of all. */
function silentLines(
  { silentSignals, rules, started }: Detection,
  chalk: ChalkInstance,
  { all, columns }: DetectionView,
): readonly string[] {
  const decided = rules.find(({ id }) => id === started?.rule);
  const shown = silentSignals.filter(({ id }) => all || decided?.silent.includes(id) === true);
  if (shown.length === 0) return [];
  return [
    '',
    chalk.dim(all ? 'silent signals' : `silent signals of ${escapeText(decided?.id ?? '')}`),
    ...shown.map(({ id, title, reason }) => {
      const why = reason === 'not-recorded' ? ' (its events were not recorded)' : '';
      return fitWidth(`  ${escapeText(id)}: ${escapeText(title)}${why}`, columns);
    }),
  ];
}

function nextCommand({ method, started }: Detection, path: string | undefined): string {
  if (path === undefined) return 'esdrift explain detection';
  const trace = shellWord(escapeText(path));
  if (started === null)
    return method === 'none' ? `esdrift detect ${trace} --all` : `esdrift trace info ${trace}`;
  const since = Math.max(0, Math.floor(started.offsetMs / 1000) - 60);
  return `esdrift trace timeline ${trace} --since ${since}s --limit 60`;
}

/** One line, when it happens. */
export function renderDetectionEvent(event: DetectionEvent, { columns, color }: Terminal): string {
  const chalk = chalkFor({ columns, color });
  const last = event.evidence.at(-1);
  const head = `${escapeText(event.time)}  ${event.phase}  ${escapeText(event.title)}`;
  const line = `${event.claim === 'start' ? chalk.bold(head) : head} [${escapeText(event.rule)}]`;
  return last === undefined ? line : `${line}\n${chalk.dim(`  ${fitMiddle(words(last), columns - 2)}`)}`;
}
