/** The scan of forks, execs and exits against the decoder, which parses each line whole: both read the same of every line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { decodeWaitStatus } from '../../src/eslogger/wait-status.ts';
import { LifeLines } from '../../src/events/life-lines.ts';
import { BY_HAND, loadLifeScanModule } from '../../src/events/life-scan/module.ts';
import { authorityOf } from '../../src/model/authority.ts';
import type { AuditToken, ProcessImage } from '../../src/model/event.ts';
import { programName } from '../../src/processes/describe.ts';
import { isXpcproxy, labelOfEnvironment, labelOfProxy } from '../../src/processes/launchd.ts';
import * as life from '../../src/processes/life-row.ts';
import { LifeTexts } from '../../src/processes/life-texts.ts';
import { captureLines, CAPTURES, haveCaptures } from '../eslogger/captures.ts';
import { file, lineObject, processOf, tokenArray } from '../eslogger/line-builder.ts';
import { Story } from '../processes/story.ts';

interface Lane {
  readonly lives: readonly Told[];
  readonly badLines: number;
}

function read(...frames: readonly string[]): Lane {
  const lives: Told[] = [];
  const texts = new LifeTexts();
  const visit = (rows: Float64Array, at: number): unknown =>
    lives.push(told(rows.slice(at, at + life.ROW_NUMBERS), texts));
  const lines = new LifeLines({ withArgs: true, texts, visit });
  for (const frame of frames) lines.read(Buffer.from(frame), 0);
  return { lives, badLines: lines.badLines };
}

/** Whether the module reads the line, and leaves it to no other. */
function isTaken(text: string): boolean {
  const { input, rows, begin, run, rowCount } = loadLifeScanModule();
  // In the middle of other bytes, as it is in a frame.
  begin(input.write(`{"event":{"open":{}}}\n${text}\n{"event":{"open":{}}}`));
  run();
  expect(rowCount()).toBe(1);
  return rows[0] !== BY_HAND;
}

/** A row in words. */
type Told = ReturnType<typeof told>;

function told(row: Float64Array, texts: LifeTexts) {
  const number = (place: number): number => row[place] ?? Number.NaN;
  const token = (at: number) =>
    Number.isNaN(number(at)) ? undefined : { pid: number(at), pidversion: number(at + 1) };
  const process = (at: number) => ({
    image: texts.images[number(at + life.IMAGE)],
    token: token(at + life.PID),
    parent: token(at + life.PARENT),
    responsible: token(at + life.RESPONSIBLE),
    originalPpid: number(at + life.ORIGINAL_PPID),
    startTime: texts.startText(number(at + life.START)),
  });
  const label = (at: number): string | undefined => texts.labels[number(at)] || undefined;
  const kind = number(life.KIND);
  return {
    kind: ['fork', 'exec', 'exit'][kind],
    globalSeq: number(life.GLOBAL_SEQ),
    machTime: number(life.MACH_TIME),
    timeMs: number(life.TIME_MS),
    process: process(life.ACTOR),
    other: kind === life.EXIT ? undefined : process(life.OTHER),
    status: kind === life.EXIT ? decodeWaitStatus(number(life.STATUS)) : undefined,
    args: kind === life.EXEC ? texts.args[number(life.ARGS)] : undefined,
    proxyLabel: kind === life.EXEC ? label(life.PROXY_LABEL) : undefined,
    serviceLabel: kind === life.EXEC ? label(life.SERVICE_LABEL) : undefined,
  };
}

/** The same of a process that was decoded. */
function toldProcess(image: ProcessImage): Told['process'] {
  const { executable, signingId, cdhash, originalPpid, startTime } = image;
  const token = (each: AuditToken | undefined) => each && { pid: each.pid, pidversion: each.pidversion };
  return {
    image: {
      name: programName(image),
      path: executable,
      signingId: signingId ?? null,
      authority: authorityOf(image),
      cdhash: cdhash ?? null,
    },
    token: token(image.token),
    parent: token(image.parentToken),
    responsible: token(image.responsibleToken),
    originalPpid,
    startTime,
  };
}

