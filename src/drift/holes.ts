/** Collapsed directories in paths: one hole for all children, or for all that lies below them. */
import { pathSegments } from './locations.ts';

export const ANY = '{any}';
const BELOW = '{below}';

export function hasHole(path: string): boolean {
  return path.includes(ANY) || path.includes(BELOW);
}

/** Does a path with collapsed directories stand for this one? */
export function covers(pattern: string, path: string): boolean {
  if (!hasHole(pattern)) return pattern === path;
  const [a, b] = [pathSegments(pattern), pathSegments(path)];
  for (const [index, segment] of a.entries()) {
    if (segment === BELOW) return index < b.length;
    if (b[index] === undefined || (segment !== ANY && segment !== b[index])) return false;
  }
  return a.length === b.length;
}
