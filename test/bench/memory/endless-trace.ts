/**
 * A trace without end that is made while it is read, frame by frame, and stored nowhere: lines made once, in which numbers of fixed width are written over.
 * Each round is one new process that forks, runs a program, handles files and ends.
 */
import type { FrameIndexEntry } from '../../../src/model/trace.ts';
import type { FrameSource } from '../../../src/events/frame-columns.ts';
import { file, line, processOf } from '../../eslogger/line-builder.ts';

/** What is written over, by the digits that stand in the template for it. */
const SEQUENCE = '8888888881';
const VERSION = '3777777771';
const PATH = '8888888882';
const TIME = '2026-01-01T00:00:00.000000000Z';
/** The first of each: ten digits, so that every number has the same width. */
const FIRST = 1_000_000_000;

export interface EndlessOptions {
  /** Processes that only fork and end: short lines, to see many. */
  readonly onlyLife: boolean;
  /** Distinct paths that come again; Infinity: each is new. */
  readonly paths: number;
}

interface Slot {
  readonly at: number;
  readonly kind: 'sequence' | 'version' | 'path' | 'time';
}

interface Template {
  readonly bytes: Buffer;
  readonly slots: readonly Slot[];
  readonly lines: number;
}

function templateOf(lines: readonly string[]): Template {
  const text = lines.map((one) => `${one}\n`).join('');
  const slots: Slot[] = [];
  const kinds = [
    [SEQUENCE, 'sequence'],
    [VERSION, 'version'],
    [PATH, 'path'],
    [`"time":"${TIME}`, 'time'],
  ] as const;
  for (const [mark, kind] of kinds) {
    for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1))
      slots.push({ at: kind === 'time' ? at + '"time":"'.length : at, kind });
  }
  return { bytes: Buffer.from(text), slots: slots.sort((a, b) => a.at - b.at), lines: lines.length };
}

function linesOfOneProcess(onlyLife: boolean): readonly string[] {
  const token = { pid: 77_771, pidversion: Number(VERSION) };
  const parent = { token: { pid: 400, pidversion: 900 }, path: '/usr/libexec/mobileassetd' };
  const own = { token, path: '/usr/libexec/nsurlsessiond', parent: parent.token };
  const path = (name: string) => `/private/var/db/endless/${name}-${PATH}.dat`;
  const at = { globalSeq: Number(SEQUENCE), seq: 0, ms: 0, machTime: 5_000_000 };
  const life = [
    line({ ...at, type: 'fork', process: processOf(parent), event: { child: processOf(own) } }),
    line({ ...at, type: 'exit', process: processOf(own), event: { stat: 0 } }),
  ];
  if (onlyLife) return life;
  const [fork = '', exit = ''] = life;
  const event = (type: string, content: Readonly<Record<string, unknown>>) =>
    line({ ...at, type, process: processOf(own), event: content });
  const made = { destination: { existing_file: file(path('a')) }, destination_type: 0 };
  const moved = {
    source: file(path('a')),
    destination: { existing_file: file(path('b')) },
    destination_type: 0,
  };
  return [
    fork,
    event('exec', { target: processOf(own), args: ['/usr/libexec/nsurlsessiond', path('c')], env: [] }),
    event('create', made),
    event('close', { modified: true, target: file(path('a')) }),
    event('rename', moved),
    event('setextattr', { extattr: 'com.apple.quarantine', target: file(path('b')) }),
    event('unlink', { target: file(path('b')), parent_dir: file('/private/var/db/endless') }),
    exit,
  ];
}

export class EndlessTrace {
  readonly #template: Template;
  readonly #paths: number;
  readonly #rounds: number;
  #sequence = 0;
  #version = 0;

  constructor({ onlyLife, paths }: EndlessOptions) {
    this.#template = templateOf(linesOfOneProcess(onlyLife));
    this.#paths = paths;
    this.#rounds = Math.floor((4 << 20) / this.#template.bytes.length);
  }

  get bytesPerFrame(): number {
    return this.#template.bytes.length * this.#rounds;
  }

  get processesPerFrame(): number {
    return this.#rounds;
  }

  get linesPerFrame(): number {
    return this.#template.lines * this.#rounds;
  }

  /** As a trace of so many frames. Only what reading events asks for is there. */
  reader(frames: number): FrameSource {
    const entry = (index: number): FrameIndexEntry => ({
      offset: index,
      segment: 0,
      compressedBytes: 1,
      rawBytes: this.bytesPerFrame,
      lines: this.linesPerFrame,
      sha256: '',
      eventsByType: {},
      firstGlobalSeq: index,
      lastGlobalSeq: index,
      firstTime: TIME,
      lastTime: TIME,
    });
    return {
      path: 'endless',
      stored: false,
      frames: Array.from({ length: frames }, (_, index) => entry(index)),
      decodeFrame: () => Promise.resolve(this.#frame()),
    };
  }

  #frame(): Buffer {
    const { bytes, slots } = this.#template;
    const frame = Buffer.allocUnsafe(this.bytesPerFrame);
    for (let round = 0; round < this.#rounds; round += 1) {
      const start = round * bytes.length;
      bytes.copy(frame, start);
      const version = FIRST + (this.#version % 3_000_000_000);
      const path = FIRST + (this.#version % Math.min(this.#paths, 3_000_000_000));
      const time = new Date(Date.UTC(2026, 0, 1) + this.#version).toISOString().slice(0, -1);
      for (const { at, kind } of slots) {
        if (kind === 'time') frame.write(time, start + at, 'latin1');
        else if (kind === 'sequence') this.#sequence = writeNext(frame, start + at, this.#sequence);
        else frame.write(String(kind === 'version' ? version : path), start + at, 'latin1');
      }
      this.#version += 1;
    }
    return frame;
  }
}

function writeNext(frame: Buffer, at: number, sequence: number): number {
  frame.write(String(FIRST + sequence), at, 'latin1');
  return sequence + 1;
}
