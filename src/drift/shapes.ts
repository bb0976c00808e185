/**
 * What eslogger's own lines look like. Compared per message version, because Apple may only change the shape with it; a key that the catalogue knows and
 * this side merely did not happen to show is no news. A finding here says that the tool changed, not macOS; it never fails a check by default.
 */
import type { Fact } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import type { Scene } from './scene.ts';
import { byCodeUnit, factsOf, isPresent, keyPart, type Side } from './side.ts';

/** Is this key of this scope in the catalogue? An empty key asks for the event type itself. */
export type IsKnownShape = (scope: string, key: string) => boolean;

interface Scope {
  readonly name: string;
  readonly version: string;
  /** Lines that could show a key of it, per judged run. */
  readonly lines: readonly number[];
  readonly keys: ReadonlyMap<string, readonly Fact[]>;
  /** The fact that is seen most: stands for the scope. */
  readonly most: Fact;
}

export function shapeDrafts(scene: Scene, isKnown: IsKnownShape): readonly Draft[] {
  const was = scopesOf(scene.before);
  const is = scopesOf(scene.after);
  const versions = new Set([...was.values()].map(({ version }) => version));
  const drafts: Draft[] = [];
  for (const name of [...new Set([...was.keys(), ...is.keys()])].sort(byCodeUnit)) {
    const [old, young] = [was.get(name), is.get(name)];
    if (old !== undefined && young !== undefined) drafts.push(...scopeDrafts(scene, old, young, isKnown));
    else if (young !== undefined && versions.has(young.version) && !isKnown(young.name, ''))
      drafts.push(newType(young));
  }
  return drafts;
}

function scopesOf(side: Side): ReadonlyMap<string, Scope> {
  const present = factsOf(side, 'shape').filter((fact) => isPresent(side, fact));
  const scopes = new Map<string, Scope>();
  for (const [name, facts] of Map.groupBy(present, (fact) => fact.key.slice(0, 2).join('\u0000'))) {
    const keys = Map.groupBy(facts, (fact) => keyPart(fact, 2));
    // An element of a list counts as often as it stands there, which says nothing about how many lines there were.
    const own = [...keys].flatMap(([key, list]) => (/[.[]/.test(key) ? [] : [list]));
    const totals = own.map((list) => side.judged.map((run) => sum(list, run)));
    const lines = side.judged.map((_, index) => Math.max(...totals.map((counts) => counts[index] ?? 0)));
    const [most] = facts.toSorted(
      (a, b) => total(side, b) - total(side, a) || byCodeUnit(keyPart(a, 2), keyPart(b, 2)),
    );
    const [scope = '', version = ''] = name.split('\u0000');
    if (most !== undefined) scopes.set(name, { name: scope, version, lines, keys, most });
  }
  return scopes;
}

function sum(facts: readonly Fact[], run: number): number {
  return facts.reduce((count, fact) => count + (fact.counts[run] ?? 0), 0);
}

function total(side: Side, fact: Fact): number {
  return side.judged.reduce((count, run) => count + (fact.counts[run] ?? 0), 0);
}

function scopeDrafts(scene: Scene, was: Scope, is: Scope, isKnown: IsKnownShape): readonly Draft[] {
  const found = new Map<string, Draft>();
  for (const key of [...new Set([...was.keys.keys(), ...is.keys.keys()])].sort(byCodeUnit)) {
    const made = keyDraft(scene, was, is, key, isKnown);
    if (made !== undefined) found.set(key, made);
  }
  // A key that came or went took its members along.
  return [...found].flatMap(([key, made]) =>
    outerKeys(key).some((outer) => found.get(outer)?.change === made.change) ? [] : [made],
  );
}

function keyDraft(
  scene: Scene,
  was: Scope,
  is: Scope,
  key: string,
  isKnown: IsKnownShape,
): Draft | undefined {
  const [old, young] = [was.keys.get(key), is.keys.get(key)];
  if (old !== undefined && young !== undefined) return typeDraft(was, key, old, young);
  if (young !== undefined && (!isKnown(was.name, key) || isAlwaysThere(scene.after, is, key))) {
    const sentence = `${place(was, key)} is a key that eslogger did not write before`;
    return shapeDraft('shape-added', was, key, { after: typesOf(young) }, [was.most], young, sentence);
  }
  if (old !== undefined && isAlwaysThere(scene.before, was, key)) {
    const sentence = `eslogger no longer writes ${place(was, key)}, which every such line had`;
    return shapeDraft('shape-removed', was, key, { before: typesOf(old) }, old, [is.most], sentence);
  }
  return undefined;
}

/** `a.b[].c` lies in `a.b[]`, `a.b` and `a`. */
function outerKeys(key: string): readonly string[] {
  const outer: string[] = [];
  for (let rest = key; rest !== '';) {
    rest = rest.endsWith('[]') ? rest.slice(0, -2) : rest.slice(0, Math.max(0, rest.lastIndexOf('.')));
    if (rest !== '') outer.push(rest);
  }
  return outer;
}

/** Enough lines to tell a key that is always there from one that happened to be. */
const ENOUGH_LINES = 5;

/** In every line; a key that lies in another one, wherever that one is. */
function isAlwaysThere(side: Side, scope: Scope, key: string): boolean {
  const facts = scope.keys.get(key) ?? [];
  const outer = outerKeys(key).flatMap((name) => scope.keys.get(name) ?? []);
  const places = side.judged.map((run, index) =>
    outer.length === 0 ? (scope.lines[index] ?? 0) : Math.max(...outer.map((fact) => sum([fact], run))),
  );
  const all = places.reduce((count, more) => count + more, 0);
  return all >= ENOUGH_LINES && side.judged.every((run, index) => sum(facts, run) === places[index]);
}

function typeDraft(
  scope: Scope,
  key: string,
  old: readonly Fact[],
  young: readonly Fact[],
): Draft | undefined {
  const [was, is] = [jsonTypes(old), jsonTypes(young)];
  // A value that is null on one side says nothing about its type.
  if (was.length === 0 || is.every((type) => was.includes(type))) return undefined;
  const sentence = `${place(scope, key)} is now written as ${is.join(' or ')}, it was ${was.join(' or ')}`;
  const sides = { before: typesOf(old), after: typesOf(young) };
  return shapeDraft('shape-changed', scope, key, sides, old, young, sentence);
}

function jsonTypes(facts: readonly Fact[]): readonly string[] {
  const types = facts.map((fact) => keyPart(fact, 3)).filter((type) => type !== 'null');
  return [...new Set(types)].sort(byCodeUnit);
}

function typesOf(facts: readonly Fact[]): string {
  return [...new Set(facts.map((fact) => keyPart(fact, 3)))].sort(byCodeUnit).join(' or ');
}

function place(scope: Scope, key: string): string {
  return key === '' ? scope.name : `${key} of ${scope.name}`;
}

function newType(scope: Scope): Draft {
  const sentence = `${scope.name} is an event type that no known macOS has`;
  return shapeDraft('shape-added', scope, '', { after: 'event type' }, [], [scope.most], sentence);
}

function shapeDraft(
  change: 'shape-added' | 'shape-removed' | 'shape-changed',
  scope: Scope,
  key: string,
  sides: { readonly before?: string; readonly after?: string },
  beforeFacts: readonly Fact[],
  afterFacts: readonly Fact[],
  sentence: string,
): Draft {
  return draft({
    change,
    program: '',
    subject: `${scope.name}${key === '' ? '' : ` ${key}`} v${scope.version}`,
    ...sides,
    beforeFacts,
    afterFacts,
    related: false,
    sentence: `${sentence} (message version ${scope.version})`,
  });
}
