/**
 * The fast lane against the slow one: whatever lines come, in whatever frames, both give the same events, the same shapes and the same bad lines.
 * The slow lane is decodeLine, which parses each line whole.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { eventTypeAt } from '../../src/eslogger/lines.ts';
import { shapeOf } from '../../src/eslogger/shape.ts';
import { readEventColumns } from '../../src/events/event-columns-reader.ts';
import { FORM, FORM_WIDTH, NONE } from '../../src/events/event-columns.ts';
import { FrameEvents, type FrameEventsOptions } from '../../src/events/frame-events.ts';
import { LineForms } from '../../src/events/line-forms.ts';
import { KnownPrograms } from '../../src/model/known-programs.ts';
import type { EsEvent, EventPayload, ProcessImage } from '../../src/model/event.ts';
import { normalizeArguments } from '../../src/normalize/arguments.ts';
import { normalizePath } from '../../src/normalize/path.ts';
import { canonicalPath } from '../../src/normalize/rules/canonical-path.ts';
import { programKeyOf } from '../../src/normalize/program-key.ts';
import { captureLines, CAPTURES, haveCaptures } from '../eslogger/captures.ts';
import { latin1, spoilt, usualLines } from '../eslogger/spoilt-lines.ts';

interface Lane {
  readonly events: readonly unknown[];
  readonly badLines: readonly unknown[];
}

/** The slow lane numbers no programs. */
function withoutNumber({ programNumber: _, ...image }: ProcessImage): ProcessImage {
  return image;
}

function withoutNumbers(payload: EventPayload): EventPayload {
  switch (payload.kind) {
    case 'exec':
      return { ...payload, target: withoutNumber(payload.target) };
    case 'fork':
      return { ...payload, child: withoutNumber(payload.child) };
    case 'other':
      return payload.target === undefined ? payload : { ...payload, target: withoutNumber(payload.target) };
    case 'file':
    case 'exit':
      return payload;
  }
}

/** An event with its shapes in place of its form, which the lanes write differently. */
function comparable(event: Omit<EsEvent, 'segment'>): unknown {
  const shapes: string[] = [];
  shapeOf(event.form.line, (scope, key, type) => shapes.push(`${scope} ${key} ${type}`));
  const { type, messageVersion, seq, globalSeq, machTime, time, timeMs, threadId } = event;
  return {
    ...{ type, messageVersion, seq, globalSeq, machTime, time, timeMs, threadId, shapes },
    process: withoutNumber(event.process),
    payload: withoutNumbers(event.payload),
  };
}

