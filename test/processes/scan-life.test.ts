import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { extractLife } from '../../src/processes/extract-life.ts';
import { factsOf } from '../../src/processes/process-facts.ts';
import { LifeScanner } from '../../src/processes/scan-life.ts';
import { captureLines, CAPTURES, haveCaptures } from '../eslogger/captures.ts';
import { file, lineObject, processOf, tokenArray } from '../eslogger/line-builder.ts';

function scan(text: string): LifeScanner | undefined {
  // In the middle of other bytes, as it is in a frame.
  const bytes = Buffer.from(`{"x":1}\n${text}\n{"y":2}`);
  const start = 8;
  const scanner = new LifeScanner();
  return scanner.scan(bytes, start, start + Buffer.byteLength(text)) ? scanner : undefined;
}

/** Where the scanner answers, it answers as the decoder does. */
function expectAgreement(text: string): void {
  const scanner = scan(text);
  if (scanner === undefined) return;
  const result = decodeLine(text);
  if (!result.ok) throw new Error(`The scanner took what the decoder refuses: ${text}`);
  const { event } = result;
  const { payload } = event;
  expect(scanner).toMatchObject({
    globalSeq: event.globalSeq,
    machTime: event.machTime,
    timeMs: event.timeMs,
  });
  expect(scanner.process).toEqual(factsOf(event.process));
  expect(scanner.kind).toBe(payload.kind);
  if (payload.kind === 'fork') expect(scanner.other).toEqual(factsOf(payload.child));
  if (payload.kind === 'exec') {
    expect(scanner.other).toEqual(factsOf(payload.target));
    expect([scanner.args(), scanner.env()]).toEqual([payload.args, payload.env]);
  }
}

/** Keys in another order at every level, as eslogger has them. */
function shuffled(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, next));
  if (typeof value !== 'object' || value === null) return value;
  const keyed = Object.entries(value).map(([key, member]) => ({
    key,
    member: shuffled(member, next),
    at: next(),
  }));
  return Object.fromEntries(keyed.sort((a, b) => a.at - b.at).map(({ key, member }) => [key, member]));
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"event":{"exit":{', '\\"}', '/a/b', '}],{['),
);
const token = fc.record({ pid: fc.nat({ max: 99_999 }), pidversion: fc.nat() });
const process = fc
  .record({
    token,
    parent: token,
    path: text,
    signingId: fc.option(text),
    teamId: fc.option(text),
    array: fc.boolean(),
    fresh: fc.jsonValue(),
  })
  .map(({ array, fresh, ...parts }) => ({
    ...processOf(parts),
    ...(array ? { audit_token: tokenArray(parts.token), parent_audit_token: tokenArray(parts.parent) } : {}),
    fresh_key: fresh,
  }));
const body = fc.oneof(
  fc.record({ child: process }).map((event) => ({ type: 'fork', event })),
  fc
    .record({
      target: process,
      args: fc.array(text),
      env: fc.array(text),
      script: fc.constantFrom(null, file('/s')),
      entitlements: fc.object(),
    })
    .map((event) => ({ type: 'exec', event: { ...event, cwd: file('/') } })),
  fc.record({ stat: fc.nat({ max: 65_535 }) }).map((event) => ({ type: 'exit', event })),
);
const anyLine = fc
  .record({
    actor: process,
    body,
    globalSeq: fc.nat(),
    order: fc.array(fc.nat(), { minLength: 1 }),
    slashes: fc.boolean(),
  })
  .map(({ actor, body: { type, event }, globalSeq, order, slashes }) => {
    let at = 0;
    const raw = shuffled(
      lineObject({ type, event, process: actor, globalSeq }),
      () => order[(at += 1) % order.length] ?? 0,
    );
    const json = JSON.stringify(raw);
    return slashes ? json.replaceAll('/', '\\/') : json;
  });

describe('the scanner of life lines', () => {
  it('takes what eslogger writes, and agrees with the decoder', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(scan(line)).toBeDefined();
        expectAgreement(line);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws and never answers for a line that was cut', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), (line, cut) => {
        const part = line.slice(0, cut % line.length);
        expect(scan(part)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('never throws for bytes that were changed', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), fc.nat({ max: 255 }), (line, at, byte) => {
        const bytes = Buffer.from(line);
        bytes[at % bytes.length] = byte;
        expect(() => extractLife(bytes, { withArgs: true })).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['blanks', (json: string) => json.replaceAll(':', ': ')],
    ['a float', (json: string) => json.replace('"pid":9', '"pid":9.5')],
    [
      'a number above 2^53',
      (json: string) => json.replace(/"mach_time":\d+/, '"mach_time":9007199254740993'),
    ],
    ['a missing time', (json: string) => json.replace(/"time":"[^"]*",/, '')],
    ['another event', (json: string) => json.replace('"exit":', '"exot":')],
    ['two events', (json: string) => json.replace('"exit":', '"fork":{},"exit":')],
    ['a missing token', (json: string) => json.replace('"audit_token"', '"audit_taken"')],
    ['rubbish behind', (json: string) => `${json}}`],
  ])('leaves %s to the decoder', (_what, change) => {
    const actor = processOf({ token: { pid: 9, pidversion: 10 } });
    const json = JSON.stringify(lineObject({ type: 'exit', event: { stat: 0 }, process: actor }));
    expect(scan(json)).toBeDefined();
    expect(change(json)).not.toBe(json);
    expect(scan(change(json))).toBeUndefined();
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it.each(CAPTURES)('%s: are taken, and read as the decoder reads them', (name) => {
    for (const line of captureLines(name)) {
      if (!/"event":\{"(exec|fork|exit)"/.test(line)) continue;
      expect(scan(line), line.slice(0, 100)).toBeDefined();
      expectAgreement(line);
    }
  });
});
