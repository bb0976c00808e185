/**
 * JSON as a tree whose numbers and strings stay the text they were: to write a line with its keys in another order without touching
 * 1152921500312575883 or `\/`.
 */
export type Tree =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: Tree])[] };

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

export function parseTree(text: string): Tree {
  TOKEN.lastIndex = 0;
  const next = (): string => {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`no JSON: ${text.slice(0, 80)}`);
    return token;
  };
  const value = (first: string): Tree => {
    if (first === '[') {
      const items: Tree[] = [];
      for (let token = next(); token !== ']'; token = next())
        items.push(value(token === ',' ? next() : token));
      return { kind: 'array', items };
    }
    if (first !== '{') return { kind: 'leaf', text: first };
    const entries: (readonly [string, Tree])[] = [];
    for (let token = next(); token !== '}'; token = next()) {
      const key = token === ',' ? next() : token;
      next();
      entries.push([key, value(next())]);
    }
    return { kind: 'object', entries };
  };
  return value(next());
}

export function writeTree(tree: Tree, order: <T>(items: readonly T[]) => readonly T[]): string {
  switch (tree.kind) {
    case 'leaf':
      return tree.text;
    case 'array':
      return `[${tree.items.map((item) => writeTree(item, order)).join(',')}]`;
    case 'object':
      return `{${order(tree.entries)
        .map(([key, value]) => `${key}:${writeTree(value, order)}`)
        .join(',')}}`;
  }
}
