/** A folded tree as a list with a keyboard: what the launch tree and the process list share. */
import { el, fill, type Child } from './dom.ts';
import type { FoldedLine, Folding } from './folding.ts';
import { VirtualList } from './virtual-list.ts';

export interface FoldedTreeOptions {
  readonly label: string;
  readonly folding: Folding;
  readonly rowHeight: number;
  readonly visibleRows: number;
  /** What a line says before a row of it is chosen. */
  readonly hint: string;
  readonly row: (row: number, toggle: () => void) => HTMLElement;
  readonly depthOf: (row: number) => number;
  readonly describe: (row: number) => readonly Child[];
}

export interface FoldedTree {
  readonly element: HTMLElement;
  readonly detail: HTMLElement;
  /** After the folding changed. */
  readonly refresh: () => void;
}

export function foldedTree(options: FoldedTreeOptions): FoldedTree {
  const { folding, label, rowHeight, visibleRows, hint } = options;
  let lines = folding.visible();
  const detail = el('div', { class: 'detail', role: 'status' }, el('p', { class: 'dim' }, hint));
  const list = new VirtualList({
    label,
    role: 'tree',
    rowHeight,
    visibleRows,
    row: (index) => lineElement(lines[index]),
    onActive: (index) => {
      const line = lines[index];
      if (line?.kind === 'row') fill(detail, ...options.describe(line.row));
    },
    onKey: (key, index) => onKey(key, lines[index]),
  });
  const placeOf = (row: number): number => lines.findIndex((line) => line.kind === 'row' && line.row === row);
  const refresh = (keep?: number): void => {
    lines = folding.visible();
    list.update(lines.length, keep === undefined ? list.active : Math.max(0, placeOf(keep)));
  };
  const toggle = (row: number): void => {
    folding.set(row, !folding.isOpen(row));
    refresh(row);
  };
  const openRest = (parent: number | undefined): void => {
    folding.openRest(parent);
    refresh();
  };

  function lineElement(line: FoldedLine | undefined): HTMLElement {
    if (line === undefined) return el('div');
    if (line.kind === 'rest') {
      const cell = el(
        'span',
        { class: 'tree-cell' },
        el('span', { class: 'arrow' }, '▸'),
        `${line.rows} more: nothing of consequence changed, and no part of the upgrade`,
      );
      cell.style.setProperty('--depth', String(Math.min(line.depth, 16)));
      const element = el('div', { class: 'rest-row', on: { click: () => openRest(line.parent) } }, cell);
      element.setAttribute('aria-level', String(line.depth + 1));
      element.setAttribute('aria-expanded', 'false');
      return element;
    }
    const { row } = line;
    const element = options.row(row, () => toggle(row));
    element.setAttribute('aria-level', String(options.depthOf(row) + 1));
    if (folding.hasChildren(row)) element.setAttribute('aria-expanded', String(folding.isOpen(row)));
    return element;
  }

  function onKey(key: string, line: FoldedLine | undefined): boolean {
    if (line === undefined) return false;
    const opens = key === 'Enter' || key === ' ' || key === 'ArrowRight';
    if (line.kind === 'rest') {
      if (opens) openRest(line.parent);
      else if (key === 'ArrowLeft' && line.parent !== undefined) list.go(placeOf(line.parent));
      return opens || key === 'ArrowLeft';
    }
    const { row } = line;
    const isOpen = folding.hasChildren(row) && folding.isOpen(row);
    const parent = folding.parentOf(row);
    if (key === 'Enter' || key === ' ') toggle(row);
    else if (key === 'ArrowRight' && folding.hasChildren(row) && !isOpen) toggle(row);
    else if (key === 'ArrowLeft' && isOpen) toggle(row);
    else if (key === 'ArrowLeft' && parent !== undefined) list.go(placeOf(parent));
    else return false;
    return true;
  }

  refresh();
  return { element: list.element, detail, refresh: () => refresh() };
}

/** The sign before a row that has others below it. */
export function arrow(folding: Folding, row: number, toggle: () => void): HTMLElement {
  if (!folding.hasChildren(row)) return el('span', { class: 'arrow' });
  return el(
    'span',
    { class: 'arrow', aria: { hidden: 'true' }, on: { click: toggle } },
    folding.isOpen(row) ? '▾' : '▸',
  );
}

export function foldedCount(folding: Folding, row: number): HTMLElement | null {
  if (!folding.hasChildren(row) || folding.isOpen(row)) return null;
  return el('span', { class: 'folded' }, `${folding.below(row)} below`);
}
