/** What a run is known to have missed, by window. */
import type { RunInfo } from '../model/facts.ts';
import type { Sources } from './sources.ts';
import type { Window } from './window.ts';

export interface Loss {
  /** Lost where the first occurrence is expected. */
  readonly expected: number;
  /** Lost from there to the end of the run: what could hide all later occurrences. */
  readonly onwards: number;
}

/**
 * Events that were lost and could have been of these types. A run whose gaps carry no windows counts all its loss as everywhere.
 * Gaps of no type are the global counter's: as many of them as no type explains could be of any type.
 */
export function lossFor(run: RunInfo, sources: Sources, window: Window): Loss {
  if (run.lost === 0) return { expected: 0, onwards: 0 };
  if (run.gaps.length === 0) {
    const all = lostOf(sources, (type) => run.lostByType[type] ?? 0, run.lost, run.lostUnattributed);
    return { expected: all, onwards: all };
  }
  return {
    expected: lostWithin(run, sources, window),
    onwards: lostWithin(run, sources, { fromMs: window.fromMs, toMs: Infinity }),
  };
}

function lostWithin(run: RunInfo, sources: Sources, window: Window): number {
  const typed = new Map<string, number>();
  let untyped = 0;
  for (const gap of run.gaps) {
    if (gap.toMs < window.fromMs || gap.fromMs > window.toMs) continue;
    if (gap.eventType === undefined) untyped += gap.lost;
    else typed.set(gap.eventType, (typed.get(gap.eventType) ?? 0) + gap.lost);
  }
  const attributed = [...typed.values()].reduce((sum, lost) => sum + lost, 0);
  const isGlobal = totalUntyped(run) > run.lostUnattributed;
  // Windows of many small gaps are joined, so which of them a type explains is not known to the event: the rest may lie in any of them.
  const unattributed = isGlobal ? Math.min(run.lostUnattributed, untyped) : untyped;
  return lostOf(sources, (type) => typed.get(type) ?? 0, attributed + unattributed, unattributed);
}

/** Were events lost before the first one that was seen? */
export function lostAtStart({ lost, gaps }: RunInfo): boolean {
  return lost > 0 && (gaps.length === 0 || gaps.some(({ fromMs }) => fromMs <= 0));
}

/**
 * The earliest time before `beforeMs` at which an event of these types may have been lost; undefined where none was. What was first seen later may have
 * come then.
 */
export function earliestLoss(run: RunInfo, sources: Sources, beforeMs: number): number | undefined {
  if (run.lost === 0) return undefined;
  if (run.gaps.length === 0) return -Infinity;
  const types = sources.flat();
  const starts = run.gaps
    .filter(({ eventType }) =>
      eventType === undefined
        ? types.length === 0 || run.lostUnattributed > 0
        : types.length === 0 || types.includes(eventType),
    )
    .filter(({ fromMs }) => fromMs < beforeMs)
    .map(({ fromMs }) => (fromMs <= 0 ? -Infinity : fromMs));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function totalUntyped(run: RunInfo): number {
  return run.gaps.reduce((sum, gap) => (gap.eventType === undefined ? sum + gap.lost : sum), 0);
}

/** Of several needed groups of types, the one that lost most is enough to hide the fact. */
function lostOf(sources: Sources, lost: (type: string) => number, any: number, unattributed: number): number {
  if (sources.length === 0) return any;
  const groups = sources.map((group) => group.reduce((sum, type) => sum + lost(type), 0));
  return Math.max(...groups) + unattributed;
}

export interface BlindWindow extends Window {
  readonly why: 'not-recorded' | 'no-canary';
}

/**
 * Where a run saw nothing although something should have been there: between two segments of one boot, and behind the last canary of a segment, because only
 * a canary proves that the recorder still saw. The dark time of an expected restart is none.
 */
export function blindWindow(run: RunInfo, window: Window): BlindWindow | undefined {
  return blindWindowsOf(run).find(({ fromMs, toMs }) => toMs >= window.fromMs && fromMs <= window.toMs);
}

/** Nothing was lost, and somebody looked all the time. */
export function sawAll(run: RunInfo | undefined): boolean {
  return run?.lost === 0 && blindWindowsOf(run).length === 0;
}

const LEAST_BLIND_MS = 1000;

/** Every fact that a run lacks asks for them. */
const knownBlind = new WeakMap<RunInfo, readonly BlindWindow[]>();

function blindWindowsOf(run: RunInfo): readonly BlindWindow[] {
  let windows = knownBlind.get(run);
  if (windows === undefined) {
    windows = findBlindWindows(run);
    knownBlind.set(run, windows);
  }
  return windows;
}

function findBlindWindows({ segments }: RunInfo): readonly BlindWindow[] {
  return segments.flatMap(({ startMs, endMs, reboot, trustedMs }, index): readonly BlindWindow[] => {
    const previous = reboot ? undefined : segments[index - 1];
    const isGap = previous !== undefined && startMs - previous.endMs >= LEAST_BLIND_MS;
    const isTail = trustedMs !== undefined && endMs - trustedMs >= LEAST_BLIND_MS;
    return [
      ...(isGap ? [{ fromMs: previous.endMs, toMs: startMs, why: 'not-recorded' } as const] : []),
      ...(isTail ? [{ fromMs: Math.max(startMs, trustedMs), toMs: endMs, why: 'no-canary' } as const] : []),
    ];
  });
}
