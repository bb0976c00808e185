/**
 * A quorum as alternatives, for languages that cannot count: each is a list of steps, each step a list of signals of which one must be seen, and
 * the programs of two steps differ. A rule holds where one of its alternatives does.
 */
import { withSureNeed, type Program, type RulePlan } from './plan.ts';
import type { SaidSignal } from './say-signal.ts';

export type Step<Leaf> = readonly SaidSignal<Leaf>[];
export type Alternative<Leaf> = readonly Step<Leaf>[];

export function alternativesOf<Leaf>(plan: RulePlan<Leaf>): readonly Alternative<Leaf>[] {
  const { programs, rule } = plan;
  return pinned(programs, withSureNeed(plan)).flatMap(({ steps, names }) => {
    const others = programs.filter(({ name }) => !names.has(name));
    return quorums(others, rule.quorum - names.size).map((rest) => [...steps, ...rest]);
  });
}

interface Pinned<Leaf> {
  readonly steps: Alternative<Leaf>;
  readonly names: ReadonlySet<string>;
}

/** One program for each need; a program that meets two needs does so by one signal, or by two. */
function pinned<Leaf>(
  programs: readonly Program<Leaf>[],
  needs: RulePlan<Leaf>['needs'],
): readonly Pinned<Leaf>[] {
  const choices = needs.map((group) =>
    programs.flatMap(({ name, signals }) => {
      const theirs = signals.filter((signal) => group.includes(signal));
      return theirs.length === 0 ? [] : [{ name, theirs }];
    }),
  );
  const chosen = choices.reduce<readonly (readonly { name: string; theirs: Step<Leaf> }[])[]>(
    (before, choice) => before.flatMap((list) => choice.map((each) => [...list, each])),
    [[]],
  );
  return chosen.flatMap((list) => {
    const names = new Set(list.map(({ name }) => name));
    const byProgram = [...Map.groupBy(list, ({ name }) => name).values()].map((met) =>
      meets(met.map(({ theirs }) => theirs)),
    );
    return product(byProgram).map((steps) => ({ steps: steps.flat(), names }));
  });
}

/** All groups by one signal where there is one, and by a signal each where that is something else. */
function meets<Leaf>(groups: readonly Step<Leaf>[]): readonly Alternative<Leaf>[] {
  const [first = [], ...rest] = groups;
  const shared = first.filter((signal) => rest.every((group) => group.includes(signal)));
  const isSame = groups.every((group) => group.length === shared.length);
  return [...(shared.length === 0 ? [] : [[shared]]), ...(isSame ? [] : [groups])];
}

function product<Item>(lists: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  return lists.reduce<readonly (readonly Item[])[]>(
    (before, list) => before.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );
}

/** `size` different programs: all ways to have them, in as few alternatives as pinning every second one allows. */
function quorums<Leaf>(programs: readonly Program<Leaf>[], size: number): readonly Alternative<Leaf>[] {
  if (size <= 0) return [[]];
  if (programs.length < size) return [];
  if (size === 1) return [[anyOf(programs)]];
  if (size === 2) return pairs(programs);
  return programs.flatMap((program, index) => {
    const earlier = programs.slice(0, index);
    if (earlier.length === 0) return [];
    return quorums(programs.slice(index + 1), size - 2).map((rest) => [
      anyOf(earlier),
      anyOf([program]),
      ...rest,
    ]);
  });
}

/** Two different numbers differ in a digit. */
function pairs<Leaf>(programs: readonly Program<Leaf>[]): readonly Alternative<Leaf>[] {
  const digits = Math.ceil(Math.log2(programs.length));
  return Array.from({ length: digits }, (_, digit) => {
    const has = (index: number): boolean => (index & (1 << digit)) !== 0;
    return [
      anyOf(programs.filter((_program, index) => !has(index))),
      anyOf(programs.filter((_program, index) => has(index))),
    ];
  });
}

function anyOf<Leaf>(programs: readonly Program<Leaf>[]): Step<Leaf> {
  return programs.flatMap(({ signals }) => signals);
}
