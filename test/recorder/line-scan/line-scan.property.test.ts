/**
 * The fast lane against the slow one: whatever lines come, in whatever order, and whatever was learned meanwhile, both give the same bytes,
 * the same envelopes and the same counts. The slow lane is the redactor, the search for the envelope and the decoder, line by line.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../../src/eslogger/decode.ts';
import { EnvelopeScanner, type Envelope } from '../../../src/eslogger/scan-envelope.ts';
import { LineIntake } from '../../../src/recorder/line-intake.ts';
import { LineScan } from '../../../src/recorder/line-scan/line-scan.ts';
import { Redactor } from '../../../src/recorder/redaction/redactor.ts';
import { captureLines, CAPTURES, haveCaptures } from '../../eslogger/captures.ts';
import { latin1, spoilt, usualLines } from '../../eslogger/spoilt-lines.ts';
import { eventLine, execLine, renameLine } from '../redaction/lines.ts';

const KEY = Buffer.alloc(32, 7);
const POLICIES = ['none', 'default', 'strict'] as const;
type Policy = (typeof POLICIES)[number];

interface Event {
  readonly text: string;
  readonly envelope: Envelope;
}

interface Result {
  readonly events: readonly Event[];
  readonly report: ReturnType<Redactor['report']>;
  /** Lines that are no event: their samples are redacted and counted as well. */
  readonly bad: number;
}

function fastLane(lines: readonly string[], policy: Policy, pieceBytes = Number.POSITIVE_INFINITY): Result {
  const redactor = new Redactor({ policy, key: KEY });
  const events: Event[] = [];
  let bad = 0;
  const intake = new LineIntake({
    source: 'test',
    maxLineBytes: 1 << 20,
    redactor,
    onRecord: () => (bad += 1),
    onEvent: ({ piece, start, end }, envelope) =>
      events.push({ text: piece.toString('latin1', start, end), envelope }),
  });
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');
  for (let at = 0; at < bytes.length; at += pieceBytes) intake.push(bytes.subarray(at, at + pieceBytes));
  intake.end();
  return { events, report: redactor.report(), bad };
}

function slowLane(lines: readonly string[], policy: Policy): Result {
  const redactor = new Redactor({ policy, key: KEY });
  const events: Event[] = [];
  let bad = 0;
  for (const line of lines) {
    const original = Buffer.from(line, 'latin1');
    const text = redactor.redactLine(original).toString('latin1');
    const envelope = new EnvelopeScanner(line).scan(0, line.length) ?? decodedEnvelope(original);
    if (envelope !== undefined && text.startsWith('{')) events.push({ text, envelope });
    else if (line.trim() !== '') bad += 1;
  }
  return { events, report: redactor.report(), bad };
}

/** What the scan for an envelope cannot tell, decoding does. */
function decodedEnvelope(line: Buffer): Envelope | undefined {
  const decoded = decodeLine(line);
  if (!decoded.ok) return undefined;
  const { type, seq, globalSeq, machTime, time, timeMs, messageVersion } = decoded.event;
  return { type, seq, globalSeq, machTime, time, timeMs, messageVersion };
}

const NAMES = ['anna', 'Anna', 'ANNA', 'zoë', 'zoe\u0308', 'kai', 'os', 'ember 8.4', '名前'];
const name = fc.constantFrom(...NAMES);

/** Lines that learn names, name them before they are learned, and hold what must go. */
const telling: fc.Arbitrary<string> = fc
  .oneof(
    name.map((one) => renameLine(`/Users/${one}/a`, '/private/tmp', `${one}.plist`)),
    name.map((one) => eventLine('unlink', { target: { path: `/private/tmp/${one}/x` } })),
    name.map((one) => eventLine('mount', { statfs: { f_mntonname: `/Volumes/${one}`, f_flags: 1 } })),
    name.map((one) => eventLine('lw_session_login', { username: one, success: one !== 'kai' })),
    name.map((one) => execLine(['/bin/ls', one, '-l'], [`USER=${one}`, 'PATH=/bin', `X=${one}`])),
    name.map((one) => eventLine('create', { new_path: { dir: `/Users/${one}`, filename: `${one} x` } })),
    fc.uuid().map((one) => eventLine('unlink', { target: { path: `/private/tmp/${one}` } })),
    fc.string().map((one) => eventLine('unlink', { target: { path: one }, list: [one], deep: [[one], 1] })),
    fc.string().map((one) => execLine([one, `"${one}`], [`${one}=1`])),
  )
  .map((line) => line.toString('latin1'));

const usual = usualLines('lanes', 1_500);
const simulated = fc.constantFrom(...usual.slice(0, 400));

describe('the fast lane', () => {
  it.each(POLICIES)('gives what the slow one gives, whatever comes: %s', (policy) => {
    const line = fc.oneof(telling, simulated, spoilt(simulated), spoilt(telling));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 200, max: 9_000 }),
        (lines, bytes) => {
          const fast = fastLane(lines, policy, bytes);
          const slow = slowLane(lines, policy);
          expect(fast.events).toEqual(slow.events);
          if (slow.bad === 0) expect(fast.report).toEqual(slow.report);
        },
      ),
      { seed: 20_261_128, numRuns: 120 },
    );
  });

  it.each(POLICIES)('gives what the slow one gives for a whole simulated upgrade: %s', (policy) => {
    expect(fastLane(usual, policy)).toEqual(slowLane(usual, policy));
  });

  it.skipIf(!haveCaptures).each(POLICIES)('takes real lines (needs ESDRIFT_CAPTURES): %s', (policy) => {
    const lines = CAPTURES.flatMap(captureLines).map(latin1);
    expect(lines.length).toBeGreaterThan(0);
    expect(fastLane(lines, policy)).toEqual(slowLane(lines, policy));
  });
});

describe('LineScan', () => {
  it('leaves none of the usual lines to the slow lane once it knows them', () => {
    const scan = new LineScan(new Redactor({ policy: 'default', key: KEY }), 1 << 20);
    const lines = Buffer.from(
      usual
        .slice(0, 300)
        .map((line) => `${line}\n`)
        .join(''),
      'latin1',
    );
    let events = 0;
    let others = 0;
    scan.scan(lines, { onEvent: () => (events += 1), onOther: () => (others += 1) });
    expect({ events, others }).toEqual({ events: 300, others: 0 });
  });
});
