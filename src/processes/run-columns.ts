/** Images that processes ran, as linked lists: most have one, a shell may have a few. */
import { NONE, widerDoubles, widerInts } from './columns.ts';

const FIRST_ROOM = 1_024;

export class RunColumns {
  #count = 0;
  /** Given back, to be used again. */
  #free = NONE;
  image = new Int32Array(FIRST_ROOM);
  args = new Int32Array(FIRST_ROOM);
  pid = new Float64Array(FIRST_ROOM);
  start = new Float64Array(FIRST_ROOM);
  next = new Int32Array(FIRST_ROOM);

  add(image: number, args: number, pid: number, start: number): number {
    const row = this.#free === NONE ? this.#newRow() : this.#free;
    if (row === this.#free) this.#free = this.next[row] ?? NONE;
    this.image[row] = image;
    this.args[row] = args;
    this.pid[row] = pid;
    this.start[row] = start;
    this.next[row] = NONE;
    return row;
  }

  /** Gives a list back. */
  drop(first: number, last: number): void {
    this.next[last] = this.#free;
    this.#free = first;
  }

  #newRow(): number {
    if (this.#count === this.image.length) {
      this.image = widerInts(this.image);
      this.args = widerInts(this.args);
      this.pid = widerDoubles(this.pid);
      this.start = widerDoubles(this.start);
      this.next = widerInts(this.next);
    }
    this.#count += 1;
    return this.#count - 1;
  }
}
