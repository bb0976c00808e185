import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import type { TraceRecord } from '../../src/model/trace.ts';
import { LineIntake } from '../../src/recorder/line-intake.ts';
import { Redactor } from '../../src/recorder/redaction/redactor.ts';
import { eventLine, execLine, renameLine } from './redaction/lines.ts';

const KEY = Buffer.alloc(32, 7);

interface Taken {
  readonly lines: readonly string[];
  readonly originals: readonly string[];
  readonly types: readonly string[];
  readonly records: readonly TraceRecord[];
}

function take(
  pieces: readonly Buffer[],
  policy: 'none' | 'default' = 'default',
  maxLineBytes = 1 << 20,
): Taken {
  const lines: string[] = [];
  const originals: string[] = [];
  const types: string[] = [];
  const records: TraceRecord[] = [];
  const intake = new LineIntake({
    source: 'test',
    maxLineBytes,
    redactor: new Redactor({ policy, key: KEY }),
    onRecord: (record) => records.push(record),
    onEvent: (line, envelope) => {
      lines.push(line.piece.toString('utf8', line.start, line.end));
      originals.push(line.original().toString());
      types.push(envelope.type);
    },
  });
  for (const piece of pieces) {
    const own = Buffer.from(piece);
    intake.push(own);
    // Whoever gave it reads into it again.
    own.fill('[');
  }
  intake.end();
  return { lines, originals, types, records };
}

/** What each line may be: text, and whether it is an event. */
const KINDS: readonly (readonly [string, boolean])[] = [
  [eventLine('exit', { stat: 0 }).toString(), true],
  [renameLine('/Users/anna/a', '/private/tmp', 'b').toString(), true],
  [execLine(['/bin/cat', '/Users/anna/x'], ['TOKEN=hunter2']).toString(), true],
  [`${eventLine('unlink', { target: '/Users/anna/b' }).toString()}\r`, true],
  [eventLine('shiny', { seq_num: 3, time: 'anna@example.com' }).toString(), true],
  ['Dropped 3 events of anna@example.com', false],
  ['{"not":"an event of anna@example.com"}', false],
  ['{"cut":', false],
  ['', false],
  ['   ', false],
];

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('lines from pieces', () => {
  it('are the same, in the same order, wherever the pieces are cut, and each is redacted as it is alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (kinds, places) => {
          const bytes = Buffer.from(kinds.map(([text]) => `${text}\n`).join(''));
          const alone = new Redactor({ policy: 'default', key: KEY });
          const events = kinds.filter(([, isEvent]) => isEvent).map(([text]) => text.replace(/\r$/, ''));
          const taken = take(cut(bytes, places));
          expect(taken.originals).toEqual(events);
          expect(taken.lines).toEqual(events.map((text) => alone.redactLine(Buffer.from(text)).toString()));
          expect(taken.lines.join('')).not.toMatch(/anna|hunter2/);
          const bad = kinds.filter(([text, isEvent]) => !isEvent && text.trim() !== '').length;
          expect(taken.records.filter(({ kind }) => kind === 'bad-line')).toHaveLength(bad);
          expect(JSON.stringify(taken.records)).not.toContain('anna');
        },
      ),
      { seed: 11 },
    );
  });

  it('untouched under policy none are the bytes that came', () => {
    const events = KINDS.filter(([, isEvent]) => isEvent).map(([text]) => text.replace(/\r$/, ''));
    expect(take([Buffer.from(events.join('\n') + '\n')], 'none').lines).toEqual(events);
  });

  it('nested too deep to be redacted are no events: nothing of them is written', () => {
    const deep = eventLine('exit', { note: 'anna@example.com', deep: 0 })
      .toString()
      .replace('"deep":0', `"deep":${'['.repeat(300)}${']'.repeat(300)}`);
    expect(decodeLine(Buffer.from(deep)).ok).toBe(true);
    const { lines, records } = take([Buffer.from(`${deep}\n`)]);
    expect(lines).toEqual([]);
    expect(records).toEqual([
      {
        kind: 'bad-line',
        source: 'test',
        line: 1,
        offset: 0,
        bytes: deep.length,
        reason: 'unreadable',
        sample: `[unreadable line, ${deep.length} bytes]`,
      },
    ]);
  });

  it('that are too long are passed over with their place, and the next one is there', () => {
    const next = eventLine('exit', {}).toString();
    const long = 'x'.repeat(5_000);
    const { lines, records } = take(cut(Buffer.from(`${long}\n${next}\n`), [100, 3_000]), 'default', 2_000);
    expect(lines).toEqual([next]);
    expect(records).toMatchObject([{ kind: 'oversize-line', line: 1, offset: 0, bytes: 5_000 }]);
  });
});
