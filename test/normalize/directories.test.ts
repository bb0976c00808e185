import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryTree } from '../../src/normalize/directories.ts';
import { policyTree, type DirectoryLimits } from '../../src/normalize/thresholds.ts';

/** Limits so small that random trees pass all of them. */
const TIGHT: DirectoryLimits = {
  policies: policyTree([
    { directory: '/a/b', children: 2 },
    { directory: '/a/b/a/c', children: 3 },
    { directory: '/b/a', children: 2, shallow: true },
    { directory: '/c', children: 0 },
  ]),
  children: 3,
  budgets: new Map([
    [1, 9],
    [2, 6],
  ]),
  rootBudget: 18,
};

interface Closed {
  readonly paths: readonly string[];
  readonly marks: readonly string[];
}

function close(...parts: readonly Closed[]): Closed {
  const tree = new DirectoryTree(TIGHT);
  for (const { paths, marks } of parts) {
    marks.forEach((mark) => tree.addMark(mark));
    paths.forEach((path) => tree.add(path));
  }
  tree.close();
  const paths = [...new Set(parts.flatMap((part) => part.paths.map((path) => tree.rewrite(path))))].sort();
  return { paths, marks: tree.marks() };
}

const part = fc
  .array(
    fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 0, maxLength: 5 })
      .map((names) => `/${names.join('/')}`),
    { maxLength: 25 },
  )
  .map((paths): Closed => ({ paths, marks: [] }));

describe('a tree of directories', () => {
  it('comes to the same state in any order of uniting', () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const all = close(a, b, c);
        expect(close(close(a, b), c)).toEqual(all);
        expect(close(a, close(c, b))).toEqual(all);
        expect(close(c, close(b), close(a))).toEqual(all);
        expect(close(all)).toEqual(all);
        expect(close(all, a)).toEqual(all);
      }),
      { numRuns: 3000 },
    );
  });

  it('rewrites a rewritten path to itself', () => {
    fc.assert(
      fc.property(part, (a) => {
        const tree = new DirectoryTree(TIGHT);
        a.paths.forEach((path) => tree.add(path));
        tree.close();
        for (const path of a.paths) expect(tree.rewrite(tree.rewrite(path))).toBe(tree.rewrite(path));
      }),
      { numRuns: 500 },
    );
  });

  it('holds any number of distinct paths in little room', () => {
    const tree = new DirectoryTree();
    let largest = 0;
    for (let index = 0; index < 300_000; index++) {
      const path = `/Library/Big/p${index % 50}/q${Math.floor(index / 50) % 50}/r${Math.floor(index / 2500)}/s${index}`;
      tree.add(tree.rewrite(path));
      if (tree.added > 20_000) {
        largest = Math.max(largest, tree.added);
        tree.close();
      }
    }
    tree.close();
    expect(tree.rewrite('/Library/Big/p1/q2/r3/s4')).toBe('/Library/Big/p1/{below}');
    expect(largest).toBeLessThan(20_010);
  });

  it('survives a path of thousands of components', () => {
    const tree = new DirectoryTree();
    const path = '/x'.repeat(8000);
    tree.add(path);
    tree.close();
    expect(tree.rewrite(path).length).toBeLessThan(200);
    expect(tree.rewrite('/')).toBe('/');
  });
});
