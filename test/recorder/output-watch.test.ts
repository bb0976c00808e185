import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputWatch } from '../../src/recorder/output-watch.ts';
import { sampleLines } from '../eslogger-stand-in/sample-lines.ts';

const LIMITS = { silenceMs: 1_000, garbageBytes: 100 };

describe('what comes from eslogger', () => {
  it('is fine while bytes come, silent after the limit, fine again', () => {
    const watch = new OutputWatch(LIMITS, 0);
    expect(watch.verdict(1_000)).toEqual({ kind: 'fine' });
    expect(watch.verdict(1_001)).toEqual({ kind: 'silent', forMs: 1_001 });
    watch.add(Buffer.alloc(0), 1_500);
    expect(watch.verdict(1_500)).toMatchObject({ kind: 'silent' });
    watch.add(Buffer.from('{'), 1_600);
    expect(watch.verdict(2_600)).toEqual({ kind: 'fine' });
  });

  it('is garbage after so many bytes without an event', () => {
    const watch = new OutputWatch(LIMITS, 0);
    watch.add(Buffer.from('x'.repeat(100)), 0);
    expect(watch.verdict(0)).toEqual({ kind: 'fine' });
    watch.add(Buffer.from('y'), 0);
    expect(watch.verdict(0)).toEqual({ kind: 'garbage', bytes: 101 });
  });

  it('is no garbage however the lines are cut', () => {
    const lines = Buffer.from(sampleLines(4).join('\n'));
    const limits = {
      silenceMs: 1_000,
      garbageBytes: 2 * Math.max(...sampleLines(4).map((line) => line.length)),
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sizes) => {
        const watch = new OutputWatch(limits, 0);
        for (let from = 0, turn = 0; from < lines.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          watch.add(lines.subarray(from, from + size), 0);
          from += size;
          expect(watch.verdict(0)).toEqual({ kind: 'fine' });
        }
      }),
      { seed: 7 },
    );
  });
});
