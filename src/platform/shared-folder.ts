/** Whether somebody but root could choose what root writes to, by a name on the way to it. */
import { lstat, readlink } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { writeError } from './file-errors.ts';

export interface SharedPlace {
  /** `folder`: everybody may put names into it, or change those that are there. `link`: it leads where its owner, who is not root, wants. */
  readonly kind: 'folder' | 'link';
  readonly path: string;
}

const WRITABLE_BY_ALL = 0o002;
const STICKY = 0o1000;
/** As many as systems follow. */
const MOST_LINKS = 40;

/**
 * The first such place on the way to `folder`, itself included. A sticky folder above it does no harm: what is in it cannot be changed by others.
 * Links of root's own (/tmp and /var on macOS) are followed. Errors: output-unwritable where there is no such folder.
 */
export async function sharedPlace(folder: string): Promise<SharedPlace | undefined> {
  try {
    return await walk(resolve(folder));
  } catch (error) {
    throw writeError(error, folder);
  }
}

async function walk(folder: string): Promise<SharedPlace | undefined> {
  let names = namesOf(folder);
  let path = parse(folder).root;
  for (let links = 0; links < MOST_LINKS;) {
    const { mode, uid } = await lstat(path);
    if (isLink(mode)) {
      if (uid !== 0) return { kind: 'link', path };
      links += 1;
      const target = resolve(dirname(path), await readlink(path));
      names = [...namesOf(target), ...names];
      path = parse(target).root;
      continue;
    }
    const isSafe = (mode & WRITABLE_BY_ALL) === 0 || ((mode & STICKY) !== 0 && names.length > 0);
    if (!isSafe) return { kind: 'folder', path };
    const [next, ...rest] = names;
    if (next === undefined) return undefined;
    path = join(path, next);
    names = rest;
  }
  return { kind: 'link', path };
}

function namesOf(path: string): readonly string[] {
  return path
    .slice(parse(path).root.length)
    .split('/')
    .filter((name) => name !== '');
}

function isLink(mode: number): boolean {
  return (mode & 0o170000) === 0o120000;
}
