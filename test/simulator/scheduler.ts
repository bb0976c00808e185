/** Actors that take turns in simulated time. An actor is a generator; what it yields is how many milliseconds it waits. */
import type { Clock } from './clock.ts';

export type Act<Result = void> = Generator<number, Result, void>;

export interface Task {
  readonly done: boolean;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: Act;
  readonly task: { done: boolean };
}

const comesFirst = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

export class Scheduler {
  readonly #clock: Clock;
  readonly #pace: number;
  /** Binary heap, earliest first. */
  readonly #heap: Entry[] = [];
  #order = 0;

  /** `pace`: times as long for every wait. */
  constructor(clock: Clock, pace = 1) {
    this.#clock = clock;
    this.#pace = pace;
  }

  start(act: Act, delayMs = 0): Task {
    const task = { done: false };
    this.#push({ at: this.#clock.uptimeMs + delayMs, order: this.#order++, act, task });
    return task;
  }

  /** Lets the next actor take its turn; false when nobody is left. */
  step(): boolean {
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.#clock.advanceTo(entry.at);
    const result = entry.act.next();
    if (result.done === true) {
      entry.task.done = true;
    } else {
      this.#push({ ...entry, at: this.#clock.uptimeMs + result.value * this.#pace, order: this.#order++ });
    }
    return true;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !comesFirst(entry, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && comesFirst(right, child)) {
        child = right;
        childIndex++;
      }
      if (!comesFirst(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
    return first;
  }
}

/** Waits until all are done. */
export function* join(...tasks: readonly Task[]): Act {
  while (!tasks.every((task) => task.done)) yield 40;
}
