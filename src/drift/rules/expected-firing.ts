/**
 * When a rule should fire in a run: as long behind the last milestone that both sides reached before it as in the runs before. What a rule decides on may
 * be a milestone itself, so only earlier ones count.
 */
import { MILESTONES } from '../milestones.ts';
import type { Side } from '../side.ts';
import type { Timeline } from '../timeline.ts';
import type { Window } from '../window.ts';

export interface ExpectedFiring extends Window {
  /** The earliest and the latest that one of the runs before lets expect. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Measured from milestones; the start of a recording is whenever somebody pressed the key. */
  readonly isAnchored: boolean;
}

/** How far beyond all that was seen is late: so often the spread, and at least so long. One run says nothing about the spread, two little. */
const MARGINS = [
  { runs: 4, spreads: 1, leastMs: 5_000 },
  { runs: 3, spreads: 2, leastMs: 15_000 },
  { runs: 1, spreads: 3, leastMs: 30_000 },
] as const;
const SHARE_OF_DELAY = 0.2;
/** Offsets are stored rounded. */
const ROUNDING_MS = 1;

/** When something showed in a run before, ms from its first event. */
export interface Shown {
  readonly run: number;
  readonly atMs: number;
}

/** Undefined where no run before shows it. The window ends where late begins. */
export function expectedFiring(
  shown: readonly Shown[],
  { before, after, timeline }: { readonly before: Side; readonly after: Side; readonly timeline: Timeline },
  run: number,
): ExpectedFiring | undefined {
  if (shown.length === 0) return undefined;
  const predictions = shown.map((each) => predict(timeline, before, each, after, run));
  const times = predictions.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const longest = Math.max(...predictions.map(({ behindMs }) => behindMs));
  const { spreads, leastMs } = MARGINS.find(({ runs }) => predictions.length >= runs) ?? MARGINS[2];
  const tolerance = Math.max(leastMs, (last - first) * spreads, longest * SHARE_OF_DELAY);
  return {
    fromMs: Math.max(0, first - tolerance),
    toMs: last + tolerance,
    firstMs: first,
    lastMs: last,
    isAnchored: predictions.every(({ isAnchored }) => isAnchored),
  };
}

/** How much earlier (negative) or later than any of the runs before lets expect; 0 where it lies among them. */
export function shiftOf(atMs: number, { firstMs, lastMs }: ExpectedFiring): number {
  return atMs > lastMs ? atMs - lastMs : Math.min(0, atMs - firstMs);
}

function predict(
  timeline: Timeline,
  before: Side,
  shown: Shown,
  after: Side,
  run: number,
): { readonly atMs: number; readonly behindMs: number; readonly isAnchored: boolean } {
  let best = { atMs: shown.atMs, behindMs: shown.atMs, isAnchored: false };
  for (const { name } of MILESTONES) {
    const here = timeline.at(before, shown.run, name);
    const there = timeline.at(after, run, name);
    if (here === undefined || there === undefined || here >= shown.atMs - ROUNDING_MS) continue;
    const behindMs = shown.atMs - here;
    if (behindMs < best.behindMs) best = { atMs: there + behindMs, behindMs, isAnchored: true };
  }
  return best;
}
