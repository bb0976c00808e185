/**
 * Numbers for executions, in the order in which they are first mentioned: pids are reused and exec keeps the pid, but pidversion grows with every fork and
 * exec. Open addressing over typed arrays, so that neither a key nor an entry is an object.
 */
import { widerDoubles } from './columns.ts';

const FIRST_ROOM = 1_024;
const MIX = 0x9e37_79b1;
const MIX_AGAIN = 0x85eb_ca6b;

export class ExecutionNumbers {
  /** The number plus one; 0: free. Twice as many as there is room for. */
  #slots = new Int32Array(2 * FIRST_ROOM);
  #mask = 2 * FIRST_ROOM - 1;
  /** pid and pidversion of each. */
  #tokens = new Float64Array(2 * FIRST_ROOM);
  #count = 0;
  /** Other for each process, so that nobody can choose tokens that collide. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;

  get count(): number {
    return this.#count;
  }

  numberOf(pid: number, pidversion: number): number {
    const slot = this.#slotOf(pid, pidversion);
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) return known;
    const number = this.#count;
    this.#tokens[2 * number] = pid;
    this.#tokens[2 * number + 1] = pidversion;
    this.#slots[slot] = number + 1;
    this.#count += 1;
    if (2 * this.#count === this.#tokens.length) this.#grow();
    return number;
  }

  /** Begins anew. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }

  /** Where it is, or belongs. */
  #slotOf(pid: number, pidversion: number): number {
    const tokens = this.#tokens;
    for (let slot = this.#hash(pid, pidversion) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0 || (tokens[2 * number] === pid && tokens[2 * number + 1] === pidversion)) return slot;
    }
  }

  #hash(pid: number, pidversion: number): number {
    let hash = Math.imul(pidversion ^ this.#seed, MIX);
    hash = Math.imul((hash ^ (hash >>> 16)) + pid, MIX_AGAIN);
    hash = Math.imul(hash ^ (hash >>> 15), MIX);
    return hash ^ (hash >>> 16);
  }

  #grow(): void {
    this.#tokens = widerDoubles(this.#tokens);
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      const slot = this.#slotOf(this.#tokens[2 * number] ?? 0, this.#tokens[2 * number + 1] ?? 0);
      this.#slots[slot] = number + 1;
    }
  }
}
