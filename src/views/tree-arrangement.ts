/** From the nodes of a forest to the rows of a tree: edges by parent or by responsible process, filters, depth, limit. */
import type { ProcessTree, TreeExit, TreeImage, TreeProcess } from '../model/process-tree.ts';
import type { ExitStatus } from '../model/event.ts';
import { authorityOf } from '../model/authority.ts';
import { imageName, signalName } from '../processes/describe.ts';
import type { Execution, ProcessNode } from '../processes/forest.ts';
import { globMatches } from '../model/glob.ts';
import { roundMs } from '../model/offset.ts';

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
  readonly processes: readonly TreeProcess[];
  readonly totals: Omit<ProcessTree['totals'], 'badLines'>;
}

interface Placed {
  readonly node: ProcessNode;
  readonly above: ProcessNode | undefined;
  readonly depth: number;
}

/** Names under which a filter may know a process. */
function namesOf(node: ProcessNode): readonly string[] {
  const names = node.executions.flatMap(({ image }) => [
    imageName(image),
    image.signingId ?? '',
    image.executable,
  ]);
  return [...names, node.label ?? ''].filter((name) => name !== '');
}

function matcher(options: ArrangementOptions): ((node: ProcessNode) => boolean) | undefined {
  const { program, sinceMs, startMs } = options;
  if (program === undefined && sinceMs === undefined) return undefined;
  return (node) => {
    if (sinceMs !== undefined && !(node.startedMs !== undefined && node.startedMs - startMs >= sinceMs))
      return false;
    return program === undefined || namesOf(node).some((name) => globMatches(program, name));
  };
}

const edge = {
  parent: (node: ProcessNode) => node.parent,
  responsible: (node: ProcessNode) => node.responsible,
};

/** What stands below each node, by its id; nodes are listed by their ids. */
function childrenOf(
  nodes: readonly ProcessNode[],
  by: 'parent' | 'responsible',
): readonly (readonly ProcessNode[] | undefined)[] {
  const above = edge[by];
  const children = new Array<ProcessNode[] | undefined>(nodes.length).fill(undefined);
  for (const node of nodes) {
    const id = above(node)?.id;
    if (id !== undefined) (children[id] ??= []).push(node);
  }
  return children;
}

/** All nodes in drawing order. Circles, which only hostile input has by `responsible`, are cut at their first node. */
function inDrawingOrder(nodes: readonly ProcessNode[], by: 'parent' | 'responsible'): readonly Placed[] {
  const children = childrenOf(nodes, by);
  // Not those that are known by a token alone and have nothing below them in this view.
  const hasContent = (node: ProcessNode): boolean =>
    children[node.id] !== undefined ||
    node.executions.length > 0 ||
    node.label !== undefined ||
    node.status !== undefined;
  const isLaunchd = (node: ProcessNode): number => (node.pid === 1 ? 0 : 1);
  const roots = nodes
    .filter((node) => edge[by](node) === undefined)
    .sort((a, b) => a.boot - b.boot || isLaunchd(a) - isLaunchd(b) || a.id - b.id);
  const placed: Placed[] = [];
  const done = new Uint8Array(nodes.length);
  const place = (root: ProcessNode): void => {
    const stack: Placed[] = [{ node: root, above: undefined, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { node, depth } = next;
      if (done[node.id] === 1 || !hasContent(node)) continue;
      done[node.id] = 1;
      placed.push(next);
      const below = children[node.id] ?? [];
      for (let index = below.length - 1; index >= 0; index -= 1) {
        const child = below[index];
        if (child !== undefined) stack.push({ node: child, above: node, depth: depth + 1 });
      }
    }
  };
  for (const root of roots) place(root);
  for (const node of nodes) if (done[node.id] === 0) place(node);
  return placed;
}

/** Matches, what stands below them, and what stands above them. */
function keptBy(
  placed: readonly Placed[],
  matches: (node: ProcessNode) => boolean,
): ReadonlyMap<ProcessNode, boolean> {
  const kept = new Map<ProcessNode, boolean>();
  for (const { node, above } of placed) {
    if (matches(node) || (above !== undefined && kept.has(above))) kept.set(node, false);
  }
  const above = new Map(placed.map((item) => [item.node, item.above]));
  for (const node of [...kept.keys()]) {
    for (let up = above.get(node); up !== undefined && !kept.has(up); up = above.get(up)) kept.set(up, true);
  }
  return kept;
}

export function arrangeTree(nodes: readonly ProcessNode[], options: ArrangementOptions): Arrangement {
  const all = inDrawingOrder(nodes, options.by);
  const matches = matcher(options);
  const kept = matches === undefined ? undefined : keptBy(all, matches);
  const filtered = kept === undefined ? all : all.filter(({ node }) => kept.has(node));
  const { depth: deepest } = options;
  const shallow = deepest === undefined ? filtered : filtered.filter(({ depth }) => depth <= deepest);
  const limit = options.limit === undefined || options.limit === 0 ? shallow.length : options.limit;
  const shown = shallow.slice(0, limit);
  return {
    processes: shown.map((item) => describeNode(item, kept?.get(item.node) ?? false, options)),
    totals: {
      processes: all.length,
      shown: shown.length,
      omittedByFilter: all.length - filtered.length,
      omittedByDepth: filtered.length - shallow.length,
      omittedByLimit: shallow.length - shown.length,
      startedBefore: all.filter(({ node }) => node.startedMs === undefined).length,
      failedLaunches: all.filter(({ node }) => node.failedLaunch).length,
    },
  };
}

function describeImage({ image, args }: Execution, withArgs: boolean): TreeImage {
  return {
    name: imageName(image),
    path: image.executable,
    signingId: image.signingId ?? null,
    authority: authorityOf(image),
    cdhash: image.cdhash ?? null,
    ...(withArgs ? { args } : {}),
  };
}

function describeExit(status: ExitStatus): TreeExit {
  if (status.kind === 'exited') return { code: status.code };
  const { signal, coreDumped } = status;
  return { signal, name: signalName(signal), coreDumped };
}

function describeNode(
  { node, above, depth }: Placed,
  context: boolean,
  options: ArrangementOptions,
): TreeProcess {
  const images = node.executions.map((execution) => describeImage(execution, options.withArgs ?? false));
  const offset = (ms: number | undefined): number | null =>
    ms === undefined ? null : roundMs(ms - options.startMs);
  return {
    id: node.id,
    parent: above?.id ?? null,
    depth,
    boot: node.boot,
    pid: node.pid,
    pidversion: node.pidversion,
    name: images.at(-1)?.name ?? node.label ?? `pid ${node.pid}`,
    images,
    label: node.label ?? null,
    startedMs: offset(node.startedMs),
    endedMs: offset(node.endedMs),
    exit: node.status === undefined ? null : describeExit(node.status),
    failedLaunch: node.failedLaunch,
    forkOnly: node.forkOnly,
    bornOf: node.bornOf ?? null,
    responsible: node.responsible?.id ?? null,
    context,
  };
}
