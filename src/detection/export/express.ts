/**
 * Says a condition in the words of a target. It never widens: a condition that the target cannot say takes along what it is joined to by
 * "and", while an alternative only is left out. So what is said holds nowhere where the condition does not, but for what a loss names.
 */
import type { ExportEffect, ExportLoss } from '../../model/rules-export.ts';
import type { Condition, Match } from './condition.ts';

export type Loss = Omit<ExportLoss, 'signal'>;

export type Tree<Leaf> =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Tree<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Tree<Leaf> };

export type Answer<Leaf> =
  | { readonly kind: 'said'; readonly tree: Tree<Leaf>; readonly losses: readonly Loss[] }
  | { readonly kind: 'unsaid'; readonly why: string };

/** What the target has for one test of one field. */
export type AskField<Leaf> = (field: string, match: Match) => Answer<Leaf>;

export const leaf = <Leaf>(value: Leaf, ...losses: readonly Loss[]): Answer<Leaf> => ({
  kind: 'said',
  tree: { kind: 'leaf', leaf: value },
  losses,
});
export const unsaid = (why: string): { readonly kind: 'unsaid'; readonly why: string } => ({
  kind: 'unsaid',
  why,
});
export const loss = (effect: ExportEffect, text: string): Loss => ({ effect, text });

export function express<Leaf>(condition: Condition, ask: AskField<Leaf>): Answer<Leaf> {
  return walk(condition, ask, false);
}

function walk<Leaf>(condition: Condition, ask: AskField<Leaf>, isNegated: boolean): Answer<Leaf> {
  switch (condition.kind) {
    case 'field':
      return condition.match.kind === 'several'
        ? unsaid(`${condition.field}: several conditions on one of its values`)
        : ask(condition.field, condition.match);
    case 'not': {
      const inner = walk(condition.of, ask, !isNegated);
      if (inner.kind === 'unsaid') return inner;
      return { kind: 'said', tree: { kind: 'not', of: inner.tree }, losses: inner.losses.map(turned) };
    }
    case 'all':
    case 'any':
      return join(
        condition.kind,
        condition.of.map((each) => walk(each, ask, isNegated)),
        isNegated,
      );
  }
}

function join<Leaf>(kind: 'all' | 'any', answers: readonly Answer<Leaf>[], isNegated: boolean): Answer<Leaf> {
  const said = answers.filter((each) => each.kind === 'said');
  const missing = answers.flatMap((each) => (each.kind === 'unsaid' ? [each.why] : []));
  // Under "not" leaving out an alternative would widen.
  const mayLeaveOut = kind === 'any' && !isNegated && said.length > 0;
  if (missing.length > 0 && !mayLeaveOut) return unsaid([...new Set(missing)].join('; '));
  const [only] = said;
  return {
    kind: 'said',
    tree: said.length === 1 && only !== undefined ? only.tree : { kind, of: said.map(({ tree }) => tree) },
    losses: [
      ...missing.map((why) => loss('narrower', `an alternative is left out (${why})`)),
      ...said.flatMap(({ losses }) => losses),
    ],
  };
}

export const TURNED: Readonly<Record<ExportEffect, ExportEffect>> = {
  broader: 'narrower',
  narrower: 'broader',
  same: 'same',
};

function turned({ effect, text }: Loss): Loss {
  return { effect: TURNED[effect], text };
}

/** `and`, `or` and `not`, as SQL, EQL and Sigma all write them. */
export function writeTree<Leaf>(tree: Tree<Leaf>, write: (leaf: Leaf) => string, words: TreeWords): string {
  const nested = (each: Tree<Leaf>): string => {
    const written = writeTree(each, write, words);
    return each.kind === 'all' || each.kind === 'any' ? `(${written})` : written;
  };
  switch (tree.kind) {
    case 'leaf':
      return write(tree.leaf);
    case 'not':
      return words.not(writeTree(tree.of, write, words));
    case 'all':
      return tree.of.map(nested).join(words.and);
    case 'any':
      return tree.of.map(nested).join(words.or);
  }
}

export interface TreeWords {
  readonly and: string;
  readonly or: string;
  readonly not: (written: string) => string;
}
