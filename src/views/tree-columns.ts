/** Processes of a forest, in drawing order, as the columns of a tree. */
import { decodeWaitStatus } from '../eslogger/wait-status.ts';
import { roundMs } from '../model/offset.ts';
import { CONTEXT, FAILED_LAUNCH, FORK_ONLY, type TreeColumns, type TreeExit } from '../model/process-tree.ts';
import { NONE } from '../processes/columns.ts';
import { signalName } from '../processes/describe.ts';
import type { Forest } from '../processes/forest.ts';
import * as kept from '../processes/process-columns.ts';
import type { DrawingOrder } from './drawing-order.ts';

export interface TreeColumnsOptions {
  /** Rows of processes. */
  readonly shown: Int32Array;
  readonly isContext: (process: number) => boolean;
  readonly withArgs?: boolean | undefined;
  /** Time of the first event, ms since the epoch. */
  readonly startMs: number;
}

function takeInts(column: Int32Array, rows: Int32Array): Int32Array {
  return rows.map((row) => column[row] ?? NONE);
}

function takeDoubles(column: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  rows.forEach((row, index) => (taken[index] = column[row] ?? Number.NaN));
  return taken;
}

/** Each end that occurs, once. */
class Exits {
  readonly exits: TreeExit[] = [];
  readonly #numbers = new Map<number, number>();

  numberOf(status: number): number {
    if (status === NONE) return NONE;
    const known = this.#numbers.get(status);
    if (known !== undefined) return known;
    this.#numbers.set(status, this.exits.length);
    return this.exits.push(treeExit(status)) - 1;
  }
}

function treeExit(waitStatus: number): TreeExit {
  const status = decodeWaitStatus(waitStatus);
  if (status.kind === 'exited') return { code: status.code };
  const { signal, coreDumped } = status;
  return { signal, name: signalName(signal), coreDumped };
}

/** The images of all rows, one after the other. */
function imagesOf(
  { runs, firstRun }: kept.ProcessColumns,
  rows: Int32Array,
): Pick<TreeColumns, 'firstImage' | 'image' | 'imagePid' | 'imageArgs'> {
  const firstImage = new Int32Array(rows.length + 1);
  const order: number[] = [];
  rows.forEach((row, index) => {
    firstImage[index] = order.length;
    for (let run = firstRun[row] ?? NONE; run !== NONE; run = runs.next[run] ?? NONE) order.push(run);
  });
  firstImage[rows.length] = order.length;
  const taken = Int32Array.from(order);
  return {
    firstImage,
    image: takeInts(runs.image, taken),
    imagePid: takeDoubles(runs.pid, taken),
    imageArgs: takeInts(runs.args, taken),
  };
}

export function treeColumns(
  { processes, texts }: Forest,
  { above, depth }: DrawingOrder,
  { shown, isContext, withArgs = false, startMs }: TreeColumnsOptions,
): TreeColumns {
  const exits = new Exits();
  const offsets = (column: Float64Array): Float64Array =>
    takeDoubles(column, shown).map((ms) => roundMs(ms - startMs));
  const flags = new Uint8Array(shown.length);
  shown.forEach((row, index) => {
    flags[index] =
      (processes.has(row, kept.FAILED_LAUNCH) ? FAILED_LAUNCH : 0) |
      (processes.has(row, kept.FORK_ONLY) ? FORK_ONLY : 0) |
      (isContext(row) ? CONTEXT : 0);
  });
  return {
    count: shown.length,
    id: shown,
    parent: takeInts(above, shown),
    depth: takeInts(depth, shown),
    boot: takeInts(processes.boot, shown),
    pid: takeDoubles(processes.pid, shown),
    pidversion: takeDoubles(processes.pidversion, shown),
    ...imagesOf(processes, shown),
    label: takeInts(processes.label, shown),
    startedMs: offsets(processes.startedMs),
    endedMs: offsets(processes.endedMs),
    exit: shown.map((row) => exits.numberOf(processes.status[row] ?? NONE)),
    flags,
    bornOf: takeDoubles(processes.bornOf, shown),
    responsible: takeInts(processes.responsible, shown),
    images: texts.images,
    labels: texts.labels,
    exits: exits.exits,
    args: withArgs ? texts.args : undefined,
  };
}
