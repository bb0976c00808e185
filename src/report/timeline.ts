import type { ChalkInstance } from 'chalk';
import type { Timeline, TimelineEntry } from '../model/timeline.ts';
import { formatDuration, formatOffset } from './duration.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitMiddle, fitWidth } from './fit-width.ts';
import { count, groupDigits, provenanceWarning, recordingGaps, recordingTitle } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

const VERB_COLUMNS = 14;

/** Names get more on a wide terminal. */
function nameColumns(columns: number): number {
  return Math.min(36, Math.max(18, Math.floor(columns * 0.26)));
}

function pad(text: string, columns: number): string {
  const fitting = fitWidth(text, columns);
  return fitting + ' '.repeat(columns - columnsOf(fitting));
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** `FROM → TO`, or one of them, in the columns there are. Within one directory TO is its name alone. */
function pathWords({ object, source }: EventEntry, columns: number): string {
  const [from, to] = [source, object].map((text) => (text === null ? undefined : escapeText(text)));
  if (from === undefined || to === undefined) return fitMiddle(to ?? from ?? '', columns);
  const name = to.slice(directoryOf(from).length);
  const short = name !== '' && directoryOf(from) === directoryOf(to) ? name : to;
  const half = Math.floor((columns - 3) / 2);
  const left = fitMiddle(from, Math.max(half, columns - 3 - columnsOf(short)));
  return `${left} → ${fitMiddle(short, columns - 3 - columnsOf(left))}`;
}

/** What it was done to or came from, and in brackets how. */
function eventWords(entry: EventEntry, columns: number): string {
  const { count: times, detail, offsetMs, lastMs, verb, source } = entry;
  const ofStart = verb === 'starts' || verb === 'becomes';
  const brackets = detail === null ? [] : [`(${ofStart ? 'job ' : ''}${escapeText(detail)})`];
  const repeats = [
    ...(times > 1 ? [`×${groupDigits(times)}`] : []),
    ...(lastMs - offsetMs >= 1000 ? [`over ${formatDuration(lastMs - offsetMs)}`] : []),
  ];
  if (ofStart) {
    const from = source === null ? [] : [`from ${escapeText(source)}`];
    return fitWidth([...from, ...repeats, ...brackets].join(' '), columns);
  }
  const tail = [...brackets, ...repeats].join(' ');
  const words = pathWords(entry, Math.max(10, columns - columnsOf(tail) - 1));
  return fitWidth([words, tail].filter((text) => text !== '').join(' '), columns);
}

function eventLine(entry: EventEntry, columns: number, chalk: ChalkInstance): string {
  const { program, detail } = entry;
  const pid = program.pid === null ? '' : ` [${program.pid}]`;
  // Of a long name the end says most: com.apple.…UpdateBrainService.
  const name = fitMiddle(escapeText(program.name), nameColumns(columns) - pid.length) + pid;
  const offset = formatOffset(entry.offsetMs);
  const room = columns - columnsOf(offset) - 2 - nameColumns(columns) - 1 - VERB_COLUMNS - 1;
  const bad = entry.verb === 'fails to start' || (entry.verb === 'ends' && detail !== 'exit 0');
  const verb = pad(escapeText(entry.verb), VERB_COLUMNS);
  const words = eventWords(entry, Math.max(10, room));
  return `${chalk.dim(offset)}  ${chalk.bold(pad(name, nameColumns(columns)))} ${bad ? chalk.red(verb) : verb} ${words}`.trimEnd();
}

function entryLine(entry: TimelineEntry, columns: number, chalk: ChalkInstance): string {
  switch (entry.kind) {
    case 'event':
      return eventLine(entry, columns, chalk);
    case 'segment':
      return chalk.dim(
        `── segment ${entry.segment + 1}, boot ${entry.boot + 1}, from ${formatOffset(entry.offsetMs)} ──`,
      );
    case 'blind':
      return chalk.yellow(
        `── nothing recorded from ${formatOffset(entry.offsetMs)} for ${formatDuration(entry.forMs)}: ${escapeText(entry.reason)} ──`,
      );
    case 'gap': {
      const where = entry.gaps > 1 ? ` in ${groupDigits(entry.gaps)} places` : '';
      return chalk.yellow(
        `── ${count(entry.lost, 'event')} lost${where} before ${formatOffset(entry.offsetMs)} ──`,
      );
    }
  }
}

const MOST_QUIET = 6;

function quietNote(quiet: Timeline['quiet']): readonly string[] {
  const types = Object.entries(quiet).sort(([, a], [, b]) => b - a);
  if (types.length === 0) return [];
  const named = types
    .slice(0, MOST_QUIET)
    .map(([type, events]) => `${groupDigits(events)} ${escapeText(type)}`);
  const more = types.length > MOST_QUIET ? `, ${types.length - MOST_QUIET} more types` : '';
  const events = types.reduce((sum, [, number]) => sum + number, 0);
  const example = escapeText(types[0]?.[0] ?? 'open');
  return [
    `${count(events, 'event')} of quiet types not shown (${named.join(', ')}${more}): --events ${example} shows some.`,
  ];
}

function notes(document: Timeline): readonly string[] {
  const { stoppedAtMs, badLines, quiet, recording } = document;
  const stopped =
    stoppedAtMs === null
      ? []
      : [
          `The list stops at ${formatOffset(stoppedAtMs)}: --since ${formatOffset(stoppedAtMs).slice(1)} goes on, --limit 0 shows all.`,
        ];
  const bad = badLines > 0 ? [`${count(badLines, 'line')} of the trace could not be read.`] : [];
  return [...stopped, ...quietNote(quiet), ...bad, ...recordingGaps(recording)];
}

/** The list for a terminal, one line an entry, with what it leaves out. */
export function renderTimeline(document: Timeline, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { recording, entries, events } = document;
  const warning = provenanceWarning(recording);
  const title = recordingTitle(recording);
  const head = [
    ...(title === '' ? [] : [title]),
    ...(warning === undefined ? [] : [warning]),
    `${count(events, 'event')} in ${count(entries.length, 'line')} · offsets from ${escapeText(recording.startedAt)}`,
  ];
  const remarks = notes(document);
  const wrapped = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => wrapText(text, terminal.columns));
  return [
    ...wrapped(head).map((line) => chalk.dim(line)),
    '',
    ...entries.map((entry) => entryLine(entry, terminal.columns, chalk)),
    ...(events === 0 ? ['No event matches.'] : []),
    ...(remarks.length === 0 ? [] : ['', ...wrapped(remarks).map((note) => chalk.yellow(note))]),
    '',
  ].join('\n');
}
