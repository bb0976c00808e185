/** What one event must be, as Sigma's selections and the condition over them. */
import { writeTree, type Tree } from '../express.ts';
import type { Selection } from './fields.ts';
import type { YamlValue } from './yaml.ts';

/** Each leaf is a selection of its own, but what is joined by "and" shares one where the fields differ. */
export function detectionOf(tree: Tree<Selection>): { readonly [key: string]: YamlValue } {
  const selections: { readonly [key: string]: YamlValue }[] = [];
  const add = (leaves: readonly Selection[]): string => {
    selections.push(
      Object.fromEntries(
        leaves.map(({ key, values }) => [key, values.length === 1 ? (values[0] ?? '') : values]),
      ),
    );
    return `selection_${selections.length}`;
  };
  const condition = writeTree(grouped(tree), add, {
    and: ' and ',
    or: ' or ',
    not: (text) => `not (${text})`,
  });
  return {
    ...Object.fromEntries(selections.map((selection, index) => [`selection_${index + 1}`, selection])),
    condition,
  };
}

function grouped(tree: Tree<Selection>): Tree<readonly Selection[]> {
  switch (tree.kind) {
    case 'leaf':
      return { kind: 'leaf', leaf: [tree.leaf] };
    case 'not':
      return { kind: 'not', of: grouped(tree.of) };
    case 'any':
      return { kind: 'any', of: tree.of.map(grouped) };
    case 'all': {
      const leaves = tree.of.flatMap((each) => (each.kind === 'leaf' ? [each.leaf] : []));
      const once = leaves.filter(({ key }) => leaves.filter((other) => other.key === key).length === 1);
      const rest = tree.of.filter((each) => !(each.kind === 'leaf' && once.includes(each.leaf)));
      const own: readonly Tree<readonly Selection[]>[] =
        once.length === 0 ? [] : [{ kind: 'leaf', leaf: once }];
      const all = [...own, ...rest.map(grouped)];
      const [only] = all;
      return all.length === 1 && only !== undefined ? only : { kind: 'all', of: all };
    }
  }
}