/** The same read line by line with the decoder. */
function decoded(lines: readonly string[]): readonly Told[] {
  return lines.flatMap((text) => {
    const result = decodeLine(text);
    if (!result.ok) return [];
    const { globalSeq, machTime, timeMs, process, payload } = result.event;
    if (payload.kind === 'file' || payload.kind === 'other') return [];
    const target = payload.kind === 'exec' ? payload.target : undefined;
    const other = payload.kind === 'fork' ? payload.child : target;
    return [
      {
        kind: payload.kind,
        ...{ globalSeq, machTime, timeMs },
        process: toldProcess(process),
        other: other && toldProcess(other),
        status: payload.kind === 'exit' ? payload.status : undefined,
        args: payload.kind === 'exec' ? payload.args : undefined,
        proxyLabel:
          payload.kind === 'exec' && isXpcproxy(payload.target) ? labelOfProxy(payload.args) : undefined,
        serviceLabel:
          payload.kind === 'exec' && isXpcproxy(process) ? labelOfEnvironment(payload.env) : undefined,
      },
    ];
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
        expect(read(line).lives).toEqual(decoded([line]));
      }),
      { numRuns: 300 },
    );
  });

  it('reads a line the same behind others, which it knows', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 2, maxLength: 12 }), (lines) => {
        const frames = lines.map((line, index) => line + '\n'.repeat(index % 3));
        expect(read(...frames, ...frames).lives).toEqual(decoded([...lines, ...lines]));
      }),
      { numRuns: 100 },
    );
  });

  it('counts a line that was cut as bad', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), (line, cut) => {
        const part = line.slice(0, 1 + (cut % (line.length - 1)));
        expect(read(`${part}\n{"event":{"open":{}}}`)).toEqual({ lives: [], badLines: 1 });
      }),
      { numRuns: 200 },
    );
  });

  it('never throws for bytes that were changed', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), fc.nat({ max: 255 }), (line, at, byte) => {
        const bytes = Buffer.from(line);
        bytes[at % bytes.length] = byte;
        const lines = new LifeLines({ withArgs: true, texts: new LifeTexts(), visit: () => undefined });
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
    expect(read(changed).lives).toEqual(decoded([changed]));
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
    for (const variant of [lines, spaced]) expect(read(variant.join('\r\n')).lives).toEqual(decoded(variant));
  });

  it('counts lines that cannot be read', () => {
    expect(read('{"event":{"exec":{}}}\nrubbish\n').badLines).toBe(2);
  });

  it('reads the label of a job without keeping arguments that nobody asked for', () => {
    const story = new Story();
    story.service('com.a', { path: '/a', args: ['a', 'secret'] });
    const args: unknown[] = [];
    const texts = new LifeTexts();
    const lines = new LifeLines({
      withArgs: false,
      texts,
      visit: (rows, at) => {
        const { kind, args: kept, proxyLabel } = told(rows.slice(at, at + life.ROW_NUMBERS), texts);
        if (kind === 'exec') args.push([kept, proxyLabel]);
      },
    });
    lines.read(Buffer.from(story.lines.join('\n')), 0);
    expect(args).toEqual([
      [[], 'com.a'],
      [[], undefined],
    ]);
  });

  it('finds the label of a job wherever it stands, however it is spelled', () => {
    const [token, proxy] = [{ pid: 9, pidversion: 10 }, { path: '/usr/libexec/xpcproxy' }];
    const entry = fc.constantFrom(
      ...['XPC_SERVICE_NAME=com.a', 'XPC_SERVICE_NAME=0', 'XPC_SERVICE_NAME=', 'XPC_SERVICE_NAME=ü/"\\'],
      ...['PATH=/bin', 'X="XPC_SERVICE_NAME=com.b', '\u2028', '', 'com.c'],
    );
    const list = fc.array(entry, { maxLength: 4 });
    const spelling = fc.constantFrom(
      (json: string) => json,
      (json: string) => json.replaceAll('/', '\\/'),
      (json: string) => json.replaceAll('XPC_', '\\u0058PC_'),
    );
    fc.assert(
      fc.property(list, list, fc.boolean(), spelling, (args, env, isService, spell) => {
        const [from, to] = isService ? [proxy, { path: '/a' }] : [{}, proxy];
        const event = { target: processOf({ token, ...to }), args, env };
        const line = spell(
          JSON.stringify(lineObject({ type: 'exec', event, process: processOf({ token, ...from }) })),
        );
        expect(read(`${line}\n${line}\n`).lives).toEqual(decoded([line, line]));
      }),
      { numRuns: 300 },
    );
  });

  it('reads a line that is longer than the room of the module', () => {
    const target = processOf({ token: { pid: 9, pidversion: 10 } });
    const event = { target, args: ['x'.repeat(5 << 20)], env: [] };
    const [long, short] = [event, { ...event, args: ['x'] }].map((each, globalSeq) =>
      JSON.stringify(lineObject({ type: 'exec', event: each, globalSeq })),
    );
    expect(read(`${short}\n${long}\n${short}\n`).lives.map(({ globalSeq }) => globalSeq)).toEqual([1, 0, 1]);
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
    const { lives } = read(lines.join('\n'), lines.slice(0, 3).join('\n'));
    expect(lives.map(({ process }) => process.image?.path)).toEqual(
      [...lines.keys(), 0, 1, 2].map((index) => `/usr/bin/${index}`),
    );
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it.each(CAPTURES)('%s: are taken, and read as the decoder reads them', (name) => {
    const lines = captureLines(name).filter((line) => /"event":\{"(exec|fork|exit)"/.test(line));
    for (const line of lines) expect(isTaken(line), line.slice(0, 100)).toBe(true);
    expect(read(lines.join('\n')).lives).toEqual(decoded(lines));
  });
});
