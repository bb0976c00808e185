/** The processes of a recording as columns, one row a process, from fork to exit. */
import { NONE, widerDoubles, widerInts } from './columns.ts';
import { RunColumns } from './run-columns.ts';

const FIRST_ROOM = 1_024;

/** Bits of `flags`. */
/** Ended before xpcproxy became the service. */
export const FAILED_LAUNCH = 1;
/** A copy of its parent that never ran a program of its own. */
export const FORK_ONLY = 2;
/** Its image was concluded; a line of its own will show it. */
export const CONCLUDED = 4;

export class ProcessColumns {
  /** Rows: processes by their ids, in the order of first appearance. */
  count = 0;
  boot = new Int32Array(FIRST_ROOM);
  pid = new Float64Array(FIRST_ROOM);
  /** Of the newest execution. */
  pidversion = new Float64Array(FIRST_ROOM);
  /** Row of the parent at birth, which reparenting does not change, or NONE. */
  parent = new Int32Array(FIRST_ROOM);
  /** The pid at birth of one that had been handed to launchd before it was first seen; NaN: of no other. */
  bornOf = new Float64Array(FIRST_ROOM);
  /** Row of the responsible process where it is another one, or NONE. */
  responsible = new Int32Array(FIRST_ROOM);
  /** Number of the launchd job. */
  label = new Int32Array(FIRST_ROOM);
  flags = new Int32Array(FIRST_ROOM);
  /** ms since the epoch of fork, or of exec where the fork was not seen; NaN: before the recording. */
  startedMs = new Float64Array(FIRST_ROOM);
  /** NaN: its end was not seen. */
  endedMs = new Float64Array(FIRST_ROOM);
  /** wait(2) status, or NONE. */
  status = new Int32Array(FIRST_ROOM);
  /** Images it ran, as a list in `runs`: first and last, or NONE for one that is known by its token alone, or ended as xpcproxy. */
  firstRun = new Int32Array(FIRST_ROOM);
  lastRun = new Int32Array(FIRST_ROOM);
  readonly runs = new RunColumns();

  add(boot: number, pid: number, pidversion: number, parent: number): number {
    if (this.count === this.pid.length) this.#widen();
    const row = this.count;
    this.count += 1;
    this.boot[row] = boot;
    this.pid[row] = pid;
    this.pidversion[row] = pidversion;
    this.parent[row] = parent;
    this.bornOf[row] = Number.NaN;
    this.responsible[row] = NONE;
    this.label[row] = 0;
    this.flags[row] = 0;
    this.startedMs[row] = Number.NaN;
    this.endedMs[row] = Number.NaN;
    this.status[row] = NONE;
    this.firstRun[row] = NONE;
    this.lastRun[row] = NONE;
    return row;
  }

  has(row: number, flag: number): boolean {
    return ((this.flags[row] ?? 0) & flag) !== 0;
  }

  set(row: number, flag: number, value: boolean): void {
    const flags = this.flags[row] ?? 0;
    this.flags[row] = value ? flags | flag : flags & ~flag;
  }

  /** `pid`: of whoever showed the image; `start`: time of its fork, as rows of lives have it. */
  addRun(row: number, image: number, args: number, pid: number, start: number): void {
    const run = this.runs.add(image, args, pid, start);
    const last = this.lastRun[row] ?? NONE;
    if (last === NONE) this.firstRun[row] = run;
    else this.runs.next[last] = run;
    this.lastRun[row] = run;
  }

  dropRuns(row: number): void {
    const [first = NONE, last = NONE] = [this.firstRun[row], this.lastRun[row]];
    if (first === NONE) return;
    this.runs.drop(first, last);
    this.firstRun[row] = NONE;
    this.lastRun[row] = NONE;
  }

  /** Whether `below` is `row` or stands under it, or so deep that nobody looks further than `deepest`. */
  isUnder(row: number, below: number, deepest: number): boolean {
    let at = below;
    for (let steps = 0; at !== NONE; steps += 1) {
      if (at === row || steps > deepest) return true;
      at = this.parent[at] ?? NONE;
    }
    return false;
  }

  #widen(): void {
    this.boot = widerInts(this.boot);
    this.pid = widerDoubles(this.pid);
    this.pidversion = widerDoubles(this.pidversion);
    this.parent = widerInts(this.parent);
    this.bornOf = widerDoubles(this.bornOf);
    this.responsible = widerInts(this.responsible);
    this.label = widerInts(this.label);
    this.flags = widerInts(this.flags);
    this.startedMs = widerDoubles(this.startedMs);
    this.endedMs = widerDoubles(this.endedMs);
    this.status = widerInts(this.status);
    this.firstRun = widerInts(this.firstRun);
    this.lastRun = widerInts(this.lastRun);
  }
}
