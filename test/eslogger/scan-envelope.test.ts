import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { EnvelopeScanner, type Envelope } from '../../src/eslogger/scan-envelope.ts';
import { sampleLine } from '../eslogger-stand-in/sample-lines.ts';
import { captureLines, CAPTURES, haveCaptures } from './captures.ts';

const ALL = [
  '"seq_num":3',
  '"global_seq_num":4',
  '"mach_time":5',
  '"version":6',
  '"time":"2026-08-12T15:28:33.510893468Z"',
  '"event":{"exit":{}}',
  `"process":${JSON.stringify((JSON.parse(sampleLine('exit', {})) as { process: unknown }).process)}`,
];

function scanAll(lines: readonly string[]): readonly (Envelope | undefined)[] {
  const bytes = lines.map((line) => Buffer.from(line));
  const scanner = new EnvelopeScanner(
    Buffer.concat(bytes.flatMap((line) => [line, Buffer.from('\n')])).toString('latin1'),
  );
  let start = 0;
  return bytes.map((line) => {
    const envelope = scanner.scan(start, start + line.length);
    start += line.length + 1;
    return envelope;
  });
}

function decoded(line: string): Envelope | undefined {
  const result = decodeLine(line);
  if (!result.ok) return undefined;
  const { type, seq, globalSeq, machTime, time, timeMs, messageVersion } = result.event;
  return { type, seq, globalSeq, machTime, time, timeMs, messageVersion };
}

describe('the scan of numbers and times', () => {
  it.skipIf(!haveCaptures).each(CAPTURES)('says of %s what the decoder says', (name) => {
    const lines = captureLines(name);
    expect(scanAll(lines)).toEqual(lines.map(decoded));
  });

  it('never says anything else than the decoder of a line with every key, whatever is nested, doubled or shuffled', () => {
    const part = fc.constantFrom(
      '"seq_num":7',
      '"global_seq_num":12',
      '"mach_time":99',
      '"mach_time":9.5',
      '"version":10',
      '"time":"2026-08-12T15:28:33.510893468Z"',
      '"time":"yesterday"',
      '"event":{"exit":{"stat":0}}',
      '"event":{"version":3}',
      '"event":{"exec":{"seq_num":8}}',
      `"process":${JSON.stringify((JSON.parse(sampleLine('exit', {})) as { process: unknown }).process)}`,
      '"process":{"time":"2026-08-12T15:28:33.510893468Z"}',
      '"note":"\\"seq_num\\":5"',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc
            .shuffledSubarray(ALL, { minLength: ALL.length })
            .chain((all) =>
              fc.array(part, { maxLength: 2 }).map((more) => `{${[...all, ...more].join(',')}}`),
            ),
          { minLength: 1, maxLength: 6 },
        ),
        (lines) => {
          for (const [index, envelope] of scanAll(lines).entries())
            if (envelope !== undefined) expect(envelope).toEqual(decoded(lines[index] ?? ''));
        },
      ),
    );
  });

  it('finds the usual line', () => {
    expect(scanAll([sampleLine('exit', { stat: 0 }), '{"a":1}', sampleLine('unlink', {})])).toMatchObject([
      { type: 'exit', seq: 0, machTime: 1, messageVersion: 10 },
      undefined,
      { type: 'unlink' },
    ]);
  });
});
