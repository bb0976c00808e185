/** What is known of each execution of a boot, by its number. */
import { NONE, widerDoubles, widerInts } from './columns.ts';
import { ExecutionNumbers } from './execution-numbers.ts';
import { NO_LABEL } from './life-texts.ts';

const FIRST_ROOM = 1_024;

/** How it turned up first; UNSEEN: only named by others. FROM_FORK: still a copy of its parent. */
export const UNSEEN = 0;
export const FROM_FORK = 1;
export const FROM_EXEC = 2;
export const FROM_OTHER = 3;

export class Executions {
  readonly #numbers = new ExecutionNumbers();
  /** Row of its process, or NONE. */
  process = new Int32Array(FIRST_ROOM);
  origin = new Int32Array(FIRST_ROOM);
  /** Number of the launchd job. */
  label = new Int32Array(FIRST_ROOM);
  /** Token of the parent at birth, before any reparenting. NaN: not known. */
  parentPid = new Float64Array(FIRST_ROOM);
  parentVersion = new Float64Array(FIRST_ROOM);
  /** The parent that it showed last. NaN: none. */
  shownParentPid = new Float64Array(FIRST_ROOM);

  numberOf(pid: number, pidversion: number): number {
    const { count } = this.#numbers;
    const number = this.#numbers.numberOf(pid, pidversion);
    if (number < count) return number;
    if (number === this.process.length) this.#widen();
    this.process[number] = NONE;
    this.origin[number] = UNSEEN;
    this.label[number] = NO_LABEL;
    return number;
  }

  put(number: number, origin: number, label: number, parentPid: number, parentVersion: number): void {
    this.origin[number] = origin;
    this.label[number] = label;
    this.parentPid[number] = parentPid;
    this.parentVersion[number] = parentVersion;
  }

  clear(): void {
    this.#numbers.clear();
  }

  #widen(): void {
    this.process = widerInts(this.process);
    this.origin = widerInts(this.origin);
    this.label = widerInts(this.label);
    this.parentPid = widerDoubles(this.parentPid);
    this.parentVersion = widerDoubles(this.parentVersion);
    this.shownParentPid = widerDoubles(this.shownParentPid);
  }
}
