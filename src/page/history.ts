/** Behaviour by build: what came, went and changed with which upgrade. */
import type { CellState, History, HistoryCell, HistoryRow, SeriesHistory } from '../model/history.ts';
import { el, fill } from './dom.ts';
import { searchBox } from './search-box.ts';
import { programLabel } from './program-label.ts';
import { leftOut, nothing, section } from './section.ts';
import { count, SEVERITY_SIGNS } from './words.ts';

const CELLS: Readonly<Record<CellState, { readonly sign: string; readonly word: string }>> = {
  yes: { sign: '●', word: 'in every run' },
  some: { sign: '◐', word: 'in some runs' },
  no: { sign: '○', word: 'in no run' },
  unknown: { sign: '?', word: 'not known: not recorded, lost or not reached' },
  before: { sign: 'A', word: 'in its old form' },
  after: { sign: 'B', word: 'in its new form' },
};
/** More rows than anybody reads; a search still looks at all of them. */
const MOST_ROWS = 300;

export function historySection(history: History): HTMLElement {
  const info = {
    id: 'history',
    title: 'Over many builds',
    lead: 'Each column is an upgrade, each row a behaviour. A change before the restart is one of the system that was running.',
  };
  return section(
    info,
    history.series.length === 0 ? nothing('No series has two builds.') : null,
    ...history.series.map(seriesBlock),
    ...history.warnings.map((warning) => el('p', { class: 'note' }, warning)),
  );
}

function seriesBlock(series: SeriesHistory): HTMLElement {
  const { rows, builds, lower } = series;
  const body = el('tbody');
  const shown = el('p', { class: 'shown', role: 'status' });
  const texts = rows.map(({ subject, summary, program, changes }) =>
    [subject, summary, program, ...changes].join('\n').toLowerCase(),
  );
  const draw = (words: readonly string[]): void => {
    const wanted = rows.filter((_, index) => words.every((word) => texts[index]?.includes(word) === true));
    fill(body, ...wanted.slice(0, MOST_ROWS).map((row) => rowElement(row, series)));
    const more = wanted.length > MOST_ROWS ? `, of which the first ${MOST_ROWS} are shown` : '';
    fill(shown, `${wanted.length} of ${count(rows.length, 'behaviour')}${more}`);
  };
  draw([]);
  return el(
    'div',
    { class: 'series' },
    el('h3', {}, series.series),
    el('div', { class: 'filters' }, searchBox('Search behaviour', draw).element),
    shown,
    el(
      'div',
      {
        class: 'scroll',
        tabIndex: 0,
        role: 'group',
        aria: { label: `Behaviour by build, ${series.series}, scrolls sideways` },
      },
      el(
        'table',
        { class: 'matrix' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', {}, 'behaviour'),
            ...builds.map(({ name, build, runs }) =>
              el(
                'th',
                { class: 'build', title: `build ${build}` },
                name,
                el('div', { class: 'dim' }, count(runs, 'run')),
              ),
            ),
          ),
        ),
        body,
      ),
    ),
    el(
      'p',
      { class: 'legend' },
      ...(['yes', 'some', 'no', 'unknown', 'before', 'after'] as const).map((state) =>
        el(
          'span',
          { class: 'legend-item' },
          el('span', { class: `cell cell-${state}`, aria: { hidden: 'true' } }, CELLS[state].sign),
          CELLS[state].word,
        ),
      ),
    ),
    lower > 0 ? leftOut(`${count(lower, 'change')} below the severity that was asked for.`) : null,
    heldBlock(series),
    ...series.notes.map((note) => el('p', { class: 'note' }, note)),
  );
}

function rowElement(row: HistoryRow, { builds }: SeriesHistory): HTMLElement {
  const severity = row.severity === null ? null : SEVERITY_SIGNS[row.severity];
  const turned = new Set(row.transitions.map(({ at }) => at));
  return el(
    'tr',
    {},
    el(
      'td',
      {},
      severity === null
        ? null
        : el(
            'span',
            { class: `severity severity-${row.severity ?? ''}` },
            el('span', { class: 'sign', aria: { hidden: 'true' } }, severity.sign),
            severity.word,
          ),
      ' ',
      row.program === '' ? el('strong', {}, row.subject) : programLabel(row.program),
      el('div', { class: 'history-summary' }, row.summary, '.'),
      el(
        'div',
        { class: 'path' },
        row.program !== '' && row.subject.startsWith(`${row.program} `)
          ? row.subject.slice(row.program.length + 1)
          : '',
      ),
    ),
    ...row.cells.map((cell, index) => cellElement(cell, turned.has(index), builds[index]?.name ?? '')),
  );
}

function cellElement({ state, seenIn, runs }: HistoryCell, turned: boolean, build: string): HTMLElement {
  const { sign, word } = CELLS[state];
  const label = `${build}: ${word}, ${seenIn} of ${runs}`;
  return el(
    'td',
    { class: `cell cell-${state}${turned ? ' turned' : ''}`, title: label },
    el('span', { aria: { hidden: 'true' } }, sign),
    el('span', { class: 'unseen-text' }, label),
  );
}

function heldBlock({ held }: SeriesHistory): HTMLElement | null {
  if (held.length === 0) return null;
  const unique = held.filter(({ controls }) => controls === 0);
  return el(
    'details',
    {},
    el(
      'summary',
      {},
      `${count(held.length, 'fact')} held in every run of every build; ${unique.length} of them show in no control`,
    ),
    el(
      'ul',
      {},
      ...unique
        .slice(0, MOST_ROWS)
        .map(({ text, kind }) =>
          el('li', {}, el('span', { class: 'kind' }, kind), ' ', el('code', {}, text)),
        ),
    ),
    unique.length > MOST_ROWS ? leftOut(`and ${unique.length - MOST_ROWS} more`) : null,
  );
}
