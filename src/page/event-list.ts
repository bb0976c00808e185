/** All entries of one recording as a list, with a search over everything in them. */
import type { PageEntries, PageRecording } from '../model/page.ts';
import { formatOffset } from '../report/duration.ts';
import { el, fill } from './dom.ts';
import { searchBox } from './search-box.ts';
import { leftOut, nothing } from './section.ts';
import { entrySentence } from './timeline/describe.ts';
import { VirtualList } from './virtual-list.ts';
import { count, grouped } from './words.ts';

const ROW_HEIGHT = 26;
const VISIBLE_ROWS = 18;

export function eventList(recording: PageRecording): HTMLElement {
  const { entries, entriesLeft } = recording;
  const total = entries.offsetMs.length;
  if (total === 0) return nothing('No event is known.');
  const search = new EntrySearch(entries);
  let rows = search.find([]);
  const shown = el('p', { class: 'shown', role: 'status' });
  const detail = el(
    'div',
    { class: 'detail', role: 'status' },
    el('p', { class: 'dim' }, 'Choose an event to see all of it.'),
  );
  const list = new VirtualList({
    label: 'Events',
    role: 'listbox',
    rowHeight: ROW_HEIGHT,
    visibleRows: VISIBLE_ROWS,
    row: (index) => rowElement(entries, rows[index] ?? 0),
    onActive: (index) => {
      const row = rows[index];
      if (row !== undefined) fill(detail, ...entrySentence(recording, row, ''));
    },
  });
  const update = (words: readonly string[]): void => {
    rows = search.find(words);
    fill(shown, `${grouped(rows.length)} of ${count(total, 'entry', 'entries')}`);
    list.update(rows.length, 0);
  };
  update([]);
  return el(
    'div',
    {},
    el('div', { class: 'filters' }, searchBox('Search events', update).element),
    shown,
    list.element,
    detail,
    entriesLeft > 0
      ? leftOut(`${grouped(entriesLeft)} entries are left out, evenly over the recording.`)
      : null,
  );
}

function rowElement(entries: PageEntries, index: number): HTMLElement {
  const text = (column: readonly number[]): string => entries.texts[column[index] ?? -1] ?? '';
  const program = entries.programs[entries.program[index] ?? -1];
  const times = entries.count[index] ?? 1;
  const [object, source, detail] = [text(entries.object), text(entries.source), text(entries.detail)];
  return el(
    'div',
    { class: 'event-row' },
    el('span', { class: 'time' }, formatOffset(entries.offsetMs[index] ?? 0)),
    el('span', { class: 'program-name' }, program?.name ?? ''),
    el(
      'span',
      { class: 'verb' },
      text(entries.verb),
      times > 1 ? el('span', { class: 'folded' }, `×${grouped(times)}`) : null,
    ),
    el(
      'span',
      { class: 'path' },
      object,
      source === '' ? '' : ` ← ${source}`,
      detail === '' ? '' : `  ${detail}`,
    ),
  );
}

/** Every text is looked at once for a word, however many entries share it. */
class EntrySearch {
  readonly #entries: PageEntries;
  readonly #texts: readonly string[];
  readonly #programs: readonly string[];

  constructor(entries: PageEntries) {
    this.#entries = entries;
    this.#texts = entries.texts.map((text) => text.toLowerCase());
    this.#programs = entries.programs.map(({ name, key, path }) => `${name}\n${key}\n${path}`.toLowerCase());
  }

  /** Indexes of the entries that hold every word, in order. */
  find(words: readonly string[]): readonly number[] {
    const { offsetMs } = this.#entries;
    let found = offsetMs.map((_, index) => index);
    for (const word of words) {
      const inText = this.#texts.map((text) => text.includes(word));
      const inProgram = this.#programs.map((text) => text.includes(word));
      found = found.filter((index) => this.#holds(index, inText, inProgram));
    }
    return found;
  }

  #holds(index: number, inText: readonly boolean[], inProgram: readonly boolean[]): boolean {
    const { program, verb, eventType, object, source, detail } = this.#entries;
    if (inProgram[program[index] ?? -1] === true) return true;
    return [verb, eventType, object, source, detail].some((column) => inText[column[index] ?? -1] === true);
  }
}
