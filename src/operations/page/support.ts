import { median } from '../../drift/support.ts';
import type { Side } from '../../drift/side.ts';
import type { Fact } from '../../model/facts.ts';
import type { PageSupport } from '../../model/page.ts';

/** Of several facts taken as one behaviour: the earliest, in each run. `clock` puts the offsets of all runs on one time scale. Null where no run that counts shows any of them. */
export function pageSupport(
  side: Side,
  facts: readonly Fact[],
  clock: (run: number, offsetMs: number) => number = (_, offsetMs) => offsetMs,
): PageSupport | null {
  const counts: number[] = [];
  const firsts: number[] = [];
  for (const run of side.judged) {
    const count = facts.reduce((sum, fact) => sum + (fact.counts[run] ?? 0), 0);
    if (count === 0) continue;
    counts.push(count);
    const offsets = facts.flatMap((fact) => ((fact.counts[run] ?? 0) > 0 ? [fact.firstMs[run] ?? 0] : []));
    firsts.push(clock(run, Math.max(0, Math.min(...offsets))));
  }
  if (counts.length === 0) return null;
  return {
    runs: side.judged.length,
    seenIn: counts.length,
    count: median(counts),
    firstMs: Math.round(observedMedian(firsts)),
  };
}

/** One that was observed, also of an even number: the mean of one before and one after the restart lies where nothing was recorded. */
function observedMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
