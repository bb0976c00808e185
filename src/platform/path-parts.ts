/** A path part by part. Whoever can rename one of them, or put a link in its place, chooses what is found at the end. */
import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';

export type PathPart =
  | { readonly path: string; readonly status: Stats; readonly isLast: boolean }
  /** It cannot be looked at, and nothing comes behind it. */
  | { readonly path: string; readonly status?: undefined; readonly error: unknown };

const WRITABLE_BY_ALL = 0o002;
const STICKY = 0o1000;

/** From the root of the file system on. Whoever asks for more behind a link gets the parts of where it leads; how often is for them to limit. */
export async function* partsOf(path: string): AsyncGenerator<PathPart> {
  let part = path;
  try {
    // Where the folder that one stands in is gone, this fails too.
    const whole = resolve(path);
    let names = namesOf(whole);
    part = parse(whole).root;
    for (;;) {
      const status = await lstat(part);
      yield { path: part, status, isLast: names.length === 0 };
      if (status.isSymbolicLink()) {
        const target = resolve(dirname(part), await readlink(part));
        names = [...namesOf(target), ...names];
        part = parse(target).root;
        continue;
      }
      const [next, ...rest] = names;
      if (next === undefined) return;
      part = join(part, next);
      names = rest;
    }
  } catch (error) {
    yield { path: part, error };
  }
}

export function isWritableByAll({ mode }: Stats): boolean {
  return (mode & WRITABLE_BY_ALL) !== 0;
}

/** Others may add to such a folder, but not touch what is there. */
export function isStickyFolder(status: Stats): boolean {
  return status.isDirectory() && (status.mode & STICKY) !== 0;
}

function namesOf(path: string): readonly string[] {
  return path
    .slice(parse(path).root.length)
    .split('/')
    .filter((name) => name !== '');
}
