/** `trace info` for a terminal: one screen, what cannot be trusted first. */
import type { ChalkInstance } from 'chalk';
import { CAPTURE_FORMAT_ABOUT } from '../model/capture-format.ts';
import type { OsVersion } from '../model/trace.ts';
import {
  NOTHING_TO_RECOVER,
  type BlindWindowInfo,
  type SegmentInfo,
  type TraceInfo,
} from '../model/trace-report.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { count, groupDigits } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';
import { shellWord } from '../model/shell-word.ts';

const MOST_TYPES = 12;
const MOST_SEGMENTS = 8;
const MOST_WINDOWS = 5;
const LABEL_COLUMNS = 12;
/** A tail without a canary worth a word: more than a canary takes to be seen. */
const TAIL_MS = 10_000;

/** What is missing at the end of the file, one sentence each; empty for a closed trace. */
export function incompleteness(info: TraceInfo): readonly string[] {
  if (info.cut) {
    const rest =
      info.cut.bytes === 0
        ? 'it was not closed'
        : `${groupDigits(info.cut.bytes)} bytes from byte ${info.cut.offset} on are no whole frame`;
    return [`${info.path} ends early: ${rest}. What is whole is shown; what came after is not known.`];
  }
  if (!info.tail) return [];
  return [
    `${info.path} has ${groupDigits(info.tail.bytes)} bytes behind its end, from byte ${info.tail.offset} on: ignored.`,
  ];
}

export function renderTraceInfo(info: TraceInfo, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const blocks = [
    [...alarms(info, chalk), chalk.bold(escapeText(info.path))],
    facts(info).flatMap(([label, text]) =>
      hanging(escapeText(text), `  ${label.padEnd(LABEL_COLUMNS)}`, terminal),
    ),
    missingLines(info),
    eventLines(info),
    lossLines(info, terminal),
    segmentLines(info, terminal),
    [`next: ${nextStep(info)}`],
  ];
  const lines = blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index > 1 ? ['', ...block] : block));
  return `${lines.join('\n')}\n`;
}

/** Lines under their first one, behind `head`. */
function hanging(text: string, head: string, { columns }: Terminal): readonly string[] {
  const indent = ' '.repeat(head.length);
  return wrapText(text, columns - head.length).map((line, index) => `${index === 0 ? head : indent}${line}`);
}

/** What nobody said of an imported trace, which is then compared with anything. */
export function unnamedUpgrade({ method, os, target, host }: TraceInfo): readonly string[] {
  const isControl = method === 'control';
  const unknown: readonly (readonly [string, string])[] = [
    ...(method === 'unknown'
      ? ([['how this Mac was upgraded', '--method ota|full-installer|control']] as const)
      : []),
    ...(os === null || (target === null && !isControl)
      ? ([['its builds', `--from-os VERSION:BUILD${isControl ? '' : ' --to-os VERSION:BUILD'}`]] as const)
      : []),
    ...(host.arch === undefined ? ([['its processor', '--arch arm64|x86_64']] as const) : []),
  ];
  if (unknown.length === 0) return [];
  const flags = unknown.map(([, flag]) => flag).join(' ');
  return [
    `not known: ${unknown.map(([what]) => what).join(', ')}. Recordings are compared by that; to say it, import again with --force ${flags}`,
  ];
}

/** What a capture of another tool cannot say. */
function missingLines({ format, missing }: TraceInfo): readonly string[] {
  if (missing.length === 0) return [];
  return [
    `Made of a capture of ${CAPTURE_FORMAT_ABOUT[format].title}, which lacks`,
    ...missing.map((what) => `  ${what}`),
  ];
}

function alarms(info: TraceInfo, chalk: ChalkInstance): readonly string[] {
  return [
    ...(info.provenance === 'synthetic'
      ? [chalk.yellow.bold('SYNTHETIC trace: a simulator wrote it, no Mac did.')]
      : []),
    ...(info.cut ? [chalk.red.bold('This trace ends early: it was cut, or is still being written.')] : []),
  ];
}

