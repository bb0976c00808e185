import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Segmenter, type SegmentPoint } from '../../src/eslogger/segmenter.ts';
import { TICKS_PER_MS } from './line-builder.ts';

interface Run {
  readonly bootMs: number;
  readonly startMs: number;
  readonly events: number;
  /** ms between two events. */
  readonly step?: number;
  /** Numbers whose lines are not there. */
  readonly lost?: readonly number[];
  readonly version?: number;
}

/** The points of one eslogger run; wall clock and ticks show the same moment, ticks since boot. */
function run({ bootMs, startMs, events, step = 10, lost = [], version }: Run): SegmentPoint[] {
  const points = Array.from({ length: events }, (_, globalSeq) => {
    const timeMs = startMs + globalSeq * step;
    const point = { globalSeq, machTime: (timeMs - bootMs) * TICKS_PER_MS, timeMs };
    return version === undefined ? point : { ...point, messageVersion: version };
  });
  return points.filter(({ globalSeq }) => !lost.includes(globalSeq));
}

function place(points: readonly SegmentPoint[]): number[] {
  const segmenter = new Segmenter();
  return points.map((point) => segmenter.place(point).segment);
}

/** Number of events in each segment. */
function sizes(points: readonly SegmentPoint[]): number[] {
  const counts: number[] = [];
  for (const segment of place(points)) counts[segment] = (counts[segment] ?? 0) + 1;
  return counts;
}

const HOUR = 3_600_000;
const first = { bootMs: 0, startMs: 60_000, events: 500 };

describe('a new segment begins', () => {
  it('when eslogger was restarted: the number falls, the clock goes on', () => {
    expect(sizes([...run(first), ...run({ bootMs: 0, startMs: 70_000, events: 300 })])).toEqual([500, 300]);
  });

  it('when it was restarted at once', () => {
    const again = { bootMs: 0, startMs: 60_000 + 500 * 10 + 300, events: 20 };
    expect(sizes([...run(first), ...run(again)])).toEqual([500, 20]);
  });

  it('when the machine was restarted: ticks fall, the wall clock goes on', () => {
    expect(
      sizes([...run(first), ...run({ bootMs: 2 * HOUR, startMs: 2 * HOUR + 5_000, events: 100 })]),
    ).toEqual([500, 100]);
  });

  it('when the machine was restarted and ran for longer than before', () => {
    expect(sizes([...run(first), ...run({ bootMs: 2 * HOUR, startMs: 3 * HOUR, events: 900 })])).toEqual([
      500, 900,
    ]);
  });

  it('after a restart whose first events were lost, above the last number', () => {
    const lost = Array.from({ length: 600 }, (_, number) => number);
    const second = run({ bootMs: 2 * HOUR, startMs: 2 * HOUR + 5_000, events: 700, lost });
    expect(sizes([...run(first), ...second])).toEqual([500, 100]);
  });

  it('after a restart, where the first event of the run before was lost', () => {
    const before = run({ bootMs: 0, startMs: HOUR, events: 500, lost: [0] });
    const after = run({ bootMs: 2 * HOUR, startMs: 2 * HOUR + 5_000, events: 300 });
    expect(sizes([...before, ...after])).toEqual([499, 300]);
  });

  it('after a restart, where both runs lost events at the start and the machine was of the same age', () => {
    const before = run({ bootMs: 0, startMs: 20_000, events: 500, lost: [3, 4, 5, 6, 7, 8] });
    const after = run({ bootMs: HOUR, startMs: HOUR + 19_990, events: 300, lost: [0, 1, 2, 3, 4] });
    expect(sizes([...before, ...after])).toEqual([494, 295]);
  });

  it('when files were given in the wrong order', () => {
    const late = run({ bootMs: 0, startMs: 2 * HOUR, events: 300 });
    expect(sizes([...late, ...run(first)])).toEqual([300, 500]);
  });

  it('when the message version changes, whatever the numbers say', () => {
    const [old, updated] = [
      run({ ...first, version: 9 }),
      run({ bootMs: 0, startMs: 70_000, events: 1000, version: 10 }),
    ];
    expect(sizes([...old, ...updated.slice(600)])).toEqual([500, 400]);
  });

  it('for each of many short runs', () => {
    const runs = Array.from({ length: 40 }, (_, index) =>
      run({ bootMs: 0, startMs: index * 10_000, events: 3 }),
    );
    expect(sizes(runs.flat())).toEqual(Array.from({ length: 40 }, () => 3));
  });
});

describe('no new segment begins', () => {
  it('for a gap, however large, nor for a machine that slept', () => {
    const points = run({ ...first, lost: Array.from({ length: 400 }, (_, index) => index + 20) });
    const slept = points.map((point) =>
      point.globalSeq > 450 ? { ...point, timeMs: point.timeMs + 9 * HOUR } : point,
    );
    expect(sizes(slept)).toEqual([100]);
  });

  it('for a wall clock that is set back or forward', () => {
    const points = run(first).map((point) =>
      point.globalSeq > 250 ? { ...point, timeMs: point.timeMs - 5 * HOUR } : point,
    );
    expect(sizes(points)).toEqual([500]);
  });

  it('for stamps that neighbours have swapped', () => {
    const points = run({ ...first, step: 1 }).map((point) => ({
      ...point,
      machTime: point.machTime + (point.globalSeq % 3) * 2 * TICKS_PER_MS,
    }));
    expect(sizes(points)).toEqual([500]);
  });

  it('for lines that another tool sorted by event type', () => {
    const points = run({ ...first, events: 3000 });
    const byType = [0, 1, 2].flatMap((type) => points.filter(({ globalSeq }) => globalSeq % 3 === type));
    expect(sizes(byType)).toEqual([3000]);
  });

  it('for lines that are there twice', () => {
    expect(sizes([...run(first), ...run(first)])).toEqual([1000]);
  });

  it('for ticks of a 1 GHz clock above 2^53', () => {
    const points = run(first).map((point) => ({
      ...point,
      machTime: 2 ** 53 + point.globalSeq * 10_000_000,
    }));
    expect(sizes(points)).toEqual([500]);
  });

  it('for any shuffle within a window', () => {
    const shuffle = fc.array(fc.nat({ max: 40 }), { minLength: 500, maxLength: 500 });
    fc.assert(
      fc.property(shuffle, (delays) => {
        const points = run(first);
        const moved = points
          .map((point, index) => ({ point, at: index + (delays[index] ?? 0) }))
          .sort((a, b) => a.at - b.at)
          .map(({ point }) => point);
        expect(sizes(moved)).toEqual([500]);
      }),
      { numRuns: 50 },
    );
  });
});

it('a late line goes to the segment it comes from', () => {
  const one = run(first);
  const two = run({ bootMs: 0, startMs: 70_000, events: 300 });
  const late = one.splice(490, 5);
  expect(place([...one, ...two.slice(0, 10), ...late, ...two.slice(10)])).toEqual([
    ...one.map(() => 0),
    ...two.slice(0, 10).map(() => 1),
    ...late.map(() => 0),
    ...two.slice(10).map(() => 1),
  ]);
});
