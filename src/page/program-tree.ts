/** Who launches whom, before and after, side by side: one tree, a column for each side, changes marked by sign and word. */
import type { PageDocument, PageProgram, PageSupport, PageTreeRow } from '../model/page.ts';
import { formatOffset } from '../report/duration.ts';
import { button, el, type Child } from './dom.ts';
import { arrow, foldedCount, foldedTree } from './folded-tree.ts';
import { foldingOf, type Folding } from './folding.ts';
import { programLabel } from './program-label.ts';
import { searchBox } from './search-box.ts';
import { leftOut, nothing, section } from './section.ts';
import { count, MARK_SIGNS, programWords } from './words.ts';

const ROW_HEIGHT = 30;
const VISIBLE_ROWS = 20;
const DEEPEST_INDENT = 12;

export function programTreeView(page: PageDocument, showFinding: (id: string) => void): HTMLElement {
  const { tree } = page;
  const info = {
    id: 'tree',
    title: 'Launch tree',
    lead: 'Which program launches which, each side in a column. What changed or takes part in the upgrade lies open; the rest is folded.',
  };
  if (tree.length === 0) return section(info, nothing('No launch was recorded on either side.'));
  const programs = new Map(page.programs.map((program) => [program.program, program]));
  const folding = foldingOf(tree.map(({ depth }) => depth));
  const matters = (row: number): boolean => tells(tree[row]);
  folding.foldTo(matters);
  const view = foldedTree({
    label: 'Programs before and after',
    folding,
    rowHeight: ROW_HEIGHT,
    visibleRows: VISIBLE_ROWS,
    hint: 'Choose a program to see its paths, how many runs show it, and its findings.',
    row: (row, toggle) => rowElement(tree[row], row, folding, toggle),
    depthOf: (row) => tree[row]?.depth ?? 0,
    describe: (row) => describeRow(tree[row], programs, showFinding),
  });
  const search = searchBox('Search programs', (words) => {
    const holds = (row: number): boolean =>
      words.every((word) => (tree[row]?.program ?? '').toLowerCase().includes(word));
    folding.filter(words.length === 0 ? undefined : holds);
    view.refresh();
  });
  const fold =
    (action: () => void): (() => void) =>
    () => {
      action();
      view.refresh();
    };
  return section(
    info,
    el(
      'div',
      { class: 'filters' },
      button(
        'Fold to what matters',
        fold(() => folding.foldTo(matters)),
      ),
      button(
        'Unfold all',
        fold(() => folding.setAll(true)),
      ),
      button(
        'Fold all',
        fold(() => folding.setAll(false)),
      ),
      search.element,
    ),
    el(
      'div',
      { class: 'tree-head', aria: { hidden: 'true' } },
      el('span'),
      el('span', {}, 'Before'),
      el('span', {}, 'After'),
    ),
    view.element,
    view.detail,
    legend(),
    page.treeLeft > 0
      ? leftOut(
          `${count(page.treeLeft, 'program')} that ran already and launched nothing ${page.treeLeft === 1 ? 'is' : 'are'} not in the tree.`,
        )
      : null,
  );
}

function legend(): HTMLElement {
  const items = [
    ...(['added', 'removed', 'changed', 'unseen'] as const).map(
      (mark) => `${MARK_SIGNS[mark].sign} ${MARK_SIGNS[mark].word}`,
    ),
    'k/n in k of n runs',
    'bold: takes part in the upgrade',
  ];
  return el('p', { class: 'legend' }, ...items.map((item) => el('span', { class: 'legend-item' }, item)));
}

function tells(row: PageTreeRow | undefined): boolean {
  if (row === undefined) return false;
  return row.part !== null || (row.mark !== 'same' && row.mark !== 'unseen');
}

function rowElement(
  entry: PageTreeRow | undefined,
  row: number,
  folding: Folding,
  toggle: () => void,
): HTMLElement {
  if (entry === undefined) return el('div');
  const { mark, part, before, after, program, wasProgram } = entry;
  const { sign, word } = MARK_SIGNS[mark];
  const cell = (support: PageSupport | null, key: string): HTMLElement => {
    const place = el('span', { class: 'tree-cell' });
    place.style.setProperty('--depth', String(Math.min(entry.depth, DEEPEST_INDENT)));
    if (support === null) place.append(el('span', { class: 'absent' }, '–'));
    else {
      const folded = foldedCount(folding, row);
      place.append(arrow(folding, row, toggle), programLabel(key));
      if (folded !== null) place.append(folded);
      if (entry.repeated) place.append(el('span', { class: 'folded' }, 'see above'));
      place.append(el('span', { class: 'support' }, `${support.seenIn}/${support.runs}`));
    }
    return place;
  };
  return el(
    'div',
    { class: `tree-row mark-${mark}${part === null ? '' : ' takes-part'}` },
    el(
      'span',
      { class: 'mark', title: word, ...(sign === '' ? {} : { role: 'img', aria: { label: word } }) },
      sign,
    ),
    cell(before, wasProgram ?? program),
    cell(after, program),
  );
}

function describeRow(
  row: PageTreeRow | undefined,
  programs: ReadonlyMap<string, PageProgram>,
  showFinding: (id: string) => void,
): readonly Child[] {
  if (row === undefined) return [];
  const paths = programs.get(row.program);
  const { word } = MARK_SIGNS[row.mark];
  const [was, is] = [paths?.pathsBefore ?? [], paths?.pathsAfter ?? []];
  const alike = was.join('\n') === is.join('\n');
  return [
    el('p', {}, el('strong', {}, programWords(row.program).name), `: ${word}`),
    row.part === null ? null : el('p', { class: 'dim' }, `Takes part: ${row.part}.`),
    el(
      'p',
      { class: 'dim' },
      [supportWords('before', row.before), supportWords('after', row.after)].join(' · '),
    ),
    ...(alike
      ? is.map((path) => el('p', { class: 'path' }, path))
      : [
          ...was.map((path) => el('p', { class: 'path' }, '− ', path)),
          ...is.map((path) => el('p', { class: 'path' }, '+ ', path)),
        ]),
    row.findings.length === 0
      ? null
      : el(
          'p',
          { class: 'actions' },
          ...row.findings.slice(0, 5).map((id) => button(`Finding ${id}`, () => showFinding(id))),
        ),
  ];
}

function supportWords(word: string, support: PageSupport | null): string {
  if (support === null) return `${word}: not seen`;
  const { seenIn, runs, count: times, firstMs } = support;
  return `${word}: in ${seenIn} of ${count(runs, 'run')}, ${count(times, 'time')}, first at ${formatOffset(firstMs)}`;
}
