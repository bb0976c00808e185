/** Both recordings over one axis. Where a side has several recordings, one of each is chosen. */
import type { PageDocument, PageRecording, PageSide } from '../model/page.ts';
import { el, fill, freshId } from './dom.ts';
import { leftOut, nothing, section } from './section.ts';
import { timelineView, type TimelineView } from './timeline/view.ts';
import { baseName, count, grouped } from './words.ts';

export interface TimelineSection {
  readonly element: HTMLElement;
  readonly show: (trace: string, segment: number, globalSeq: number) => boolean;
  readonly has: (trace: string) => boolean;
}

export function timelineSection(page: PageDocument): TimelineSection {
  const bySide = (side: PageSide): readonly PageRecording[] =>
    page.recordings.filter((one) => one.side === side);
  const chosen: Record<PageSide, number> = { before: 0, after: 0 };
  const place = el('div');
  const notes = el('div');
  let view: TimelineView | undefined;
  const draw = (): void => {
    const drawn = (['before', 'after'] as const).flatMap((side) => bySide(side)[chosen[side]] ?? []);
    view = timelineView(
      drawn,
      drawn.map((recording) => titleOf(recording)),
    );
    fill(place, view.element);
    fill(
      notes,
      ...drawn.flatMap(notesOf),
      page.recordingsLeft > 0
        ? leftOut(
            `${count(page.recordingsLeft, 'more recording')} of the sides ${page.recordingsLeft === 1 ? 'is' : 'are'} not in this page.`,
          )
        : null,
    );
  };
  const pickers = (['before', 'after'] as const).flatMap((side) => {
    const recordings = bySide(side);
    if (recordings.length < 2) return [];
    const id = freshId('recording');
    const select = el('select', { id });
    recordings.forEach(({ name }, index) => {
      const option = el('option', {}, baseName(name));
      option.value = String(index);
      select.append(option);
    });
    select.addEventListener('change', () => {
      chosen[side] = Number(select.value);
      draw();
    });
    const label = el('label', {}, side === 'before' ? 'Before' : 'After');
    label.htmlFor = id;
    return [el('span', { class: 'control' }, label, select)];
  });
  draw();
  const element = section(
    {
      id: 'timeline',
      title: 'Timeline',
      lead: 'Each program is a row: above what it did before, below what it does after. Time counts from the first event of each recording.',
    },
    page.recordings.length === 0
      ? nothing('There is nothing to draw.')
      : el('div', {}, el('div', { class: 'filters' }, ...pickers), place, notes),
  );
  return {
    element,
    has: (trace) => page.recordings.some(({ note }) => note?.trace === trace),
    show: (trace, segment, globalSeq) => {
      for (const side of ['before', 'after'] as const) {
        const at = bySide(side).findIndex(({ note }) => note?.trace === trace);
        if (at < 0) continue;
        if (chosen[side] !== at) {
          chosen[side] = at;
          draw();
        }
        return view?.show(trace, segment, globalSeq) ?? false;
      }
      return false;
    },
  };
}

function titleOf({ side, basis, runs }: PageRecording): string {
  const word = side === 'before' ? 'Before' : 'After';
  return basis === 'medians' ? `${word}: ${count(runs, 'run')}` : word;
}

function notesOf(recording: PageRecording): readonly HTMLElement[] {
  const { side, basis, runs, entriesLeft, note } = recording;
  const word = side === 'before' ? 'Before' : 'After';
  return [
    ...(basis === 'medians'
      ? [
          el(
            'p',
            { class: 'note' },
            `${word} is a baseline, which holds facts and no events: each behaviour stands once, at the median of its first time in ${count(runs, 'run')}, with its paths as templates.`,
          ),
        ]
      : []),
    ...(note !== null && note.lost > 0
      ? [
          el(
            'p',
            { class: 'note' },
            `${word}: ${count(note.lost, 'event')} lost. What is missing may have happened.`,
          ),
        ]
      : []),
    ...(note?.cut === true
      ? [el('p', { class: 'note' }, `${word}: the trace was cut; it ends before the recording did.`)]
      : []),
    ...(entriesLeft > 0
      ? [
          leftOut(
            `${word}: ${grouped(entriesLeft)} entries are left out, evenly over the recording, and first those of programs that take no part and have no finding.`,
          ),
        ]
      : []),
  ];
}
