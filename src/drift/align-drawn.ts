/**
 * Names made up at random are told from names by how they look, so now and then one of them stays a literal in one run and is a hole in the others
 * (`Update.plist.diTrme` beside `Update.plist.{tmp}`). Where one side knows the template, a literal of the same program and operation that it
 * covers is the same thing, on whichever side it is.
 */
import type { Fact } from '../model/facts.ts';
import { pathSegments } from './locations.ts';
import { idOf, isPresent, keyPart, renameFacts, type Side } from './side.ts';

const HOLE = '{tmp}';
/** A segment must keep this much of a name beside its hole; a hole alone would cover every name there is. */
const LEAST_NAME = 4;
const DRAWN = /^[A-Za-z0-9_-]{3,32}$/;

interface SegmentPattern {
  readonly segment: string;
  readonly head: string;
  readonly tail: string;
}

export function alignDrawn(before: Side, after: Side): readonly [Side, Side] {
  const patterns = new Map<string, SegmentPattern[]>();
  for (const side of [before, after]) for (const fact of side.facts.values()) learn(patterns, fact);
  if (patterns.size === 0) return [before, after];
  const isShared = (fact: Fact): boolean =>
    [before, after].every((side) => {
      const twin = side.facts.get(idOf(fact));
      return twin !== undefined && isPresent(side, twin);
    });
  const rename = (fact: Fact): Fact | undefined => (isShared(fact) ? undefined : covered(patterns, fact));
  return [renameFacts(before, rename), renameFacts(after, rename)];
}

function pathOf(fact: Fact): string | undefined {
  const path = keyPart(fact, 2);
  return fact.kind !== 'shape' && path.startsWith('/') ? path : undefined;
}

/** Everything of a fact but one segment of its path. */
function placeName(fact: Fact, segments: readonly string[], index: number): string {
  return [
    fact.kind,
    ...fact.key.slice(0, 2),
    segments.slice(0, index).join('/'),
    segments.slice(index + 1).join('/'),
  ].join('\u0000');
}

function learn(patterns: Map<string, SegmentPattern[]>, fact: Fact): void {
  const path = pathOf(fact);
  if (path?.includes(HOLE) !== true) return;
  const segments = pathSegments(path);
  for (const [index, segment] of segments.entries()) {
    const [head, tail, ...more] = segment.split(HOLE);
    if (head === undefined || tail === undefined || more.length > 0) continue;
    if (head.length + tail.length < LEAST_NAME) continue;
    const name = placeName(fact, segments, index);
    const known = patterns.get(name) ?? [];
    patterns.set(name, known);
    if (!known.some((pattern) => pattern.segment === segment)) known.push({ segment, head, tail });
  }
}

function covered(patterns: ReadonlyMap<string, readonly SegmentPattern[]>, fact: Fact): Fact | undefined {
  const path = pathOf(fact);
  if (path === undefined) return undefined;
  const segments = pathSegments(path);
  for (const [index, segment] of segments.entries()) {
    const match = patterns
      .get(placeName(fact, segments, index))
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
