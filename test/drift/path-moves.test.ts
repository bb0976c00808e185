import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonePath } from '../../src/drift/move-rules.ts';
import { findMoves } from '../../src/drift/path-moves.ts';

const paths = (...list: string[]): LonePath[] => list.map((path) => ({ group: 'file p create', path }));
const rules = (gone: LonePath[], added: LonePath[]): string[] =>
  findMoves(gone, added).moves.map(({ from, to, members }) => `${from} → ${to} ×${members.length}`);

describe('findMoves', () => {
  it.each([
    [
      'a renamed folder',
      ['/a/old/x/1', '/a/old/x/2', '/a/old/y'],
      ['/a/new/x/1', '/a/new/x/2', '/a/new/y'],
      ['/a/old → /a/new ×3'],
    ],
    [
      'a folder one level deeper',
      ['/var/s/n.xpc/C/b'],
      ['/var/s/exec/n.xpc/C/b'],
      ['/var/s → /var/s/exec ×1'],
    ],
    [
      'a renamed file',
      ['/a/b/Update.plist'],
      ['/a/b/Update2.plist'],
      ['/a/b/Update.plist → /a/b/Update2.plist ×1'],
    ],
    [
      'two folders',
      ['/a/b/c/1', '/a/b/c/2', '/x/y/z/3'],
      ['/a/b/d/1', '/a/b/d/2', '/x/y/w/3'],
      ['/a/b/c → /a/b/d ×2', '/x/y/z → /x/y/w ×1'],
    ],
    ['other names', ['/a/b/alpha'], ['/a/b/zz'], []],
    ['a common file name in other places', ['/a/b/c/Info.plist'], ['/d/e/f/Info.plist'], []],
    [
      'a whole tree that kept nothing but its inside',
      ['/a/1/x', '/a/2/x', '/a/3/x'],
      ['/q/1/x', '/q/2/x', '/q/3/x'],
      ['/a → /q ×3'],
    ],
  ])('%s', (_name, gone, added, expected) => {
    expect(rules(paths(...gone), paths(...added))).toEqual(expected);
  });

  it('stays within one program and operation', () => {
    const added = [{ group: 'file q create', path: '/a/new/x' }];
    expect(rules(paths('/a/old/x'), added)).toEqual([]);
  });

  it('moves nothing where two places fit equally well, and names them', () => {
    const { moves, ambiguous } = findMoves(paths('/a/b/name1'), paths('/a/b/name2', '/a/b/name3'));
    expect(moves).toEqual([]);
    expect(ambiguous.get('/a/b/name1')).toEqual(['/a/b/name2', '/a/b/name3']);
    expect(ambiguous.get('/a/b/name3')).toEqual(['/a/b/name1']);
  });

  it('sees that a collapsed folder and its names are the same', () => {
    const { moves } = findMoves(paths('/a/old/{any}'), paths('/a/new/x', '/a/new/y', '/a/new/z'));
    expect(moves.map(({ from, to, members }) => [from, to, members[0]?.is.length])).toEqual([
      ['/a/old', '/a/new', 3],
    ]);
  });

  it('finds any folder that was renamed, whatever lies in it', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}$/);
    const tree = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      { minLength: 3, maxLength: 30 },
    );
    fc.assert(
      fc.property(tree, (inside) => {
        const gone = paths(...inside.map((path) => `/System/Folder Before/${path}`));
        const added = paths(...inside.map((path) => `/System/Folder After/${path}`));
        expect(rules(gone, added)).toEqual([
          `/System/Folder Before → /System/Folder After ×${inside.length}`,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('handles thousands of unrelated paths in bounded work', () => {
    const many = (root: string): LonePath[] =>
      paths(
        ...Array.from({ length: 3000 }, (_, n) => `/${root}/${n % 50}/${(n * 7919) % 3001}/${root}-${n}`),
      );
    expect(rules(many('alpha'), many('beta'))).toEqual([]);
  });
});
