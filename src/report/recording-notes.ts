/** What a view must say about its recording before and after it shows anything. */
import type { RecordingNote } from '../model/recording.ts';
import { formatDuration, formatOffset } from './duration.ts';
import { escapeText } from './escape.ts';

export function count(number: number, one: string, many = `${one}s`): string {
  return `${groupDigits(number)} ${number === 1 ? one : many}`;
}

/** `1,234,567`, the same in every locale. */
export function groupDigits(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function version(os: RecordingNote['os']): string | undefined {
  return os === undefined ? undefined : `${os.productVersion} (${os.buildVersion})`;
}

/** `ota, macOS 26.1 (25B78) → 26.2 (25C56)`, escaped. */
export function recordingTitle(note: RecordingNote): string {
  const versions = [version(note.os), version(note.target)].filter((text) => text !== undefined);
  const method = note.method === 'unknown' ? [] : [note.method];
  return escapeText(
    [...method, ...(versions.length > 0 ? [`macOS ${versions.join(' → ')}`] : [])].join(', '),
  );
}

/** Undefined for a trace of a real Mac. */
export function provenanceWarning(note: RecordingNote): string | undefined {
  return note.provenance === 'synthetic' ? 'SYNTHETIC trace: a simulator wrote it, no Mac did.' : undefined;
}

const MOST_TYPES = 5;
const MOST_WINDOWS = 5;

function lossNote(note: RecordingNote): string | undefined {
  if (note.lost === 0) return undefined;
  const types = Object.entries(note.lostByType).sort(([, a], [, b]) => b - a);
  const named = types.slice(0, MOST_TYPES).map(([type, lost]) => `${groupDigits(lost)} ${escapeText(type)}`);
  const more = types.length > MOST_TYPES ? [`${types.length - MOST_TYPES} more types`] : [];
  const attributed = types.reduce((sum, [, lost]) => sum + lost, 0);
  const rest = note.lost > attributed ? [`${groupDigits(note.lost - attributed)} of unknown type`] : [];
  return `${count(note.lost, 'event')} lost (${[...named, ...more, ...rest].join(', ')}): what is missing here may have happened.`;
}

/** One sentence for each thing that the recording does not hold; empty for a complete one. */
export function recordingGaps(note: RecordingNote): readonly string[] {
  const windows = note.blindWindows.map(
    ({ fromMs, toMs, reason }) =>
      `Nothing was recorded from ${formatOffset(fromMs)} for ${formatDuration(toMs - fromMs)}: ${escapeText(reason)}.`,
  );
  const hidden = windows.length - MOST_WINDOWS;
  const bad = note.badLines + note.oversizeLines;
  return [
    ...(lossNote(note) === undefined ? [] : [lossNote(note) ?? '']),
    ...windows.slice(0, MOST_WINDOWS),
    ...(hidden > 0 ? [`${count(hidden, 'more time')} without a recording.`] : []),
    ...(bad > 0
      ? [`${count(bad, 'line')} of the input ${bad === 1 ? 'was' : 'were'} no readable event.`]
      : []),
    ...(note.cut ? ['The trace was cut: it ends before the recording did.'] : []),
  ];
}
