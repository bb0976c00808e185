/**
 * Which numbers of a counter that grows by one never came, however the others were shuffled on the way.
 *
 * Only the holes are stored, as sorted intervals in small chunks, so that memory follows the losses, not the events.
 * Past a cap the oldest holes are joined into one span: its `lost` stays exact, its edges become coarse.
 */
import { ownText } from './own-text.ts';

export interface Hole {
  from: number;
  to: number;
  /** Equal to to - from + 1, but in a joined span. */
  lost: number;
  /** Time of the number before `from`, and of the one after `to`; undefined at the start of the counter. */
  after: string | undefined;
  before: string | undefined;
}

const CHUNK = 512;
const MOST_HOLES = 100_000;

export class MissingNumbers {
  readonly #mostHoles: number;
  #chunks: Hole[][] = [[]];
  #holes = 0;
  #highest = -1;
  #highestTime: string | undefined;
  #lost = 0;

  constructor(mostHoles = MOST_HOLES) {
    this.#mostHoles = mostHoles;
  }

  get lost(): number {
    return this.#lost;
  }

  get highest(): number {
    return this.#highest;
  }

  /** False where the number had come before. */
  add(value: number, time: string): boolean {
    if (value <= this.#highest) return this.#fill(value, time);
    if (value > this.#highest + 1) this.#open(value, time);
    this.#highest = value;
    this.#highestTime = time;
    return true;
  }

  holes(): readonly Hole[] {
    return this.#chunks.flat();
  }

  #open(value: number, time: string): void {
    const from = this.#highest + 1;
    const lost = value - from;
    const after = this.#highestTime === undefined ? undefined : ownText(this.#highestTime);
    const hole = { from, to: value - 1, lost, after, before: ownText(time) };
    const last = this.#chunks.at(-1);
    if (last === undefined || last.length >= CHUNK) this.#chunks.push([hole]);
    else last.push(hole);
    this.#lost += lost;
    this.#holes += 1;
    if (this.#holes > this.#mostHoles) this.#joinOldest();
  }

  /** A late number: takes it out of its hole, which may split. */
  #fill(value: number, time: string): boolean {
    const chunk = this.#chunkOf(value);
    const index = chunk === undefined ? -1 : indexOfHole(chunk, value);
    const hole = chunk?.[index];
    if (chunk === undefined || hole === undefined || value < hole.from || value > hole.to) return false;
    // In a joined span nobody knows which numbers came; a late one is taken at its word.
    if (hole.lost !== hole.to - hole.from + 1) return this.#fillJoined(hole);
    this.#lost -= 1;
    const here = ownText(time);
    const left = { ...hole, to: value - 1, lost: value - hole.from, before: here };
    const right = { ...hole, from: value + 1, lost: hole.to - value, after: here };
    const parts = [left, right].filter((part) => part.lost > 0);
    chunk.splice(index, 1, ...parts);
    this.#holes += parts.length - 1;
    this.#rebalance(chunk);
    return true;
  }

  #fillJoined(hole: Hole): boolean {
    if (hole.lost === 0) return false;
    hole.lost -= 1;
    this.#lost -= 1;
    return true;
  }

  #chunkOf(value: number): Hole[] | undefined {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last === undefined || last.to < value) low = middle + 1;
      else high = middle;
    }
    return this.#chunks[low];
  }

  #rebalance(chunk: Hole[]): void {
    if (chunk.length > 0 && chunk.length <= CHUNK * 2) return;
    const at = this.#chunks.indexOf(chunk);
    if (chunk.length === 0) {
      if (this.#chunks.length > 1) this.#chunks.splice(at, 1);
    } else {
      this.#chunks.splice(at, 1, chunk.slice(0, CHUNK), chunk.slice(CHUNK));
    }
  }

  #joinOldest(): void {
    const oldest = this.#chunks.slice(0, 2).flat();
    const [first] = oldest;
    const last = oldest.at(-1);
    if (first === undefined || last === undefined) return;
    const lost = oldest.reduce((sum, hole) => sum + hole.lost, 0);
    this.#chunks.splice(0, 2, [
      { from: first.from, to: last.to, lost, after: first.after, before: last.before },
    ]);
    this.#holes -= oldest.length - 1;
  }
}

/** Index of the first hole that ends at or after `value`. */
function indexOfHole(chunk: readonly Hole[], value: number): number {
  let low = 0;
  let high = chunk.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const hole = chunk[middle];
    if (hole === undefined || hole.to < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
