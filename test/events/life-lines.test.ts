/** The scan of forks, execs and exits against the decoder, which parses each line whole: both read the same of every line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { LifeLines, type LifeEvent } from '../../src/events/life-lines.ts';
import { LIFE, loadLifeScanModule } from '../../src/events/life-scan/module.ts';
import type { ProcessImage } from '../../src/model/event.ts';
import { captureLines, CAPTURES, haveCaptures } from '../eslogger/captures.ts';
import { file, lineObject, processOf, tokenArray } from '../eslogger/line-builder.ts';
import { Story } from '../processes/story.ts';

interface Lane {
  readonly events: readonly LifeEvent[];
  readonly badLines: number;
}

function read(...frames: readonly string[]): Lane {
  const events: LifeEvent[] = [];
  const lines = new LifeLines({ withArgs: true, visit: (event) => events.push(event) });
  for (const frame of frames) lines.read(Buffer.from(frame), 0);
  return { events, badLines: lines.badLines };
}

/** Whether the module reads the line, and leaves it to no other. */
function isTaken(text: string): boolean {
  const { input, rows, begin, run, rowCount } = loadLifeScanModule();
  // In the middle of other bytes, as it is in a frame.
  begin(input.write(`{"event":{"open":{}}}\n${text}\n{"event":{"open":{}}}`));
  run();
  expect(rowCount()).toBe(1);
  return rows[0] !== LIFE.byHand;
}

const pairs = ({ token, parentToken, responsibleToken }: ProcessImage): readonly unknown[] =>
  [token, parentToken, responsibleToken].map((each) => each && [each.pid, each.pidversion]);

/** What a process tree needs of a process. */
function essence(image: ProcessImage): unknown {
  const { executable, signingId, teamId, cdhash, codesigningFlags, isPlatformBinary, isEsClient } = image;
  const { validationCategory, originalPpid, startTime } = image;
  return {
    ...{ executable, signingId: signingId || undefined, teamId: teamId || undefined, cdhash },
    ...{ codesigningFlags, isPlatformBinary, isEsClient, validationCategory, originalPpid, startTime },
    tokens: pairs(image),
  };
}

/** `env` is read where the actor is xpcproxy. */
function comparable({ globalSeq, machTime, timeMs, process, payload }: Omit<LifeEvent, 'segment'>): unknown {
  const common = { globalSeq, machTime, timeMs, process: essence(process), kind: payload.kind };
  if (payload.kind === 'exit') return { ...common, status: payload.status };
  if (payload.kind === 'fork') return { ...common, child: essence(payload.child) };
  if (payload.kind !== 'exec') return common;
  const env = process.executable.endsWith('/xpcproxy') ? payload.env : [];
  return { ...common, target: essence(payload.target), args: payload.args, env };
}