function facts(info: TraceInfo): readonly (readonly [string, string])[] {
  const { host } = info;
  const mac = [
    host.model,
    host.arch,
    host.virtualMachine === undefined ? undefined : host.virtualMachine ? 'virtual machine' : 'hardware',
    host.sip === undefined ? undefined : `SIP ${host.sip}`,
  ].filter((part) => part !== undefined);
  const labels = Object.entries(info.labels).map(([name, value]) => `${name}=${value}`);
  return [
    [
      'macOS',
      [info.os, info.target]
        .map(version)
        .join(info.target ? ' → ' : '')
        .trim() || 'not known',
    ],
    ['method', info.method === 'unknown' ? 'not known' : info.method],
    ['Mac', mac.length > 0 ? mac.join(', ') : 'not known'],
    [
      'recorded',
      info.events === 0
        ? `from ${info.startedAt} on`
        : `${info.startedAt} to ${info.endedAt} (${formatDuration(spanMs(info.startedAt, info.endedAt))})`,
    ],
    ...(info.outcome === null ? [] : ([['upgrade', outcome(info.outcome)]] as const)),
    ...(info.probes.count === 0 ? [] : ([['watched', watched(info)]] as const)),
    ['provenance', `${info.provenance}, redaction ${info.redaction.policy}`],
    ['subscribed', info.eslogger?.events?.join(' ') ?? 'not known'],
    ...(labels.length > 0 ? ([['labels', labels.join(', ')]] as const) : []),
    ['size', size(info)],
    ['id', info.id],
  ];
}

function size({ bytes, rawBytes, frames }: TraceInfo): string {
  if (frames === 0) return `${formatBytes(bytes)}, no whole frame`;
  const ratio = (rawBytes / bytes).toFixed(1);
  return `${formatBytes(bytes)}, ${ratio}× smaller than its lines (${formatBytes(rawBytes)}), ${count(frames, 'frame')}`;
}

function version(os: OsVersion | null): string {
  return os ? `${os.productVersion} (${os.buildVersion})` : '';
}

function spanMs(from: string, to: string): number {
  const span = Date.parse(to) - Date.parse(from);
  return Number.isNaN(span) ? 0 : Math.max(0, span);
}

function eventLines(info: TraceInfo): readonly string[] {
  const types = Object.entries(info.eventsByType).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const width = Math.max(0, ...types.slice(0, MOST_TYPES).map(([type]) => escapeText(type).length));
  const hidden = types.slice(MOST_TYPES);
  const rest = hidden.reduce((sum, [, events]) => sum + events, 0);
  return [
    `${count(info.events, 'event')} of ${count(types.length, 'type')}`,
    ...types
      .slice(0, MOST_TYPES)
      .map(([type, events]) => `  ${escapeText(type).padEnd(width)}  ${groupDigits(events).padStart(11)}`),
    ...(hidden.length > 0
      ? [`  … and ${count(hidden.length, 'more type')} with ${count(rest, 'event')}`]
      : []),
  ];
}

function lossLines(info: TraceInfo, terminal: Terminal): readonly string[] {
  const chalk = chalkFor(terminal);
  const losses = [
    ...lostLines(info),
    ...lateStarts(info),
    ...info.blindWindows.slice(0, MOST_WINDOWS).map((window) => `nothing recorded ${blindWindow(window)}`),
    ...(info.blindWindows.length > MOST_WINDOWS
      ? [`${count(info.blindWindows.length - MOST_WINDOWS, 'more time')} without a recording`]
      : []),
    ...badLines(info),
    ...(info.oversizeLines > 0
      ? [`${count(info.oversizeLines, 'line')} skipped: longer than the limit`]
      : []),
    ...(info.duplicates > 0
      ? [`${count(info.duplicates, 'line repeats', 'lines repeat')} an event: counted once`]
      : []),
    ...canaryNotes(info),
    ...(info.cut ? incompleteness(info) : []),
  ];
  if (losses.length === 0) return [chalk.green('Nothing is known to be lost.')];
  const title = info.lost > 0 ? chalk.red.bold('Lost') : chalk.yellow('Notes');
  return [title, ...losses.flatMap((line) => hanging(escapeText(line), '  ', terminal))];
}

function blindWindow({ from, to, reason, fromOs, toOs }: BlindWindowInfo): string {
  const lasted = from === null || to === null ? '' : `, ${formatDuration(spanMs(from, to))}`;
  const builds =
    fromOs === null || toOs === null || fromOs.buildVersion === toOs.buildVersion
      ? ''
      : `; ${version(fromOs)} before, ${version(toOs)} after`;
  return `from ${from ?? 'the start'} to ${to ?? 'the end'}${lasted} (${reason}${builds})`;
}

function outcome({ outcome: word, from, to }: NonNullable<TraceInfo['outcome']>): string {
  const builds = [from, to].filter((os) => os !== null).map(version);
  return `${word}${builds.length === 0 ? '' : `: ${builds.join(' → ')}`}`;
}

