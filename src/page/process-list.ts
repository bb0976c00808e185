/** The processes of one recording, each below its parent. */
import type { TreeProcess } from '../model/process-tree.ts';
import { formatDuration, formatOffset } from '../report/duration.ts';
import { button, el, type Child } from './dom.ts';
import { arrow, foldedCount, foldedTree } from './folded-tree.ts';
import { foldingOf, type Folding } from './folding.ts';
import { searchBox } from './search-box.ts';
import { leftOut, nothing } from './section.ts';
import { count } from './words.ts';

const ROW_HEIGHT = 28;
const VISIBLE_ROWS = 16;
/** A recording of this many processes lies open. */
const SMALL = 400;
const DEEPEST_INDENT = 16;

export function processList(processes: readonly TreeProcess[], left: number): HTMLElement {
  if (processes.length === 0) return nothing('No process is known.');
  const folding = foldingOf(processes.map(({ depth }) => depth));
  folding.setAll(processes.length <= SMALL);
  if (processes.length > SMALL)
    processes.forEach(({ depth }, row) => {
      if (depth === 0) folding.set(row, true);
    });
  const view = foldedTree({
    label: 'Processes',
    folding,
    rowHeight: ROW_HEIGHT,
    visibleRows: VISIBLE_ROWS,
    hint: 'Choose a process to see its path, signature and arguments.',
    row: (row, toggle) => rowElement(processes[row], row, folding, toggle),
    depthOf: (row) => processes[row]?.depth ?? 0,
    describe: (row) => describe(processes[row], processes),
  });
  const texts = processes.map(searchText);
  const search = searchBox('Search processes', (words) => {
    const holds = (row: number): boolean => words.every((word) => texts[row]?.includes(word) === true);
    folding.filter(words.length === 0 ? undefined : holds);
    view.refresh();
  });
  const foldAll = (open: boolean) => (): void => {
    folding.setAll(open);
    view.refresh();
  };
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'filters' },
      button('Unfold all', foldAll(true)),
      button('Fold all', foldAll(false)),
      search.element,
    ),
    view.element,
    view.detail,
    left > 0
      ? leftOut(
          `${count(left, 'more process', 'more processes')}, the last ones in this order, ${left === 1 ? 'is' : 'are'} not in this page.`,
        )
      : null,
  );
}

function rowElement(
  process: TreeProcess | undefined,
  row: number,
  folding: Folding,
  toggle: () => void,
): HTMLElement {
  if (process === undefined) return el('div');
  const { name, pid, startedMs, depth, exit, failedLaunch, images } = process;
  const earlier = images.slice(0, -1).map((image) => image.name);
  const cell = el(
    'span',
    { class: 'tree-cell' },
    arrow(folding, row, toggle),
    el('span', { class: 'program-name' }, name),
    el('span', { class: 'dim' }, String(pid)),
    earlier.length > 0 ? el('span', { class: 'folded' }, `after ${earlier.join(', ')}`) : null,
    foldedCount(folding, row),
    failedLaunch ? el('span', { class: 'tag' }, 'failed to start') : null,
    exit !== null && exitWords(exit) !== 'exit 0' ? el('span', { class: 'folded' }, exitWords(exit)) : null,
  );
  cell.style.setProperty('--depth', String(Math.min(depth, DEEPEST_INDENT)));
  return el(
    'div',
    { class: 'process-row' },
    el('span', { class: 'time' }, startedMs === null ? 'before' : formatOffset(startedMs)),
    cell,
  );
}

function searchText({ name, label, images, pid }: TreeProcess): string {
  const parts = images.flatMap(({ path, signingId, args = [] }) => [path, signingId ?? '', ...args]);
  return [name, label ?? '', String(pid), ...parts].join('\n').toLowerCase();
}

function exitWords(exit: NonNullable<TreeProcess['exit']>): string {
  if ('code' in exit) return `exit ${exit.code}`;
  return `${exit.name}${exit.coreDumped ? ', core dumped' : ''}`;
}

function describe(process: TreeProcess | undefined, all: readonly TreeProcess[]): readonly Child[] {
  if (process === undefined) return [];
  const { name, pid, startedMs, endedMs, exit, label, images, responsible, bornOf } = process;
  const lasted = startedMs === null || endedMs === null ? '' : `, ran ${formatDuration(endedMs - startedMs)}`;
  const who = responsible === null ? undefined : all.find(({ id }) => id === responsible);
  const began =
    startedMs === null ? 'ran already when the recording began' : `started at ${formatOffset(startedMs)}`;
  return [
    el(
      'p',
      {},
      el('strong', {}, name),
      ` pid ${pid}, ${began}${lasted}${exit === null ? '' : `, ${exitWords(exit)}`}`,
    ),
    label === null ? null : el('p', { class: 'dim' }, `launchd job ${label}`),
    who === undefined ? null : el('p', { class: 'dim' }, `responsible: ${who.name} (${who.pid})`),
    bornOf === null ? null : el('p', { class: 'dim' }, `born of pid ${bornOf}, handed to launchd`),
    ...images.flatMap(({ path, signingId, authority, cdhash, args = [] }) => [
      el('p', { class: 'path' }, path),
      el(
        'p',
        { class: 'dim' },
        [signingId ?? 'no signing id', authority, cdhash ?? ''].filter((part) => part !== '').join(' · '),
      ),
      args.length === 0
        ? null
        : el('p', { class: 'path' }, ...args.map((arg) => el('span', { class: 'arg' }, arg))),
    ]),
  ];
}
