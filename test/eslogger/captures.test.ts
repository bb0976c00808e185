import { describe, expect, it } from 'vitest';
import { decodeLine, type DecodedEvent } from '../../src/eslogger/decode.ts';
import { eventTypeAt, forEachLine } from '../../src/eslogger/lines.ts';
import { Segmenter } from '../../src/eslogger/segmenter.ts';
import { SequenceAccount } from '../../src/eslogger/sequence.ts';
import { isKnownShape, shapeOf } from '../../src/eslogger/shape.ts';
import { checkLines } from '../../src/operations/check-lines.ts';
import { captureBytes, captureLines, CAPTURES, haveCaptures } from './captures.ts';

function decoded(text: string): DecodedEvent {
  const result = decodeLine(text);
  if (!result.ok) throw new Error(result.message);
  return result.event;
}

function eventAt(name: (typeof CAPTURES)[number], index: number): DecodedEvent {
  return decoded(captureLines(name)[index] ?? '');
}

describe.skipIf(!haveCaptures)('real eslogger lines', () => {
  it.each(CAPTURES)('%s keeps to the schema', async (name) => {
    const check = await checkLines(captureLines(name));
    expect(check).toEqual({ lines: captureLines(name).length, deviations: [], novelties: [] });
  });

  it.each(CAPTURES)('%s has only shapes of the catalogue', (name) => {
    for (const line of captureLines(name)) {
      shapeOf(decoded(line).form.line, (scope, key) => {
        expect(isKnownShape(scope, key), `${scope} ${key}`).toBe(true);
      });
    }
  });

  it.each(CAPTURES)('%s shows its event types to the byte scan', (name) => {
    const bytes = captureBytes(name);
    const types: unknown[] = [];
    forEachLine(bytes, (start, end) => types.push(eventTypeAt(bytes, start, end)));
    expect(types).toEqual(captureLines(name).map((line) => decoded(line).type));
  });

  it('reads fork, exec and exit of one process', () => {
    const [fork, exec, exit] = [0, 1, 2].map((index) => eventAt('datadog-agent-v10', index));
    expect(fork?.payload).toMatchObject({
      kind: 'fork',
      child: { token: { pid: 20745, pidversion: 41075 } },
    });
    expect(exec?.payload).toMatchObject({
      kind: 'exec',
      target: {
        token: { pid: 20745, pidversion: 41076 },
        signingId: 'com.apple.wdutil',
        isPlatformBinary: true,
      },
      args: ['/usr/bin/wdutil', 'info'],
      cwd: '/',
      script: undefined,
    });
    expect(exit?.payload).toEqual({ kind: 'exit', status: { kind: 'exited', code: 0 } });
    expect(exit?.process.teamId).toBeUndefined();
  });

  it('takes a wait status apart: 19968 is exit code 78', () => {
    expect(eventAt('datadog-agent-v10', 6).payload).toEqual({
      kind: 'exit',
      status: { kind: 'exited', code: 78 },
    });
  });

  it('reads audit tokens that are arrays', () => {
    const event = eventAt('mullvad-v9-v10-v11', 2);
    expect(event.process.token).toEqual({
      auid: 501,
      euid: 501,
      egid: 20,
      ruid: 501,
      rgid: 20,
      pid: 19745,
      asid: 100_013,
      pidversion: 35165,
    });
    expect(event.process.parentToken).toMatchObject({ pid: 1, pidversion: 1029 });
    expect(event.payload).toMatchObject({ kind: 'fork', child: { responsibleToken: { pid: 19745 } } });
  });

  it('reads message version 11 with entitlements, and version 9 without validation category', () => {
    const [old, recent] = [eventAt('mullvad-v9-v10-v11', 1), eventAt('mullvad-v9-v10-v11', 3)];
    expect(old.messageVersion).toBe(9);
    expect(old.process.validationCategory).toBeUndefined();
    expect(recent.messageVersion).toBe(11);
    expect(recent.payload).toMatchObject({ kind: 'exec', target: { validationCategory: 1 } });
    const keys: string[] = [];
    shapeOf(recent.form.line, (scope, key) => keys.push(`${scope} ${key}`));
    expect(keys).toContain('exec entitlements');
    expect(keys.filter((key) => key.includes('entitlements.'))).toEqual([]);
  });

  it('joins the destination of a rename, and reads escaped slashes', () => {
    expect(captureLines('scratchingpost-v10')[3]).toContain('\\/');
    expect(eventAt('scratchingpost-v10', 3).payload).toEqual({
      kind: 'file',
      operation: 'rename',
      path: '/private/tmp/spdm_1.txt',
      source: '/private/tmp/spd_1.txt',
      modified: undefined,
      detail: undefined,
    });
    expect(eventAt('scratchingpost-v10', 2).payload).toMatchObject({
      operation: 'create',
      path: '/private/tmp/spd_2.txt',
    });
  });

  it('tells disorder from a second run', () => {
    const segmenter = new Segmenter();
    const account = new SequenceAccount();
    const places = captureLines('scratchingpost-v10').map((line) => {
      const event = decoded(line);
      const { segment } = segmenter.place(event);
      account.add(segment, event.type, event.seq, event.globalSeq, event.time);
      return segment;
    });
    expect(places).toEqual([0, 0, 1, 1, 1]);
    const { segments, lost, lostByType, lostUnattributed } = account.finish();
    expect(segments.map((segment) => segment.lost)).toEqual([188, 1]);
    expect({ lost, lostByType, lostUnattributed }).toEqual({
      lost: 189,
      lostByType: { exec: 165, fork: 21, create: 1 },
      lostUnattributed: 2,
    });
  });
});
