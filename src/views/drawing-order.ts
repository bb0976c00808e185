/** The order in which processes are drawn: one, then all that stands under it. */
import { NONE } from '../processes/columns.ts';
import { LAUNCHD_PID } from '../processes/launchd.ts';
import { NO_LABEL } from '../processes/life-texts.ts';
import type { ProcessColumns } from '../processes/process-columns.ts';

export interface DrawingOrder {
  /** Rows of processes. */
  readonly order: Int32Array<ArrayBuffer>;
  /** Of each row: the row it stands under, or NONE. */
  readonly above: Int32Array;
  readonly depth: Int32Array;
}

/** Rows that stand under each row, as linked lists from the last one back. */
interface Below {
  readonly last: Int32Array;
  readonly before: Int32Array;
}

function belowOf(edges: Int32Array, count: number): Below {
  const last = new Int32Array(count).fill(NONE);
  const before = new Int32Array(count).fill(NONE);
  for (let row = 0; row < count; row += 1) {
    const above = edges[row] ?? NONE;
    if (above === NONE) continue;
    before[row] = last[above] ?? NONE;
    last[above] = row;
  }
  return { last, before };
}

/**
 * All rows but those that are known by a token alone and have nothing below them in this view. Circles, which only hostile input has by `responsible`, are
 * cut at their first row.
 */
export function drawingOrder(processes: ProcessColumns, by: 'parent' | 'responsible'): DrawingOrder {
  const { count, boot, pid } = processes;
  const edges = processes[by];
  const below = belowOf(edges, count);
  const hasContent = (row: number): boolean =>
    below.last[row] !== NONE ||
    processes.firstRun[row] !== NONE ||
    processes.label[row] !== NO_LABEL ||
    processes.status[row] !== NONE;
  const order = new Int32Array(count);
  const above = new Int32Array(count).fill(NONE);
  const depth = new Int32Array(count);
  const isDone = new Uint8Array(count);
  // Each row is put here by what it stands under, or as a root.
  const stack = new Int32Array(count + 1);
  let placed = 0;
  const place = (root: number): void => {
    stack[0] = root;
    for (let height = 1; height > 0;) {
      height -= 1;
      const row = stack[height] ?? NONE;
      if (isDone[row] === 1 || !hasContent(row)) continue;
      isDone[row] = 1;
      order[placed] = row;
      placed += 1;
      if (row !== root) {
        const parent = edges[row] ?? NONE;
        above[row] = parent;
        depth[row] = (depth[parent] ?? 0) + 1;
      }
      for (let child = below.last[row] ?? NONE; child !== NONE; child = below.before[child] ?? NONE) {
        stack[height] = child;
        height += 1;
      }
    }
  };
  // Boots follow each other; launchd is the first root of each.
  for (let start = 0, end = 0; start < count; start = end) {
    while (end < count && boot[end] === boot[start]) end += 1;
    for (const launchdFirst of [true, false])
      for (let row = start; row < end; row += 1)
        if (edges[row] === NONE && (pid[row] === LAUNCHD_PID) === launchdFirst) place(row);
  }
  for (let row = 0; row < count; row += 1) if (isDone[row] === 0) place(row);
  return { order: order.subarray(0, placed), above, depth };
}