const bytesOf = (lines: readonly string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

/** Frames go through one reader, as in a worker: what it remembers of the first must not change the second. */
function fastLane(frames: readonly (readonly string[])[], options: FrameEventsOptions = {}): readonly Lane[] {
  const reader = new FrameEvents(options);
  const forms = new LineForms();
  return frames.map((lines) => {
    const columns = reader.read(bytesOf(lines));
    const events = [...readEventColumns(structuredClone(columns), 0, forms)].map(comparable);
    return { events, badLines: columns.badLines };
  });
}

/** By src/normalize, from the event's own texts. */
function withOwnTemplates<Event extends Pick<EsEvent, 'process' | 'payload'>>(event: Event): Event {
  return { ...event, process: withOwnProgram(event.process), payload: payloadWithTemplates(event.payload) };
}

const withOwnProgram = (image: ProcessImage): ProcessImage => ({ ...image, program: programKeyOf(image) });

function payloadWithTemplates(payload: EventPayload): EventPayload {
  switch (payload.kind) {
    case 'exec': {
      const exec = { ...payload, target: withOwnProgram(payload.target) };
      return exec.args.length === 0
        ? exec
        : { ...exec, argsTemplate: JSON.stringify(normalizeArguments(exec.args)) };
    }
    case 'fork':
      return { ...payload, child: withOwnProgram(payload.child) };
    case 'file': {
      const { path, source } = payload;
      return {
        ...payload,
        pathTemplate: normalizePath(path),
        sourceTemplate: source === undefined ? undefined : normalizePath(source),
        canonicalPath: canonicalPath.apply(path),
        canonicalSource: source === undefined ? undefined : canonicalPath.apply(source),
      };
    }
    case 'other':
      return payload.target === undefined ? payload : { ...payload, target: withOwnProgram(payload.target) };
    case 'exit':
      return payload;
  }
}

function slowLane(lines: readonly string[], { types, templates }: FrameEventsOptions = {}): Lane {
  const events: unknown[] = [];
  const badLines: unknown[] = [];
  const present = lines
    .map((line) => Buffer.from(line.replace(/\r$/, ''), 'latin1'))
    .filter(({ length }) => length > 0);
  present.forEach((line, index) => {
    const certain = eventTypeAt(line, 0, line.length);
    if (certain !== undefined && types?.has(certain) === false) return;
    const result = decodeLine(line);
    if (!result.ok) badLines.push({ reason: result.reason, message: result.message, line: index + 1 });
    else if (types?.has(result.event.type) !== false)
      events.push(comparable(templates === true ? withOwnTemplates(result.event) : result.event));
  });
  return { events, badLines };
}

const usual = usualLines('events', 2_000);
const simulated = fc.constantFrom(...usual.slice(0, 600));

const STAT = { st_ino: 7, st_mtimespec: '2026-01-01T00:00:00.000000000Z' };
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    -0,
    1e21,
    2 ** 53,
    '',
    'a"b\\c/d\u0000\u00e9名',
    '{any}',
  ),
  fc.string(),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constantFrom<unknown>(null, true, {}, [1, 1], STAT))),
  fc.constantFrom<unknown>(
    {},
    [],
    STAT,
    { stat: STAT, path: '/x' },
    { stat: { ...STAT, path: '/y' } },
    { path: '/x//y/' },
    { path: [{ path: '/x' }] },
    { dir: { path: '/x/' }, filename: 'y' },
    { dir: { path: '/x' }, filename: '/y' },
    { existing_file: { path: '/x' }, new_path: { dir: { path: '/y' }, filename: '' } },
    { stat: [STAT] },
  ),
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
);
const key = fc.oneof(
  fc.constantFrom(
    'stat',
    'path',
    'event',
    'process',
    'thread',
    'thread_id',
    'time',
    'version',
    'seq_num',
    'global_seq_num',
  ),
  fc.constantFrom(
    'mach_time',
    '__proto__',
    '0',
    'st_ino',
    'audit_token',
    'args',
    'target',
    'extattr',
    '',
    'a"b',
    'é',
  ),
  fc.constantFrom(
    'destination',
    'existing_file',
    'new_path',
    'dir',
    'filename',
    'source',
    'modified',
    'env',
    'cwd',
    'script',
    'image_cputype',
    'child',
  ),
);

