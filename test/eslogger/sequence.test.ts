import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MissingNumbers } from '../../src/eslogger/missing-numbers.ts';
import { SequenceAccount, type LossReport } from '../../src/eslogger/sequence.ts';

interface Numbered {
  readonly type: string;
  readonly seq: number;
  readonly globalSeq: number;
}

/** What one client gets: numbers grow by one, per type and over all. */
function numbered(types: readonly string[]): readonly Numbered[] {
  const next = new Map<string, number>();
  return types.map((type, globalSeq) => {
    const seq = next.get(type) ?? 0;
    next.set(type, seq + 1);
    return { type, seq, globalSeq };
  });
}

const timeOf = (globalSeq: number): string => `t${globalSeq}`;

function account(events: readonly Numbered[]): LossReport {
  const sequence = new SequenceAccount();
  for (const { type, seq, globalSeq } of events) sequence.add(0, type, seq, globalSeq, timeOf(globalSeq));
  return sequence.finish();
}

const types = fc.array(fc.constantFrom('exec', 'fork', 'exit', 'rename'), { minLength: 1, maxLength: 200 });
const stream = types.chain((names) => {
  const all = numbered(names);
  return fc.record({
    all: fc.constant(all),
    dropped: fc.uniqueArray(fc.nat({ max: all.length - 1 }), { maxLength: all.length - 1 }),
    seed: fc.array(fc.nat(), { minLength: all.length, maxLength: all.length }),
  });
});

describe('loss accounting', () => {
  it('counts exactly what was dropped, but for what no later event can show', () => {
    fc.assert(
      fc.property(stream, ({ all, dropped }) => {
        const kept = all.filter(({ globalSeq }) => !dropped.includes(globalSeq));
        const lastKept = (type?: string): number =>
          Math.max(
            -1,
            ...kept
              .filter((event) => type === undefined || event.type === type)
              .map((event) => event.globalSeq),
          );
        const visible = (type?: string): number =>
          all.filter(
            (event) =>
              dropped.includes(event.globalSeq) &&
              (type === undefined || event.type === type) &&
              event.globalSeq < lastKept(type),
          ).length;
        const report = account(kept);
        expect(report.lost).toBe(visible());
        for (const type of ['exec', 'fork', 'exit', 'rename'])
          expect(report.lostByType[type] ?? 0).toBe(visible(type));
        const byType = Object.values(report.lostByType).reduce((sum, lost) => sum + lost, 0);
        expect(report.lostUnattributed).toBe(report.lost - byType);
      }),
    );
  });

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(stream, ({ all, dropped, seed }) => {
        const kept = all.filter(({ globalSeq }) => !dropped.includes(globalSeq));
        const shuffled = kept
          .map((event, index) => ({ event, key: seed[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(account(shuffled)).toEqual(account(kept));
      }),
    );
  });

  it('counts duplicates and observes none twice', () => {
    const events = numbered(['exec', 'fork', 'exec']);
    const sequence = new SequenceAccount();
    const news = [...events, ...events].map(({ type, seq, globalSeq }) =>
      sequence.add(0, type, seq, globalSeq, 't'),
    );
    expect(news).toEqual([true, true, true, false, false, false]);
    expect(sequence.finish()).toMatchObject({ events: 3, duplicates: 3, lost: 0 });
  });

  it('locates a gap between its neighbours, and at the start of a segment', () => {
    const report = account(
      numbered(['exec', 'exec', 'fork', 'fork', 'exec']).filter(({ globalSeq }) =>
        [1, 4].includes(globalSeq),
      ),
    );
    expect(report.gaps).toEqual([
      { segment: 0, eventType: undefined, from: 0, to: 0, lost: 1, after: undefined, before: 't1' },
      { segment: 0, eventType: undefined, from: 2, to: 3, lost: 2, after: 't1', before: 't4' },
      { segment: 0, eventType: 'exec', from: 0, to: 0, lost: 1, after: undefined, before: 't1' },
    ]);
    expect(report.lostUnattributed).toBe(2);
  });

  it('keeps segments apart', () => {
    const sequence = new SequenceAccount();
    sequence.add(1, 'exec', 0, 0, 'b');
    sequence.add(0, 'exec', 0, 0, 'a');
    sequence.add(0, 'exec', 2, 2, 'c');
    const { segments, gaps } = sequence.finish();
    expect(segments.map(({ segment, events, lost }) => [segment, events, lost])).toEqual([
      [0, 2, 1],
      [1, 1, 0],
    ]);
    expect(gaps.map(({ segment }) => segment)).toEqual([0, 0]);
  });
});

describe('missing numbers', () => {
  it('stay exact in number when there are too many holes to keep apart', () => {
    const numbers = new MissingNumbers(600);
    for (let value = 0; value < 10_000; value += 2) numbers.add(value, `t${value}`);
    expect(numbers.lost).toBe(4_999);
    const holes = numbers.holes();
    expect(holes.length).toBeLessThanOrEqual(600);
    expect(holes.reduce((sum, hole) => sum + hole.lost, 0)).toBe(4_999);
    expect(holes[0]).toMatchObject({ from: 1, after: 't0' });
    expect(holes.at(-1)).toMatchObject({ from: 9_997, to: 9_997, lost: 1, after: 't9996', before: 't9998' });
  });

  it('hold for numbers that come sorted by something else', () => {
    const numbers = new MissingNumbers();
    for (let first = 0; first < 7; first += 1) {
      for (let value = first; value < 20_000; value += 7) expect(numbers.add(value, 't')).toBe(true);
    }
    expect({ lost: numbers.lost, holes: numbers.holes(), highest: numbers.highest }).toEqual({
      lost: 0,
      holes: [],
      highest: 19_999,
    });
  });
});