/** The same read line by line with the decoder. */
function decoded(lines: readonly string[]): readonly unknown[] {
  return lines.flatMap((text) => {
    const result = decodeLine(text);
    return result.ok && ['fork', 'exec', 'exit'].includes(result.event.payload.kind)
      ? [comparable(result.event)]
      : [];
  });
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

describe('the scan of life lines', () => {
  it('takes what eslogger writes, and agrees with the decoder', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(isTaken(line)).toBe(true);
        expect(read(line).events.map(comparable)).toEqual(decoded([line]));
      }),
      { numRuns: 300 },
    );
  });

  it('reads a line the same behind others, which it knows', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 2, maxLength: 12 }), (lines) => {
        const frames = lines.map((line, index) => line + '\n'.repeat(index % 3));
        expect(read(...frames, ...frames).events.map(comparable)).toEqual(decoded([...lines, ...lines]));
      }),
      { numRuns: 100 },
    );
  });

  it('counts a line that was cut as bad', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), (line, cut) => {
        const part = line.slice(0, 1 + (cut % (line.length - 1)));
        expect(read(`${part}\n{"event":{"open":{}}}`)).toEqual({ events: [], badLines: 1 });
      }),
      { numRuns: 200 },
    );
  });

  it('never throws for bytes that were changed', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), fc.nat({ max: 255 }), (line, at, byte) => {
        const bytes = Buffer.from(line);
        bytes[at % bytes.length] = byte;
        const lines = new LifeLines({ withArgs: true, visit: () => undefined });
        expect(() => lines.read(bytes, 0)).not.toThrow();
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
    ['a day that is none', (json: string) => json.replace(/("start_time":"\d{4}-)\d\d-\d\d/, '$102-30')],
    ['two events', (json: string) => json.replace('"exit":', '"fork":{},"exit":')],
    ['a missing token', (json: string) => json.replace('"audit_token"', '"audit_taken"')],
    ['a token twice', (json: string) => json.replace('"pid":9', '"pid":8,"pid":9')],
    [
      'a member twice',
      (json: string) => json.replace('"original_ppid"', '"original_ppid":7,"original_ppid"'),
    ],
    ['a key with an escape', (json: string) => json.replace('"signing_id"', '"signing_i\\u0064"')],
    ['rubbish behind', (json: string) => `${json}}`],
  ])('leaves %s to the decoder', (_what, change) => {
    const actor = processOf({ token: { pid: 9, pidversion: 10 } });
    const json = JSON.stringify(lineObject({ type: 'exit', event: { stat: 0 }, process: actor }));
    expect(isTaken(json)).toBe(true);
    const changed = change(json);
    expect(changed).not.toBe(json);
    expect(isTaken(changed)).toBe(false);
    expect(read(changed).events.map(comparable)).toEqual(decoded([changed]));
  });

  it('finds them among other lines and odd ones', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh', teamId: 'TEAM', platform: false });
    story.emit('rename', zsh, { args: '"event":{"exec":{' });
    const ls = story.spawn(zsh, { path: '/bin/ls', args: ['ls', 'ü\n"event":{"exit":{}}'] });
    story.exit(ls, 9).exit(zsh, 139).exit(zsh, 256);
    const hidden = processOf({ token: { pid: 5, pidversion: 6 } });
    story.emit('exec', zsh, { target: hidden, args: [], entitlements: { event: { rename: {} } } });
    story.emit('unlink', zsh, { event: { exit: 1 } });
    const lines = [...story.lines];
    // The same in another spelling: the marker is not there.
    const spaced = lines.map((text) => JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', ''));
    for (const variant of [lines, spaced])
      expect(read(variant.join('\r\n')).events.map(comparable)).toEqual(decoded(variant));
  });

  it('counts lines that cannot be read', () => {
    expect(read('{"event":{"exec":{}}}\nrubbish\n').badLines).toBe(2);
  });

  it('keeps the arguments that give a job its label, and others only where asked for', () => {
    const story = new Story();
    story.service('com.a', { path: '/a', args: ['a', 'secret'] });
    const args: unknown[] = [];
    const lines = new LifeLines({
      withArgs: false,
      visit: ({ payload }) => payload.kind === 'exec' && args.push(payload.args),
    });
    lines.read(Buffer.from(story.lines.join('\n')), 0);
    expect(args).toEqual([['xpcproxy', 'com.a'], []]);
  });

  it('reads a line that is longer than the room of the module', () => {
    const target = processOf({ token: { pid: 9, pidversion: 10 } });
    const event = { target, args: ['x'.repeat(5 << 20)], env: [] };
    const [long, short] = [event, { ...event, args: ['x'] }].map((each, globalSeq) =>
      JSON.stringify(lineObject({ type: 'exec', event: each, globalSeq })),
    );
    expect(read(`${short}\n${long}\n${short}\n`).events.map(({ globalSeq }) => globalSeq)).toEqual([1, 0, 1]);
  });

  it('reads on when it has met more programs than it can remember', () => {
    const exit = JSON.stringify(
      lineObject({
        type: 'exit',
        event: { stat: 0 },
        process: processOf({ token: { pid: 9, pidversion: 1 } }),
      }),
    );
    const lines = Array.from({ length: 20_000 }, (_, index) =>
      exit.replace('/usr/bin/tool', `/usr/bin/${index}`),
    );
    const { events } = read(lines.join('\n'), lines.slice(0, 3).join('\n'));
    expect(events.map(({ process }) => process.executable)).toEqual(
      [...lines.keys(), 0, 1, 2].map((index) => `/usr/bin/${index}`),
    );
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it.each(CAPTURES)('%s: are taken, and read as the decoder reads them', (name) => {
    const lines = captureLines(name).filter((line) => /"event":\{"(exec|fork|exit)"/.test(line));
    for (const line of lines) expect(isTaken(line), line.slice(0, 100)).toBe(true);
    expect(read(lines.join('\n')).events.map(comparable)).toEqual(decoded(lines));
  });
});
