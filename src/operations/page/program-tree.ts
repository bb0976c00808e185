/** Who launches whom, on both sides at once: one tree of programs, drawn from facts, so that a baseline has one too. */
import type { Outline } from '../../drift/outline.ts';
import { byCodeUnit, factsOf, isPresent, keyPart, type Side } from '../../drift/side.ts';
import type { Fact, ProgramKey } from '../../model/facts.ts';
import type { PageSupport, PageTreeRow } from '../../model/page.ts';
import { idsOf, markOf, type FindingIndex } from './finding-index.ts';
import { pageSupport } from './support.ts';

const MOST_ROWS = 4_000;
const LAUNCHD = 'platform:com.apple.xpc.launchd';

interface Edge {
  readonly child: ProgramKey;
  readonly before: PageSupport | null;
  readonly after: PageSupport | null;
}

export interface ProgramTree {
  readonly rows: readonly PageTreeRow[];
  readonly left: number;
}

export function programTree(outline: Outline, findings: FindingIndex): ProgramTree {
  const drawing = new Drawing(outline, findings);
  const roots = rootsOf(outline, drawing);
  for (const root of roots.drawn) drawing.draw(root, undefined, 0, new Set());
  return { rows: drawing.rows, left: drawing.left + roots.left };
}

class Drawing {
  readonly rows: PageTreeRow[] = [];
  left = 0;
  readonly #outline: Outline;
  readonly #findings: FindingIndex;
  readonly #was: ReadonlyMap<ProgramKey, ProgramKey>;
  readonly #expanded = new Set<ProgramKey>();
  readonly children = new Map<ProgramKey, readonly Edge[]>();

  constructor(outline: Outline, findings: FindingIndex) {
    this.#outline = outline;
    this.#findings = findings;
    this.#was = new Map([...findings.renames].map(([was, is]) => [is, was]));
    const { before, after } = outline;
    const [was, is] = [edgesOf(before), edgesOf(after)];
    for (const parent of new Set([...was.keys(), ...is.keys()])) {
      const [wasBelow, isBelow] = [was.get(parent), is.get(parent)];
      const edges = [...new Set([...(wasBelow?.keys() ?? []), ...(isBelow?.keys() ?? [])])].map((child) => ({
        child,
        before: supportOfEdge(before, wasBelow?.get(child)),
        after: supportOfEdge(after, isBelow?.get(child)),
      }));
      this.children.set(parent, edges.sort(byFirst));
    }
  }

  draw(edge: Edge, parent: ProgramKey | undefined, depth: number, above: Set<ProgramKey>): void {
    if (this.rows.length >= MOST_ROWS) {
      this.left += 1;
      return;
    }
    const { child: program, before, after } = edge;
    const below = this.children.get(program) ?? [];
    const repeated = below.length > 0 && (this.#expanded.has(program) || above.has(program));
    const own = this.#findings.ofProgram(program);
    const about = parent === undefined ? own : [...this.#findings.ofLaunch(parent, program), ...own];
    this.rows.push({
      depth,
      program,
      wasProgram: this.#was.get(program) ?? null,
      before,
      after,
      mark: markOf(before, after, about),
      findings: idsOf(about),
      part: this.#outline.participation.of(program)?.reason ?? null,
      repeated,
    });
    if (repeated) return;
    this.#expanded.add(program);
    above.add(program);
    for (const next of below) this.draw(next, program, depth + 1, above);
    above.delete(program);
  }

  /** Worth a line of its own although it neither launches nor is launched. */
  isTelling(program: ProgramKey): boolean {
    const isLoud = this.#findings.ofProgram(program).some(({ severity }) => severity !== 'info');
    return isLoud || this.#outline.participation.of(program) !== undefined;
  }
}

/** Programs that nothing was seen to launch: they ran already. Those without children that have nothing to say are counted only. */
function rootsOf(
  { before, after }: Outline,
  drawing: Drawing,
): { readonly drawn: readonly Edge[]; readonly left: number } {
  const launched = new Set(
    [...drawing.children.values()].flatMap((edges) => edges.map(({ child }) => child)),
  );
  const [was, is] = [programsOf(before), programsOf(after)];
  const keys = new Set([...was.keys(), ...is.keys(), ...drawing.children.keys()]);
  const roots = [...keys]
    .filter((program) => !launched.has(program) || program === LAUNCHD)
    .map((child) => ({
      child,
      before: supportOfEdge(before, was.get(child)),
      after: supportOfEdge(after, is.get(child)),
    }));
  const drawn = roots.filter(({ child }) => drawing.children.has(child) || drawing.isTelling(child));
  const rank = (edge: Edge): number => (edge.child === LAUNCHD ? 0 : 1);
  return {
    drawn: drawn.sort((a, b) => rank(a) - rank(b) || byFirst(a, b)),
    left: roots.length - drawn.length,
  };
}

function programsOf(side: Side): ReadonlyMap<ProgramKey, Fact> {
  return new Map(
    factsOf(side, 'program').flatMap((fact) => (isPresent(side, fact) ? [[keyPart(fact, 0), fact]] : [])),
  );
}

function edgesOf(side: Side): ReadonlyMap<ProgramKey, ReadonlyMap<ProgramKey, Fact>> {
  const edges = new Map<ProgramKey, Map<ProgramKey, Fact>>();
  for (const fact of factsOf(side, 'launch')) {
    const [parent, child] = [keyPart(fact, 0), keyPart(fact, 1)];
    if (parent === child || !isPresent(side, fact)) continue;
    const below = edges.get(parent) ?? new Map<ProgramKey, Fact>();
    edges.set(parent, below.set(child, fact));
  }
  return edges;
}

function supportOfEdge(side: Side, fact: Fact | undefined): PageSupport | null {
  return fact === undefined ? null : pageSupport(side, [fact]);
}

function byFirst(a: Edge, b: Edge): number {
  const first = ({ before, after }: Edge): number => after?.firstMs ?? before?.firstMs ?? 0;
  return first(a) - first(b) || byCodeUnit(a.child, b.child);
}
