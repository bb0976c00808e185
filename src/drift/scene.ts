/** What the stages of a comparison share. */
import type { Fact, FactKind, ProgramKey } from '../model/facts.ts';
import type { Part, Participation } from './participation.ts';
import { factsOf, hasFact, idOf, isPresent, keyPart, type Side, type SideName } from './side.ts';

export interface Scene {
  readonly before: Side;
  readonly after: Side;
  readonly participation: Participation;
  /** Programs that only one side shows: what they do is a consequence of that. */
  readonly onlyBefore: ReadonlySet<ProgramKey>;
  readonly onlyAfter: ReadonlySet<ProgramKey>;
  /** Programs whose identity changed, by their new key. */
  readonly resigned: ReadonlySet<ProgramKey>;
  readonly folds: Folds;
  /** Programs that run from another path now, with what they ran from on each side. */
  readonly moved: Readonly<Record<SideName, ReadonlyMap<ProgramKey, readonly string[]>>>;
  /** Ids of facts that mark a stage of the upgrade. */
  readonly marks: ReadonlySet<string>;
  /** Could loss hide these facts from every run of that side? Then they are not known to have become something else. */
  readonly mayBeHidden: (facts: readonly Fact[], from: SideName) => boolean;
}

/** Consequences by their cause: one line each under the program that came or went. */
export class Folds {
  readonly #lines = new Map<ProgramKey, string[]>();

  add(program: ProgramKey, line: string): void {
    const lines = this.#lines.get(program) ?? [];
    this.#lines.set(program, lines);
    lines.push(line);
  }

  under(program: ProgramKey): readonly string[] {
    return (this.#lines.get(program) ?? []).toSorted();
  }
}

/** Facts of one kind that the runs of one side show and those of the other do not, without the consequences of a program that came or went. */
export function unmatched(
  scene: Scene,
  kind: FactKind,
): { readonly gone: readonly Fact[]; readonly added: readonly Fact[] } {
  return {
    gone: onlyOn(scene.before, scene.after, kind).filter(
      (fact) => !isFolded(scene, scene.onlyBefore, 'before', fact),
    ),
    added: onlyOn(scene.after, scene.before, kind).filter(
      (fact) => !isFolded(scene, scene.onlyAfter, 'after', fact),
    ),
  };
}

export function onlyOn(side: Side, other: Side, kind: FactKind): readonly Fact[] {
  return factsOf(side, kind).filter((fact) => isPresent(side, fact) && !hasFact(other, idOf(fact)));
}

function isFolded(scene: Scene, programs: ReadonlySet<ProgramKey>, side: SideName, fact: Fact): boolean {
  const cause =
    actorsOf(fact).find((program) => programs.has(program)) ??
    targetOf(fact, programs) ??
    carriedProgram(scene.moved[side], fact);
  if (cause === undefined) return false;
  scene.folds.add(cause, describeFact(fact));
  // An event that marks a stage, like the mount of the new system, matters whoever causes it.
  return !(fact.kind === 'event' && scene.marks.has(idOf(fact)));
}

/** A moved program whose executable is the fact's path, or lies in it: putting it into place is part of the move. */
function carriedProgram(
  moved: ReadonlyMap<ProgramKey, readonly string[]>,
  fact: Fact,
): ProgramKey | undefined {
  const path = keyPart(fact, 2);
  if (!path.startsWith('/')) return undefined;
  for (const [program, executables] of moved) {
    const isNear = executables.some((executable) => executable === path || executable.startsWith(`${path}/`));
    if (isNear) return program;
  }
  return undefined;
}

/** The program an event is about, as in `signal platform:com.apple.suhelperd 15`. */
export function targetOf(fact: Fact, programs: Iterable<ProgramKey>): ProgramKey | undefined {
  if (fact.kind !== 'event') return undefined;
  const object = keyPart(fact, 2);
  for (const program of programs) if (object === program || object.startsWith(`${program} `)) return program;
  return undefined;
}

/** Programs in a fact's key. */
export function actorsOf(fact: Fact): readonly ProgramKey[] {
  const two = fact.kind === 'launch' || fact.kind === 'responsible' || fact.kind === 'handoff';
  return fact.kind === 'shape' ? [] : fact.key.slice(0, two ? 2 : 1);
}

/** One line that names a fact, the program first: the subject of findings. */
export function describeFact(fact: Fact): string {
  const [a, b, c] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
  switch (fact.kind) {
    case 'program':
      return a;
    case 'launch':
      return `${a} launches ${b}`;
    case 'responsible':
      return `${a} is responsible for ${b}`;
    case 'arguments':
      return `${a} arguments ${b}`;
    case 'file':
      return `${a} ${b} ${c}`;
    case 'handoff':
      return `${a} hands over to ${b} ${c}`;
    case 'event':
      return c === '' ? `${a} ${b}` : `${a} ${b} ${c}`;
    case 'shape':
      return fact.key.join(' ');
  }
}

/** Does any of these facts belong to the upgrade? */
export function isRelated(scene: Scene, facts: readonly Fact[]): boolean {
  return facts.some((fact) => scene.participation.includes(fact));
}

export function partOf(scene: Scene, program: ProgramKey): Part | undefined {
  return scene.participation.of(program);
}
