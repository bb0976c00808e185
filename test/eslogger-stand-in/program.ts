/**
 * Stands in for /usr/bin/eslogger in tests of the recorder: the same arguments, texts, signals and ways of going wrong. Started by the
 * launcher that `createStandIn` writes, as `program.ts FOLDER [eslogger's arguments]`. It reads no kernel and is in no package.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import { BlockWriter } from './block-writer.ts';
import { parseCommandLine, REFUSAL_TEXTS } from './command-line.ts';
import { EventStream } from './event-stream.ts';
import type { StandInAccount, StandInRun, StandInSettings } from './settings.ts';

const BATCH = 512;
const TICK_MS = 5;
const ACCOUNT_EVERY_MS = 50;

function takeRun(folder: string, counts: boolean): { readonly run: StandInRun; readonly start: number } {
  const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as StandInSettings;
  const counter = join(folder, 'starts');
  const start = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0;
  if (counts) writeFileSync(counter, String(start + 1));
  const run = settings.runs[Math.min(start, settings.runs.length - 1)];
  if (run === undefined) throw new Error('settings without a run');
  return { run, start };
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Never returns: real eslogger lives until it is told to go. */
function stayAlive(): void {
  setInterval(() => undefined, 60_000);
}

class Logger {
  readonly #folder: string;
  readonly #start: number;
  readonly #run: StandInRun;
  readonly #stream: EventStream;
  readonly #out: BlockWriter;
  readonly #events: readonly string[];
  readonly #select: readonly string[];
  /** When its first event could happen: what it takes to get ready is no slowness of the reader. */
  #began = 0;
  #accountedAt = 0;
  #injectedTo: number;
  #atGarbage = 0;
  readonly #batch: Buffer;

  constructor(
    folder: string,
    start: number,
    run: StandInRun,
    events: readonly string[],
    select: readonly string[],
  ) {
    this.#folder = folder;
    this.#start = start;
    this.#run = run;
    // What happened before this start is not shown.
    this.#injectedTo = statSync(run.injectFrom ?? '', { throwIfNoEntry: false })?.size ?? 0;
    this.#events = events;
    this.#select = select;
    const lines = readFileSync(run.source, 'latin1')
      .split('\n')
      .filter((line) => line !== '');
    this.#stream = new EventStream(run, lines, new Set(events), select);
    this.#out = new BlockWriter(run.blockBytes);
    // A batch of lines, each perhaps followed by a held one and by garbage.
    this.#batch = Buffer.alloc(this.#stream.room(2 * BATCH) + BATCH * ((run.garbage?.text.length ?? 0) + 1));
  }

  run(): void {
    this.#account(true, false);
    this.#began = performance.now();
    this.#step();
  }

  #step(): void {
    const until = this.#due();
    this.#out.write(this.#injected());
    let inBatch = 0;
    let at = 0;
    while (this.#stream.happened < until && inBatch < BATCH) {
      at = this.#one(at);
      inBatch += 1;
    }
    this.#out.write(this.#batch.subarray(0, at));
    this.#account(false, false);
    if (this.#ends()) return;
    if (this.#run.hangAfter !== undefined && this.#stream.happened >= this.#run.hangAfter) {
      this.#account(true, true);
      stayAlive();
      return;
    }
    if (this.#stream.isDone && this.#run.injectFrom === undefined) {
      this.#finish();
      return;
    }
    if (inBatch === BATCH) setImmediate(() => this.#step());
    else setTimeout(() => this.#step(), TICK_MS);
  }

  #one(at: number): number {
    const end = this.#stream.next(this.#batch, at);
    const { garbage } = this.#run;
    if (garbage === undefined || this.#stream.happened < this.#atGarbage + garbage.every) return end;
    this.#atGarbage = this.#stream.happened;
    return end + this.#batch.write(`${garbage.text}\n`, end, 'latin1');
  }

  /** How many events have happened by now. */
  #due(): number {
    const { eventsPerSecond, queue, hangAfter, endAfter } = this.#run;
    const last = Math.min(this.#stream.total, hangAfter ?? Infinity, endAfter?.events ?? Infinity);
    if (eventsPerSecond === undefined) return last;
    const due = Math.min(last, Math.floor(((performance.now() - this.#began) / 1_000) * eventsPerSecond));
    // The reader was slow, the queue is full: the oldest waiting events are lost.
    if (queue !== undefined)
      while (due - this.#stream.happened > queue) this.#stream.next(this.#batch, 0, true);
    return due;
  }

  #injected(): Buffer {
    const { injectFrom } = this.#run;
    if (injectFrom === undefined || !existsSync(injectFrom)) return Buffer.alloc(0);
    // Without a line there is no time yet for it to happen at.
    if (this.#run.keepsTimes === true && this.#stream.happened === 0) return Buffer.alloc(0);
    const file = openSync(injectFrom, 'r');
    try {
      const bytes = Buffer.alloc(fstatSync(file).size - this.#injectedTo);
      readSync(file, bytes, 0, bytes.length, this.#injectedTo);
      const end = bytes.lastIndexOf(0x0a) + 1;
      this.#injectedTo += end;
      const lines = bytes
        .toString('latin1', 0, end)
        .split('\n')
        .filter((line) => line !== '');
      return Buffer.concat(lines.map((line) => this.#stream.inject(line)));
    } finally {
      closeSync(file);
    }
  }

  #ends(): boolean {
    const { endAfter, cutLastLineTo } = this.#run;
    if (endAfter === undefined || this.#stream.happened < endAfter.events) return false;
    if (cutLastLineTo !== undefined) {
      this.#out.flush();
      const end = this.#stream.next(this.#batch, 0);
      this.#out.write(this.#batch.subarray(0, Math.min(end, cutLastLineTo)));
      this.#out.flush();
    }
    this.#account(true, true);
    if (endAfter.how === 'killed') process.kill(process.pid, 'SIGKILL');
    else process.exit(endAfter.how);
    return true;
  }

  #finish(): void {
    this.#out.write(this.#stream.rest());
    this.#account(true, true);
    if (this.#run.whenDone !== 'end') {
      stayAlive();
      return;
    }
    this.#out.flush();
    process.exit(0);
  }

  #account(now: boolean, done: boolean): void {
    if (!now && performance.now() - this.#accountedAt < ACCOUNT_EVERY_MS) return;
    this.#accountedAt = performance.now();
    const account: StandInAccount = {
      pid: process.pid,
      events: this.#events,
      select: this.#select,
      written: this.#stream.written,
      lost: this.#stream.lost,
      lostByType: this.#stream.lostByType,
      done,
    };
    const path = join(this.#folder, `account-${this.#start}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(account));
    renameSync(`${path}.new`, path);
  }
}

const [folder = '', ...args] = process.argv.slice(2);
const isList = args.includes('--list-events');
const { run, start } = takeRun(folder, !isList);
const offered = run.offered ?? CATALOGUE.map(({ name }) => name);
const command = parseCommandLine(args, offered);
if (run.ignoresInterrupt === true) process.on('SIGINT', () => undefined);
switch (command.kind) {
  case 'refused':
    fail(command.message);
    break;
  case 'list':
    if (run.listHangs === true) stayAlive();
    else process.stdout.write(offered.map((name) => `${name}\n`).join(''));
    break;
  case 'log':
    if (run.refuse !== undefined) fail(REFUSAL_TEXTS[run.refuse]);
    new Logger(folder, start, run, command.events, command.select).run();
}
