/** Rows of the columns of a tree as objects. */
import {
  CONTEXT,
  FAILED_LAUNCH,
  FORK_ONLY,
  type GrownTree,
  type ProcessTree,
  type TreeColumns,
  type TreeImage,
  type TreeProcess,
} from './process-tree.ts';

const UNKNOWN_IMAGE: TreeImage = { name: '', path: '', signingId: null, authority: 'unknown', cdhash: null };

/** Below zero, and NaN, stand for null. */
function present(value: number | undefined): number | null {
  return value !== undefined && value >= 0 ? value : null;
}

/** NaN stands for null. */
function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function imageAt({ images, image, imagePid, imageArgs, args }: TreeColumns, at: number): TreeImage {
  const shared = images[image[at] ?? 0] ?? UNKNOWN_IMAGE;
  const own = args === undefined ? {} : { args: args[imageArgs[at] ?? 0] ?? [] };
  return { ...shared, name: shared.name || `pid ${imagePid[at] ?? 0}`, ...own };
}

export function treeProcess(columns: TreeColumns, row: number): TreeProcess {
  const { pid: pids, label: labels, firstImage, flags: allFlags, exit } = columns;
  const pid = pids[row] ?? 0;
  const label = labels[row] === 0 ? null : (columns.labels[labels[row] ?? 0] ?? null);
  const flags = allFlags[row] ?? 0;
  const images: TreeImage[] = [];
  for (let at = firstImage[row] ?? 0; at < (firstImage[row + 1] ?? 0); at += 1)
    images.push(imageAt(columns, at));
  return {
    id: columns.id[row] ?? 0,
    parent: present(columns.parent[row]),
    depth: columns.depth[row] ?? 0,
    boot: columns.boot[row] ?? 0,
    pid,
    pidversion: columns.pidversion[row] ?? 0,
    name: images.at(-1)?.name ?? label ?? `pid ${pid}`,
    images,
    label,
    startedMs: known(columns.startedMs[row]),
    endedMs: known(columns.endedMs[row]),
    exit: columns.exits[exit[row] ?? -1] ?? null,
    failedLaunch: (flags & FAILED_LAUNCH) !== 0,
    forkOnly: (flags & FORK_ONLY) !== 0,
    bornOf: known(columns.bornOf[row]),
    responsible: present(columns.responsible[row]),
    context: (flags & CONTEXT) !== 0,
  };
}

export function treeProcesses(columns: TreeColumns): readonly TreeProcess[] {
  return Array.from({ length: columns.count }, (_, row) => treeProcess(columns, row));
}

/** The document, whose processes are made when they are asked for first. */
export function treeDocument({ head, columns }: GrownTree): ProcessTree {
  let processes: readonly TreeProcess[] | undefined;
  return {
    ...head,
    get processes() {
      return (processes ??= treeProcesses(columns));
    },
  };
}
