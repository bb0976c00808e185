/** Repeated siblings become one: same program, same end, same processes below. */
import type { TreeImage, TreeProcess } from '../model/process-tree.ts';

/** A process as drawn, with its likes. */
export interface TreeBranch {
  readonly subject: TreeProcess;
  /** All that it stands for, itself first. */
  readonly likes: readonly TreeProcess[];
  readonly branches: readonly TreeBranch[];
}

function imageWords({ path, signingId, authority, args }: TreeImage): readonly unknown[] {
  return [path, signingId, authority, args];
}

/** What must be equal for two siblings to be drawn as one; pids, times and job labels may differ. */
function ownWords(subject: TreeProcess): readonly unknown[] {
  const { images, label, exit, failedLaunch, forkOnly, context, bornOf, startedMs } = subject;
  const unnamed = images.length === 0 ? [label, subject.pid] : [];
  return [
    subject.boot,
    images.map(imageWords),
    unnamed,
    exit,
    failedLaunch,
    forkOnly,
    context,
    bornOf !== null,
    startedMs === null,
  ];
}

interface Growing {
  readonly subject: TreeProcess;
  readonly likes: TreeProcess[];
  branches: Growing[];
  signature: number;
}

/** `processes` in drawing order. Works from the end, so that no depth of nesting is too much for the stack. */
export function foldTree(processes: readonly TreeProcess[], fold: boolean): readonly TreeBranch[] {
  const byId = new Map<number, Growing>();
  const roots: Growing[] = [];
  for (const subject of processes) {
    const growing: Growing = { subject, likes: [subject], branches: [], signature: 0 };
    byId.set(subject.id, growing);
    const above = subject.parent === null ? undefined : byId.get(subject.parent);
    (above?.branches ?? roots).push(growing);
  }
  if (!fold) return roots;
  const signatures = new Map<string, number>();
  for (const growing of [...byId.values()].toReversed()) {
    growing.branches = mergeLikes(growing.branches);
    const words = [
      ownWords(growing.subject),
      growing.branches.map(({ signature, likes }) => [signature, likes.length]),
    ];
    const text = JSON.stringify(words);
    growing.signature = signatures.get(text) ?? signatures.size;
    signatures.set(text, growing.signature);
  }
  return mergeLikes(roots);
}

function mergeLikes(siblings: readonly Growing[]): Growing[] {
  const first = new Map<number, Growing>();
  for (const sibling of siblings) {
    const like = first.get(sibling.signature);
    if (like === undefined) first.set(sibling.signature, sibling);
    else like.likes.push(...sibling.likes);
  }
  return [...first.values()];
}
