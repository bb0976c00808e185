/** Which event types a fact comes from. A fact can only be missed where they were recorded and not lost. */
import { assertNever } from '../errors.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { factsOf, keyPart, type Side } from './side.ts';

/** Every group is needed; of a group any one type is enough. Empty: any event shows it. */
export type Sources = readonly (readonly string[])[];

const PRODUCES = ['create', 'rename', 'clone', 'copyfile', 'link', 'write', 'truncate', 'close'];
const CONSUMES = ['exec', 'rename', 'clone', 'copyfile'];

export function sourcesOf(fact: Fact): Sources {
  switch (fact.kind) {
    case 'program':
    case 'responsible':
      return [];
    case 'launch':
      return [['exec', 'fork']];
    case 'arguments':
      return [['exec']];
    case 'file':
      return [[operationType(keyPart(fact, 1))]];
    case 'handoff':
      return [PRODUCES, CONSUMES];
    case 'event':
      return [[keyPart(fact, 1)]];
    // Its scope is judged in shapes.ts: it need not be an event type.
    case 'shape':
      return [];
    default:
      return assertNever(fact.kind);
  }
}

/** A rename, clone or copy is two facts of one event type, `rename` and `rename-from`; an attribute stands behind a colon, `setextattr:NAME`. */
function operationType(operation: string): string {
  return (operation.split(':')[0] ?? '').replace(/-from$/, '');
}

/** The types on which one fact of a side depends. */
export function sourcesOn(side: Side, fact: Fact): Sources {
  return fact.kind === 'program' ? (programSources(side).get(keyPart(fact, 0)) ?? []) : sourcesOf(fact);
}

/** The types through which each program of a side is known: a program that only ever mounted cannot be missed where mounts were not recorded. */
export function programSources(side: Side): ReadonlyMap<ProgramKey, Sources> {
  const known = knownSources.get(side);
  if (known !== undefined) return known;
  const sources = collectProgramSources(side);
  knownSources.set(side, sources);
  return sources;
}

const knownSources = new WeakMap<Side, ReadonlyMap<ProgramKey, Sources>>();

function collectProgramSources(side: Side): ReadonlyMap<ProgramKey, Sources> {
  const types = new Map<ProgramKey, Set<string>>();
  const note = (program: ProgramKey, names: readonly string[]): void => {
    const set = types.get(program) ?? new Set<string>();
    types.set(program, set);
    for (const name of names) set.add(name);
  };
  for (const kind of ['arguments', 'file', 'event'] as const) {
    for (const fact of factsOf(side, kind)) note(keyPart(fact, 0), sourcesOf(fact).flat());
  }
  for (const fact of factsOf(side, 'launch')) {
    note(keyPart(fact, 0), ['exec', 'fork']);
    note(keyPart(fact, 1), ['exec', 'fork']);
  }
  return new Map([...types].map(([program, names]) => [program, [[...names]]]));
}
