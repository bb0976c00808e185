/**
 * Names made up at random are told from names by how they look, so now and then one of them stays a literal in one run and is a hole in the others
 * (`Update.plist.diTrme` beside `Update.plist.{tmp}`). Where one side knows the template, a literal of the same program and operation that it
 * covers is the same thing, on whichever side it is.
 */
import type { Fact } from '../model/facts.ts';
import { pathSegments } from './locations.ts';
import { factId, hasFact, idOf, keyPart, renameFacts, type Side } from './side.ts';

const HOLE = '{tmp}';
/** A segment must keep this much of a name beside its hole; a hole alone would cover every name there is. */
const LEAST_NAME = 4;
const DRAWN = /^[A-Za-z0-9_-]{3,32}$/;

interface SegmentPattern {
  readonly segment: string;
  readonly head: string;
  readonly tail: string;
}

/** Owner of a fact → its place but for one segment → what that segment can look like. */
type Patterns = Map<string, Map<string, SegmentPattern[]>>;

export function alignDrawn(before: Side, after: Side): readonly [Side, Side] {
  const patterns: Patterns = new Map();
  for (const side of [before, after]) for (const fact of side.facts.values()) learn(patterns, fact);
  if (patterns.size === 0) return [before, after];
  const rename = (fact: Fact): Fact | undefined => {
    const path = pathOf(fact);
    if (path === undefined) return undefined;
    const id = idOf(fact);
    if (hasFact(before, id) && hasFact(after, id)) return undefined;
    const places = patterns.get(ownerOf(fact));
    return places === undefined ? undefined : covered(places, fact, path);
  };
  return [renameFacts(before, rename), renameFacts(after, rename)];
}

function pathOf(fact: Fact): string | undefined {
  const path = keyPart(fact, 2);
  return fact.kind !== 'shape' && path.startsWith('/') ? path : undefined;
}

/** Who does what, wherever. */
function ownerOf(fact: Fact): string {
  return factId(fact.kind, keyPart(fact, 0), keyPart(fact, 1));
}

/** A path but for one segment. */
function placeName(segments: readonly string[], index: number): string {
  return `${segments.slice(0, index).join('/')}\u0000${segments.slice(index + 1).join('/')}`;
}

function learn(patterns: Patterns, fact: Fact): void {
  const path = pathOf(fact);
  if (path?.includes(HOLE) !== true) return;
  const segments = pathSegments(path);
  for (const [index, segment] of segments.entries()) {
    const [head, tail, ...more] = segment.split(HOLE);
    if (head === undefined || tail === undefined || more.length > 0) continue;
    if (head.length + tail.length < LEAST_NAME) continue;
    const owner = ownerOf(fact);
    const places = patterns.get(owner) ?? new Map<string, SegmentPattern[]>();
    patterns.set(owner, places);
    const place = placeName(segments, index);
    const known = places.get(place) ?? [];
    places.set(place, known);
    if (!known.some((pattern) => pattern.segment === segment)) known.push({ segment, head, tail });
  }
}

function covered(
  places: ReadonlyMap<string, readonly SegmentPattern[]>,
  fact: Fact,
  path: string,
): Fact | undefined {
  const segments = pathSegments(path);
  for (const [index, segment] of segments.entries()) {
    const match = places
      .get(placeName(segments, index))
      ?.find(({ head, tail }) => isDrawn(segment, head, tail));
    if (match === undefined) continue;
    return { ...fact, key: [...fact.key.slice(0, 2), `/${segments.with(index, match.segment).join('/')}`] };
  }
  return undefined;
}

function isDrawn(segment: string, head: string, tail: string): boolean {
  if (!segment.startsWith(head) || !segment.endsWith(tail)) return false;
  return DRAWN.test(segment.slice(head.length, segment.length - tail.length));
}
