/** From the processes of a forest to the rows of a tree: edges by parent or by responsible process, filters, depth, limit. */
import { globMatcher } from '../model/glob.ts';
import type { ProcessTree, TreeColumns } from '../model/process-tree.ts';
import { NONE } from '../processes/columns.ts';
import type { Forest } from '../processes/forest.ts';
import { NO_LABEL } from '../processes/life-texts.ts';
import { FAILED_LAUNCH, type ProcessColumns } from '../processes/process-columns.ts';
import { drawingOrder, type DrawingOrder } from './drawing-order.ts';
import { treeColumns } from './tree-columns.ts';

export interface ArrangementOptions {
  readonly by: 'parent' | 'responsible';
  readonly program?: string | undefined;
  /** ms from the first event. */
  readonly sinceMs?: number | undefined;
  readonly depth?: number | undefined;
  readonly limit?: number | undefined;
  readonly withArgs?: boolean | undefined;
  /** Time of the first event, ms since the epoch. */
  readonly startMs: number;
}

interface Arrangement {
  readonly columns: TreeColumns;
  readonly totals: Omit<ProcessTree['totals'], 'badLines'>;
}

type Matcher = (process: number) => boolean;

function matcher(forest: Forest, options: ArrangementOptions): Matcher | undefined {
  const { program, sinceMs, startMs } = options;
  const { startedMs } = forest.processes;
  const isNamed = program === undefined ? undefined : nameMatcher(forest, program);
  if (sinceMs === undefined) return isNamed;
  // Before the recording: NaN, which is no later than anything.
  const isSince = (process: number): boolean => (startedMs[process] ?? Number.NaN) - startMs >= sinceMs;
  return isNamed === undefined ? isSince : (process) => isSince(process) && isNamed(process);
}

/** Whether the pattern fits one of the names under which a filter may know a process. */
function nameMatcher({ processes, texts }: Forest, program: string): Matcher {
  const { runs } = processes;
  const fits = globMatcher(program);
  const images = texts.images.map(({ name, signingId, path }) =>
    [name, signingId ?? '', path].some((text) => text !== '' && fits(text)),
  );
  const labels = texts.labels.map((label, number) => number !== NO_LABEL && fits(label));
  return (process) => {
    for (let run = processes.firstRun[process] ?? NONE; run !== NONE; run = runs.next[run] ?? NONE) {
      const image = runs.image[run] ?? 0;
      if (images[image] === true) return true;
      if (texts.images[image]?.name === '' && fits(`pid ${runs.pid[run] ?? 0}`)) return true;
    }
    return labels[processes.label[process] ?? NO_LABEL] === true;
  };
}

/** What becomes of each process. */
const LEFT_OUT = 0;
const KEPT = 1;
/** Only because of what stands below. */
const CONTEXT = 2;

/** Matches, what stands below them, and what stands above them. */
function keptBy({ order, above }: DrawingOrder, matches: Matcher): Uint8Array {
  const kept = new Uint8Array(above.length);
  for (const process of order) {
    const parent = above[process] ?? NONE;
    if (matches(process) || (parent !== NONE && kept[parent] === KEPT)) kept[process] = KEPT;
  }
  for (const process of order) {
    if (kept[process] !== KEPT) continue;
    for (let up = above[process] ?? NONE; up !== NONE && kept[up] === LEFT_OUT; up = above[up] ?? NONE)
      kept[up] = CONTEXT;
  }
  return kept;
}

export function arrangeTree(forest: Forest, options: ArrangementOptions): Arrangement {
  const { processes } = forest;
  const drawing = drawingOrder(processes, options.by);
  const { order, depth } = drawing;
  const matches = matcher(forest, options);
  const kept = matches === undefined ? undefined : keptBy(drawing, matches);
  const filtered = kept === undefined ? order : order.filter((process) => kept[process] !== LEFT_OUT);
  const { depth: deepest } = options;
  const shallow =
    deepest === undefined ? filtered : filtered.filter((process) => (depth[process] ?? 0) <= deepest);
  const limit = options.limit === undefined || options.limit === 0 ? shallow.length : options.limit;
  const shown = shallow.subarray(0, limit);
  return {
    columns: treeColumns(forest, drawing, {
      ...options,
      shown,
      isContext: (process) => kept?.[process] === CONTEXT,
    }),
    totals: {
      processes: order.length,
      shown: shown.length,
      omittedByFilter: order.length - filtered.length,
      omittedByDepth: filtered.length - shallow.length,
      omittedByLimit: shallow.length - shown.length,
      ...counts(processes, order),
    },
  };
}

function counts(
  processes: ProcessColumns,
  order: Int32Array,
): Pick<ProcessTree['totals'], 'startedBefore' | 'failedLaunches'> {
  let startedBefore = 0;
  let failedLaunches = 0;
  for (const process of order) {
    if (Number.isNaN(processes.startedMs[process])) startedBefore += 1;
    if (processes.has(process, FAILED_LAUNCH)) failedLaunches += 1;
  }
  return { startedBefore, failedLaunches };
}
