/** One recording by itself: what it is, what it does not hold, its processes and its events. */
import type { PageRecording } from '../model/page.ts';
import { formatDuration } from '../report/duration.ts';
import { el, type Child } from './dom.ts';
import { eventList } from './event-list.ts';
import { processList } from './process-list.ts';
import { count, grouped } from './words.ts';

export function recordingBlock(recording: PageRecording, title: string): HTMLElement {
  return el(
    'div',
    { class: 'recording' },
    el('h3', {}, title),
    ...factsOf(recording),
    el('h4', {}, 'Processes'),
    processList(recording.processes, recording.processesLeft),
    el('h4', {}, 'Events'),
    eventList(recording),
  );
}

function factsOf({ name, note, endMs, segments, blindWindows }: PageRecording): readonly Child[] {
  if (note === null) return [];
  const versions = [note.os, note.target].flatMap((version) =>
    version === undefined ? [] : [`${version.productVersion} (${version.buildVersion})`],
  );
  const facts = [
    note.method === 'unknown' ? '' : note.method,
    versions.length === 0 ? '' : `macOS ${versions.join(' → ')}`,
    count(note.events, 'event'),
    formatDuration(endMs),
    count(segments.length, 'segment'),
    note.provenance,
  ];
  return [
    note.provenance === 'synthetic'
      ? el(
          'p',
          { class: 'banner', role: 'note' },
          el('strong', {}, 'Synthetic. '),
          'A simulator wrote this recording, no Mac did.',
        )
      : null,
    el('p', { class: 'path' }, name),
    el('p', { class: 'side-facts' }, facts.filter((fact) => fact !== '').join(' · ')),
    note.lost > 0
      ? el(
          'p',
          { class: 'note' },
          `${grouped(note.lost)} events lost: what is missing here may have happened.`,
        )
      : null,
    ...blindWindows
      .slice(0, 5)
      .map(({ fromMs, toMs, reason }) =>
        el(
          'p',
          { class: 'note' },
          `Nothing was recorded for ${formatDuration(toMs - fromMs)}, ${formatDuration(fromMs)} in: ${reason}.`,
        ),
      ),
    blindWindows.length > 5
      ? el('p', { class: 'note' }, `${count(blindWindows.length - 5, 'more time')} without a recording.`)
      : null,
    note.badLines + note.oversizeLines > 0
      ? el(
          'p',
          { class: 'note' },
          `${count(note.badLines + note.oversizeLines, 'line')} of the input were no readable event.`,
        )
      : null,
    note.cut ? el('p', { class: 'note' }, 'The trace was cut: it ends before the recording did.') : null,
  ];
}