function watched({ canaries, probes }: TraceInfo): string {
  const last = probes.last === null ? '' : `, last at ${probes.last.time}`;
  return `${count(canaries.seen, 'canary', 'canaries')} seen, ${count(probes.count, 'probe')}${last}`;
}

/** A segment is trusted up to the last canary that was seen. */
function canaryNotes({ segments }: TraceInfo): readonly string[] {
  return segments.flatMap(({ segment, canaries: { seen, missed } }) => {
    if (missed === 0) return [];
    const what = `segment ${segment + 1}: ${count(missed, 'canary', 'canaries')} not seen`;
    return [
      seen === 0
        ? `${what} and none seen, so it is not trusted`
        : `${what}; trusted up to the last one that was`,
    ];
  });
}

function lostLines(info: TraceInfo): readonly string[] {
  if (info.lost === 0) return [];
  const types = Object.entries(info.lostByType).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const named = types.slice(0, MOST_TYPES).map(([type, lost]) => `${groupDigits(lost)} ${type}`);
  const gaps = info.gaps.filter((gap) => gap.eventType === null).length;
  return [
    `${count(info.lost, 'event')} in ${count(gaps, 'gap')} of the sequence numbers`,
    ...(named.length > 0 ? [`by type: ${named.join(', ')}${types.length > MOST_TYPES ? ', …' : ''}`] : []),
    ...(info.lostUnattributed > 0
      ? [`${groupDigits(info.lostUnattributed)} of them could be of any type`]
      : []),
  ];
}

/** Its numbers count from zero, so what came before is known to be missing. */
function lateStarts({ segments }: TraceInfo): readonly string[] {
  return segments
    .filter(({ firstGlobalSeq }) => firstGlobalSeq > 0)
    .slice(0, MOST_WINDOWS)
    .map(
      ({ segment, firstGlobalSeq }) =>
        `segment ${segment + 1} starts late: ${count(firstGlobalSeq, 'event')} came before its first line`,
    );
}

function badLines(info: TraceInfo): readonly string[] {
  if (info.badLines === 0) return [];
  const reasons = Object.entries(info.badLinesByReason).map(
    ([reason, lines]) => `${groupDigits(lines)} ${reason}`,
  );
  const first = info.firstBadLine;
  const place = first ? `; first: ${first.source} line ${first.line}` : '';
  return [
    `${count(info.badLines, 'line')} of the input ${info.badLines === 1 ? 'is' : 'are'} no event (${reasons.join(', ')}${place})`,
  ];
}

function segmentLines(info: TraceInfo, terminal: Terminal): readonly string[] {
  const shown = info.segments.slice(0, MOST_SEGMENTS);
  const hidden = info.segments.length - shown.length;
  return [
    count(info.segments.length, 'segment'),
    ...shown.flatMap((segment) => hanging(segmentText(segment), `  ${segment.segment + 1}  `, terminal)),
    ...(hidden > 0 ? [`  … and ${groupDigits(hidden)} more; --json lists them all`] : []),
  ];
}

function segmentText(segment: SegmentInfo): string {
  const { firstTime, lastTime, canaries } = segment;
  const tailMs = canaries.lastSeenAt === null ? 0 : spanMs(canaries.lastSeenAt, lastTime);
  const parts = [
    `${firstTime}, ${formatDuration(spanMs(firstTime, lastTime))}`,
    count(segment.events, 'event'),
    ...(segment.lost > 0 ? [`${groupDigits(segment.lost)} lost`] : []),
    ...(segment.segment > 0 ? [segment.reboot ? 'after a restart of the Mac' : 'same boot'] : []),
    `message version ${segment.messageVersions.join(', ')}`,
    ...(segment.os ? [version(segment.os)] : []),
    ...(segment.endReason === null ? [] : [`ended: ${segment.endReason}`]),
    ...(tailMs > TAIL_MS ? [`last ${formatDuration(tailMs)} without a canary`] : []),
  ];
  return escapeText(parts.join(' · '));
}

function nextStep(info: TraceInfo): string {
  const path = escapeText(info.path);
  if (info.cut && info.events === 0) return NOTHING_TO_RECOVER;
  if (info.cut) return `esdrift trace repair ${shellWord(path)} --out FILE`;
  if (info.tail) return `esdrift trace verify ${shellWord(path)}`;
  return `esdrift trace tree ${shellWord(path)}`;
}