type Node = Record<string, unknown>;
function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** A line with one member, somewhere, set, renamed or left out, its keys in another order. */
const altered = fc
  .tuple(
    simulated,
    fc.array(fc.nat(40), { maxLength: 6 }),
    key,
    value,
    fc.constantFrom('set', 'drop', 'replace'),
    fc.boolean(),
  )
  .map(([line, way, name, content, how, slashes]) => {
    const root: unknown = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
    let node = isNode(root) ? root : {};
    for (const step of way) {
      const inner = Object.values(node).filter(isNode);
      node = inner[step % Math.max(1, inner.length)] ?? node;
    }
    const names = Object.keys(node);
    const chosen = names[(way[0] ?? 0) % Math.max(1, names.length)] ?? name;
    if (how === 'set')
      Object.defineProperty(node, name, {
        value: content,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (how === 'drop') Reflect.deleteProperty(node, chosen);
    else node[chosen] = content;
    const text = JSON.stringify(root);
    return latin1(slashes ? text.replaceAll('/', '\\/') : text);
  });

/** A member of an event, or of what is in it, that may be there twice. */
const doubled = fc
  .tuple(
    simulated,
    fc.nat(),
    fc.constantFrom(
      ...['"path":"/twice",', '"path":"a\\"b",', '"path":null,', '"args":["x","y"],', '"args":["\\/","",1],'],
      ...[
        '"env":[],',
        '"modified":false,',
        '"extattr":"a\\/b",',
        '"image_cputype":7,',
        '"cwd":{"path":"\\/"},',
      ],
      ...['"target":{"path":"/t"},', '"existing_file":{"path":"/e"},', '"new_path":{"filename":"f"},'],
    ),
  )
  .map(([line, at, member]) => {
    const places = [...line.matchAll(/\{(?=")/g)].filter(({ index }) => index > line.indexOf('"event":{'));
    const place = (places[at % Math.max(1, places.length)]?.index ?? 0) + 1;
    return line.slice(0, place) + member + line.slice(place);
  });

const anyLine = fc.oneof(simulated, spoilt(simulated), altered, doubled);
const TYPES = new Set(['exec', 'rename', 'exit']);

describe('the fast lane of reading', () => {
  it.each([{}, { types: TYPES }, { templates: true }])(
    'gives what the slow one gives, whatever comes: %o',
    (options) => {
      fc.assert(
        fc.property(
          fc.array(fc.array(anyLine, { maxLength: 12 }), { minLength: 1, maxLength: 3 }),
          (frames) => {
            expect(fastLane(frames, options)).toEqual(frames.map((lines) => slowLane(lines, options)));
          },
        ),
        { seed: 20_261_129, numRuns: 400 },
      );
    },
  );

  it('gives what the slow one gives for a whole simulated upgrade, in one frame or in many', () => {
    expect(fastLane([usual])).toEqual([slowLane(usual)]);
    const frames = Array.from({ length: 20 }, (_, index) => usual.slice(index * 100, index * 100 + 100));
    expect(fastLane(frames)).toEqual(frames.map((lines) => slowLane(lines)));
  });

  it('numbers programs: one number for all that is one program, whatever frame and reader', () => {
    const frames = [usual.slice(0, 1_000), usual.slice(1_000)];
    const images = frames.flatMap((lines) => {
      const columns = new FrameEvents({ templates: true }).read(bytesOf(lines));
      return [...readEventColumns(columns, 0, new LineForms())].map(({ process }) => process);
    });
    const programs = new KnownPrograms<ProcessImage, Set<number | undefined>>(() => new Set());
    const byNumber = new Map(images.map((image) => [image.programNumber, programs.of(withoutNumber(image))]));
    expect(byNumber.size).toBeGreaterThan(10);
    expect([...byNumber.keys()]).not.toContain(undefined);
    for (const image of images)
      expect(byNumber.get(image.programNumber)).toBe(programs.of(withoutNumber(image)));
    const reader = new FrameEvents({ templates: true });
    const again = frames.flatMap((lines) =>
      [...readEventColumns(reader.read(bytesOf(lines)), 0, new LineForms())].map(({ process }) => process),
    );
    for (const image of again) programs.of(withoutNumber(image)).add(image.programNumber);
    for (const image of again) expect(programs.of(withoutNumber(image)).size).toBe(1);
  });

  it('leaves none of the usual lines to the slow lane', () => {
    const { forms, badLines } = new FrameEvents().read(bytesOf(usual));
    expect(badLines).toEqual([]);
    const processes = Array.from(
      { length: forms.length / FORM_WIDTH },
      (_, form) => forms[form * FORM_WIDTH + FORM.process],
    );
    expect(processes.length).toBeGreaterThan(0);
    expect(processes).not.toContain(NONE);
  });

  it('takes lines that are longer than its input, and no line end behind the last', () => {
    const [line = ''] = usual;
    const long = line.replace('"event":{', `"more":"${'x'.repeat(5 << 20)}","event":{`);
    const huge = line.replace('"event":{', `"more":"${'x'.repeat(1 << 20)}","event":{`);
    const lines = [line, long, huge, line];
    expect(fastLane([lines])).toEqual([slowLane(lines)]);
    const reader = new FrameEvents();
    expect(reader.read(Buffer.from(line, 'latin1')).rows).toEqual(reader.read(bytesOf([line])).rows);
  });

  it('forgets when there are more texts than it can keep, and changes nothing by it', () => {
    const lines = usual.flatMap((line, index) =>
      index % 2 === 0
        ? [line, line.replace('"event":{', `"more":{"k${String(index)}":"${'y'.repeat(9_000)}"},"event":{`)]
        : [],
    );
    const many = [...lines, ...lines.map((line) => line.replaceAll('"pid":', '"pid":1'))];
    expect(fastLane([many, many])).toEqual([slowLane(many), slowLane(many)]);
  });

  it.skipIf(!haveCaptures)('takes real lines (needs ESDRIFT_CAPTURES)', () => {
    const lines = CAPTURES.flatMap(captureLines).map(latin1);
    expect(lines.length).toBeGreaterThan(0);
    expect(fastLane([lines])).toEqual([slowLane(lines)]);
  });
});
