/** The part of the time that can be seen. Pure: every change gives a new one. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Less than this says nothing: entries are rounded to a millisecond. */
const LEAST_SPAN_MS = 20;

export function whole(endMs: number): TimeWindow {
  const margin = Math.max(10, endMs * 0.02);
  return { fromMs: -margin, toMs: endMs + margin };
}

/** `factor` below 1 shows less time; `aroundMs` keeps its place. */
export function zoom(window: TimeWindow, factor: number, aroundMs: number, full: TimeWindow): TimeWindow {
  const span = window.toMs - window.fromMs;
  const wanted = Math.min(Math.max(span * factor, LEAST_SPAN_MS), full.toMs - full.fromMs);
  const share = (aroundMs - window.fromMs) / span;
  return within({ fromMs: aroundMs - wanted * share, toMs: aroundMs + wanted * (1 - share) }, full);
}

export function pan(window: TimeWindow, byMs: number, full: TimeWindow): TimeWindow {
  return within({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, full);
}

/** Moved just so far that `ms` can be seen. */
export function reveal(window: TimeWindow, ms: number, full: TimeWindow): TimeWindow {
  const span = window.toMs - window.fromMs;
  const edge = span * 0.1;
  if (ms < window.fromMs + edge) return within({ fromMs: ms - edge, toMs: ms - edge + span }, full);
  if (ms > window.toMs - edge) return within({ fromMs: ms + edge - span, toMs: ms + edge }, full);
  return window;
}

function within({ fromMs, toMs }: TimeWindow, full: TimeWindow): TimeWindow {
  const span = toMs - fromMs;
  if (span >= full.toMs - full.fromMs) return full;
  const from = Math.min(Math.max(fromMs, full.fromMs), full.toMs - span);
  return { fromMs: from, toMs: from + span };
}

/** Round steps for an axis with about `marks` marks. */
export function ticks({ fromMs, toMs }: TimeWindow, marks: number): readonly number[] {
  const rough = (toMs - fromMs) / Math.max(1, marks);
  const step = STEPS_MS.find((candidate) => candidate >= rough) ?? Math.ceil(rough / 86_400_000) * 86_400_000;
  const first = Math.ceil(Math.max(0, fromMs) / step) * step;
  const found: number[] = [];
  for (let at = first; at <= toMs; at += step) found.push(at);
  return found;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
];

/** `1:02:03`, with milliseconds where the axis is that fine. */
export function tickLabel(ms: number, stepMs: number): string {
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const total = Math.floor(ms / SECOND);
  const hours = Math.floor(total / 3600);
  const clock = `${hours > 0 ? `${hours}:${pad(Math.floor(total / 60) % 60, 2)}` : Math.floor(total / 60)}:${pad(total % 60, 2)}`;
  return stepMs < SECOND ? `${clock}.${pad(Math.round(ms % SECOND), 3)}` : clock;
}
