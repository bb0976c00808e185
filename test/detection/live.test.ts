/** Lines as they come: an answer at the event that decides, without waiting for more. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../src/detection/engine.ts';
import { detectLive } from '../../src/operations/detect-live.ts';
import { arrayBytesInUse } from '../trace/memory.ts';
import { chunksOf, detectIn, linesOf, play } from './streams.ts';

const PLAYED = { target: '26.3', noise: 0.1 } as const;
const lines = linesOf(PLAYED);

/** Place of the line whose event completes the rule. */
function decidingLine(rule: string): number {
  let decision = -1;
  const detector = new Detector(BUILT_IN_RULES, {
    onFiring: (watch, firing) => {
      if (watch.rule.id === rule) decision = firing.decision.evidence.globalSeq ?? -1;
    },
  });
  for (const event of play(PLAYED).events) detector.observe(event);
  return lines.findIndex(
    (line) =>
      line.includes(`"global_seq_num":${decision},`) || line.includes(`"global_seq_num":${decision}}`),
  );
}

/** A stream that gives these lines and then stays open: only a signal ends it. */
async function* openStream(given: readonly string[]): AsyncGenerator<Buffer, void> {
  yield* chunksOf(given);
  await new Promise<never>(() => undefined);
}

/** Resolves when the rule fires; the stream never ends by itself. */
async function firingOf(rule: string, given: readonly string[]) {
  const stop = new AbortController();
  let answer: () => void;
  const fired = new Promise<void>((resolve) => (answer = resolve));
  const result = detectLive({
    rules: BUILT_IN_RULES,
    input: { name: 'an open stream', chunks: openStream(given) },
    signal: stop.signal,
    onFiring: (watch) => {
      if (watch.rule.id === rule) answer();
    },
  });
  await fired;
  stop.abort();
  return (await result).detection;
}

describe('a live stream', () => {
  const decided = decidingLine('ota-started');

  it('answers at the deciding event, while nothing more comes', async () => {
    const detection = await firingOf('ota-started', lines.slice(0, decided + 1));
    expect(detection).toMatchObject({ method: 'ota', recording: null, outcome: 'unknown', lost: 0 });
  });

  it('does not wait for an event that never comes', async () => {
    const given = lines.slice(0, decided + 1).filter((_line, index) => index !== decided - 1);
    const detection = await firingOf('ota-started', given);
    expect(detection).toMatchObject({ method: 'ota', lost: 1 });
    expect(detection.confidence).toMatchObject({ level: 'medium' });
  });

  it('says the same as a trace of it, however the bytes come', async () => {
    const { rules, phases, method, outcome, lost } = detectIn(play(PLAYED));
    for (const size of [1000, 65_536, 10_000_000]) {
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size).toString('latin1'),
      );
      const input = { name: 'pieces', chunks: piecesOf(pieces) };
      const { detection } = await detectLive({ rules: BUILT_IN_RULES, input });
      expect({ phases: detection.phases, method: detection.method, outcome: detection.outcome }).toEqual({
        phases,
        method,
        outcome,
      });
      expect(detection.rules.map(({ reason }) => reason)).toEqual(rules.map(({ reason }) => reason));
      expect(detection.lost).toBe(lost);
    }
  });

  it('counts lines that are no events, goes on, and does not call a late join a loss', async () => {
    const given = ['not json', '{"schema_version":1}', ...lines.slice(200)];
    const { detection, badLines } = await detectLive({
      rules: BUILT_IN_RULES,
      input: { name: 'from the middle', chunks: chunksOf(given) },
    });
    expect({ badLines, lost: detection.lost }).toEqual({ badLines: 2, lost: 0 });
  });

  it('lets go of what it has read', async () => {
    const piece = 1024 ** 2;
    let held = 0;
    async function* endless(): AsyncGenerator<Buffer, void> {
      yield* chunksOf(lines.slice(0, 3));
      for (let count = 0; count < 60; count++) {
        yield await Promise.resolve(Buffer.alloc(piece, 0x0a));
        if (count === 50) held = arrayBytesInUse();
      }
    }
    const before = arrayBytesInUse();
    await detectLive({
      rules: BUILT_IN_RULES,
      input: { name: 'endless', chunks: endless() },
      signal: new AbortController().signal,
    });
    expect(held - before).toBeLessThan(20 * piece);
  });

  it('refuses a stream without a single event', async () => {
    const input = { name: 'nothing', chunks: chunksOf(['no', 'events']) };
    await expect(detectLive({ rules: BUILT_IN_RULES, input })).rejects.toMatchObject({
      code: 'no-events',
      exitCode: 3,
    });
  });
});

async function* piecesOf(pieces: readonly string[]): AsyncGenerator<Buffer, void> {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece, 'latin1'));
}
