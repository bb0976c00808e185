/**
 * A tree given as rows in drawing order, folded: which rows can be seen, and what opening one adds. Children that do not matter stand together as one
 * line, "12 more", until it is opened. Knows nothing of drawing.
 */
export type FoldedLine =
  | { readonly kind: 'row'; readonly row: number }
  /** Children of `parent` (undefined: roots) that do not matter. */
  | {
      readonly kind: 'rest';
      readonly parent: number | undefined;
      readonly rows: number;
      readonly depth: number;
    };

export interface Folding {
  visible(): readonly FoldedLine[];
  hasChildren(row: number): boolean;
  isOpen(row: number): boolean;
  /** Rows below it at any depth. */
  below(row: number): number;
  parentOf(row: number): number | undefined;
  set(row: number, open: boolean): void;
  openRest(parent: number | undefined): void;
  setAll(open: boolean): void;
  /** Only what matters, and what stands above it, is to be seen. */
  foldTo(matters: (row: number) => boolean): void;
  /** Only these rows and what stands above them; undefined: all. */
  filter(matches: ((row: number) => boolean) | undefined): void;
}

/** Fewer are shown: a line that hides them would take as much room. */
const LEAST_REST = 3;
const ROOTS = -1;

export function foldingOf(depths: readonly number[]): Folding {
  const parents = parentsOf(depths);
  const ends = endsOf(depths);
  const open = new Set<number>();
  const openRests = new Set<number>();
  let telling: ReadonlySet<number> | undefined;
  let kept: ReadonlySet<number> | undefined;
  const endOf = (row: number): number => ends[row] ?? row + 1;
  const withParents = (matches: (row: number) => boolean): Set<number> => {
    const rows = new Set<number>();
    depths.forEach((_, row) => {
      if (!matches(row)) return;
      for (let at: number | undefined = row; at !== undefined && !rows.has(at); at = parents[at])
        rows.add(at);
    });
    return rows;
  };
  const childrenOf = (parent: number | undefined): readonly number[] => {
    const end = parent === undefined ? depths.length : endOf(parent);
    const children: number[] = [];
    for (let row = parent === undefined ? 0 : parent + 1; row < end; row = endOf(row)) children.push(row);
    return children;
  };
  const add = (parent: number | undefined, lines: FoldedLine[]): void => {
    const children = childrenOf(parent).filter((row) => kept === undefined || kept.has(row));
    const folds = kept === undefined && telling !== undefined && !openRests.has(parent ?? ROOTS);
    const rest = folds ? children.filter((row) => telling?.has(row) === false && !open.has(row)) : [];
    const hidden = new Set(rest.length >= LEAST_REST ? rest : []);
    for (const row of children) {
      if (hidden.has(row)) continue;
      lines.push({ kind: 'row', row });
      if (open.has(row) || kept !== undefined) add(row, lines);
    }
    if (hidden.size > 0)
      lines.push({
        kind: 'rest',
        parent,
        rows: hidden.size,
        depth: parent === undefined ? 0 : (depths[parent] ?? 0) + 1,
      });
  };
  return {
    visible: () => {
      const lines: FoldedLine[] = [];
      add(undefined, lines);
      return lines;
    },
    hasChildren: (row) => endOf(row) > row + 1,
    isOpen: (row) => kept !== undefined || open.has(row),
    below: (row) => endOf(row) - row - 1,
    parentOf: (row) => parents[row],
    set: (row, isOpen) => {
      if (isOpen) open.add(row);
      else open.delete(row);
    },
    openRest: (parent) => {
      openRests.add(parent ?? ROOTS);
    },
    setAll: (isOpen) => {
      telling = undefined;
      open.clear();
      if (isOpen) depths.forEach((_, row) => open.add(row));
    },
    foldTo: (matters) => {
      open.clear();
      openRests.clear();
      telling = withParents(matters);
      for (const row of telling) {
        const parent = parents[row];
        if (parent !== undefined) open.add(parent);
      }
    },
    filter: (matches) => {
      kept = matches === undefined ? undefined : withParents(matches);
    },
  };
}

function parentsOf(depths: readonly number[]): readonly (number | undefined)[] {
  const path: number[] = [];
  return depths.map((depth, row) => {
    path.length = depth;
    path[depth] = row;
    return depth === 0 ? undefined : path[depth - 1];
  });
}

/** Index behind the last row below each row. */
function endsOf(depths: readonly number[]): readonly number[] {
  const ends: number[] = [];
  const open: number[] = [];
  depths.forEach((depth, row) => {
    while (open.length > depth) {
      const done = open.pop();
      if (done !== undefined) ends[done] = row;
    }
    open.push(row);
  });
  for (const row of open) ends[row] = depths.length;
  return ends;
}
