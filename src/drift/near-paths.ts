/** Which added paths of a group look most like a given one: the only ones worth comparing. */
import { hasHole } from './holes.ts';
import { pathSegments } from './locations.ts';
import { byCodeUnit } from './side.ts';

/** Paths with the most similar end that are tried for each path, on either side of its place in the sorted list. */
const NEIGHBOURS = 4;
const MOST_SIBLINGS = 16;

/** The added paths of one group that look most like a given path. */
export class NearPaths {
  readonly #byEnd: SortedPaths;
  readonly #byFolder: SortedPaths;
  readonly #holesByFolder: SortedPaths;
  readonly #siblings: ReadonlyMap<string, readonly string[]>;

  constructor(paths: readonly string[]) {
    this.#byEnd = new SortedPaths(paths, reversedOf);
    this.#byFolder = new SortedPaths(paths, (path) => reversedOf(parentOf(path)));
    this.#holesByFolder = new SortedPaths(paths.filter(hasHole), (path) => reversedOf(parentOf(path)));
    this.#siblings = Map.groupBy(paths, parentOf);
  }

  of(path: string): ReadonlySet<string> {
    const folder = reversedOf(parentOf(path));
    return new Set([
      ...this.#byEnd.around(reversedOf(path)),
      ...(hasHole(path) ? this.#byFolder : this.#holesByFolder).around(folder),
      ...(this.#siblings.get(parentOf(path)) ?? []).slice(0, MOST_SIBLINGS),
    ]);
  }
}

/** Paths in the order of a key, to find those with the nearest keys. */
class SortedPaths {
  readonly #entries: readonly { readonly path: string; readonly key: string }[];

  constructor(paths: readonly string[], keyOf: (path: string) => string) {
    const entries = paths.map((path) => ({ path, key: keyOf(path) }));
    this.#entries = entries.sort((a, b) => byCodeUnit(a.key, b.key) || byCodeUnit(a.path, b.path));
  }

  around(key: string): readonly string[] {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.key ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return this.#entries.slice(Math.max(0, low - NEIGHBOURS), low + NEIGHBOURS).map(({ path }) => path);
  }
}

function reversedOf(path: string): string {
  return pathSegments(path).toReversed().join('/');
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
