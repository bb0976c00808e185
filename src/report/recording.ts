import type { RecordingReport } from '../model/recording-report.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { count, groupDigits } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { shellWord } from '../model/shell-word.ts';

const END_REASONS: Readonly<Record<RecordingReport['endReason'], string>> = {
  'end-of-input': 'the input ended',
  stopped: 'it was told to stop',
  'max-time': '--max-time was reached',
  'max-size': '--max-size was reached',
  'disk-floor': 'the disk reached --disk-floor',
  'command-ended': 'the command ended',
  'eslogger-gone': 'eslogger did not come back',
};

/** What was recorded, what was not, and what to do next. */
export function renderRecording(report: RecordingReport, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const path = escapeText(report.path);
  const warn = (text: string): string => chalk.yellow(`  ${escapeText(text)}`);
  const ratio = report.bytes === 0 ? 0 : report.rawBytes / report.bytes;
  const replaced = Object.values(report.redaction.replaced).reduce((sum, times) => sum + times, 0);
  const lines = [
    chalk.bold(
      `${path}: ${count(report.events, 'event')} in ${count(report.segments, 'segment')}, ${formatDuration(report.durationMs)}`,
    ),
    `  ended because ${END_REASONS[report.endReason]}`,
    `  ${formatBytes(report.bytes)}, ${ratio.toFixed(1)} times smaller than the ${formatBytes(report.rawBytes)} of lines`,
    ...(report.command === null ? [] : [escapeText(`  command: ${report.command}`)]),
    ...lossLines(report, warn),
    ...canaryLines(report, warn),
    report.redaction.policy === 'none'
      ? warn('not redacted: names and secrets are as they came')
      : `  redaction ${report.redaction.policy}: ${count(replaced, 'replacement')} in ${count(report.redaction.changedLines, 'line')}`,
    `next: esdrift trace info ${shellWord(path)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function lossLines(report: RecordingReport, warn: (text: string) => string): readonly string[] {
  const types = Object.entries(report.lostByType)
    .map(([type, lost]) => `${type} ${groupDigits(lost)}`)
    .join(', ');
  const rest = report.lostUnattributed > 0 ? `, ${groupDigits(report.lostUnattributed)} of unknown type` : '';
  return [
    report.lost === 0
      ? '  no event lost'
      : warn(
          `${count(report.lost, 'event')} lost${types === '' ? '' : `: ${types}`}${rest}. Fewer events or --select keep up better`,
        ),
    ...(report.restarts > 0
      ? [
          warn(
            `eslogger was started again ${count(report.restarts, 'time')}: the times between are blind windows`,
          ),
        ]
      : []),
    ...(report.badLines > 0
      ? [warn(`${count(report.badLines, 'line')} were no events; they are recorded as such`)]
      : []),
    ...(report.oversizeLines > 0
      ? [warn(`${count(report.oversizeLines, 'line')} over the limit left out: --max-line-size raises it`)]
      : []),
  ];
}

function canaryLines(
  { canaries, source }: RecordingReport,
  warn: (text: string) => string,
): readonly string[] {
  if (canaries === null)
    return source === 'input' ? [] : [warn('no canary: these events would not show one')];
  if (canaries.missed > 0)
    return [
      warn(`${count(canaries.missed, 'canary', 'canaries')} not seen, ${groupDigits(canaries.seen)} seen`),
    ];
  return [`  ${count(canaries.seen, 'canary', 'canaries')} seen, none missed`];
}
