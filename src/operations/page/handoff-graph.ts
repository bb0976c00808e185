/** Which program hands files to which, on both sides: the links between daemons that no process tree shows. */
import type { Outline } from '../../drift/outline.ts';
import { byCodeUnit, factsOf, isPresent, keyPart, type Side } from '../../drift/side.ts';
import type { Finding } from '../../model/drift.ts';
import type { Fact, ProgramKey } from '../../model/facts.ts';
import type { PageHandoff, PageHandoffPath } from '../../model/page.ts';
import { idsOf, markOf, type FindingIndex } from './finding-index.ts';
import { pageSupport } from './support.ts';

const MOST_EDGES = 120;
const MOST_PATHS = 12;

export interface HandoffGraph {
  readonly edges: readonly PageHandoff[];
  readonly left: number;
}

interface Link {
  readonly from: ProgramKey;
  readonly to: ProgramKey;
  readonly before: Map<string, Fact>;
  readonly after: Map<string, Fact>;
}

/** Edges that changed and those of the upgrade first; the others are counted where there are too many. */
export function handoffGraph(outline: Outline, findings: FindingIndex): HandoffGraph {
  const links = new Map<string, Link>();
  collect(links, outline.before, 'before');
  collect(links, outline.after, 'after');
  const edges = [...links.values()].map((link) => edgeOf(link, outline, findings));
  const ranked = edges.sort(
    (a, b) => rankOf(a) - rankOf(b) || byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to),
  );
  return { edges: ranked.slice(0, MOST_EDGES), left: Math.max(0, ranked.length - MOST_EDGES) };
}

function rankOf({ mark, takesPart }: PageHandoff): number {
  return (mark === 'same' || mark === 'unseen' ? 2 : 0) + (takesPart ? 0 : 1);
}

function collect(links: Map<string, Link>, side: Side, name: 'before' | 'after'): void {
  for (const fact of factsOf(side, 'handoff')) {
    if (!isPresent(side, fact)) continue;
    const [from, to, path] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
    const id = JSON.stringify([from, to]);
    const link = links.get(id) ?? { from, to, before: new Map(), after: new Map() };
    links.set(id, link);
    link[name].set(path, fact);
  }
}

function edgeOf(link: Link, { before, after, participation }: Outline, index: FindingIndex): PageHandoff {
  const { from, to } = link;
  const about = new Set<Finding>();
  const paths: PageHandoffPath[] = [];
  for (const path of new Set([...link.before.keys(), ...link.after.keys()])) {
    for (const finding of index.ofHandoff(from, to, path)) about.add(finding);
    const [was, is] = [link.before.get(path), link.after.get(path)];
    paths.push({
      path,
      before: was === undefined ? null : pageSupport(before, [was]),
      after: is === undefined ? null : pageSupport(after, [is]),
    });
  }
  const findings = [...about];
  const mark = markOf(
    pageSupport(before, [...link.before.values()]),
    pageSupport(after, [...link.after.values()]),
    findings,
  );
  const oneSided = ({ before: was, after: is }: PageHandoffPath): number =>
    was === null || is === null ? 0 : 1;
  paths.sort((a, b) => oneSided(a) - oneSided(b) || byCodeUnit(a.path, b.path));
  return {
    from,
    to,
    mark,
    takesPart: participation.of(from) !== undefined && participation.of(to) !== undefined,
    paths: paths.slice(0, MOST_PATHS),
    pathsLeft: Math.max(0, paths.length - MOST_PATHS),
    findings: idsOf(findings),
  };
}
