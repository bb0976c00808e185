/** Rows of lives in the order of (segment, global_seq_num), as `ReorderBuffer` puts it. */
import { ReorderBuffer } from '../eslogger/reorder.ts';
import { widerDoubles } from '../processes/columns.ts';
import { GLOBAL_SEQ, ROW_NUMBERS, SEGMENT } from '../processes/life-row.ts';

interface Waiting {
  segment: number;
  globalSeq: number;
  /** Where its row is kept. */
  readonly at: number;
}

const FIRST_ROWS = 64;

export class LifeOrder {
  readonly #reorder: ReorderBuffer<Waiting>;
  #rows = new Float64Array(FIRST_ROWS * ROW_NUMBERS);
  #used = 0;
  /** Places to be used again. */
  readonly #free: Waiting[] = [];

  /** `visit`: takes each row in its turn; it is good for the call only. */
  constructor(visit: (rows: Float64Array, at: number) => void) {
    this.#reorder = new ReorderBuffer<Waiting>((next) => {
      visit(this.#rows, next.at);
      this.#free.push(next);
    });
  }

  push(rows: Float64Array, at: number): void {
    const place = this.#free.pop() ?? this.#newPlace();
    place.segment = rows[at + SEGMENT] ?? 0;
    place.globalSeq = rows[at + GLOBAL_SEQ] ?? 0;
    const [kept, to] = [this.#rows, place.at];
    for (let index = 0; index < ROW_NUMBERS; index += 1) kept[to + index] = rows[at + index] ?? 0;
    this.#reorder.push(place);
  }

  /** Nothing of this segment below this number is still to come. */
  passBelow(globalSeq: number): void {
    this.#reorder.passBelow(globalSeq);
  }

  flush(): void {
    this.#reorder.flush();
  }

  #newPlace(): Waiting {
    const at = this.#used;
    this.#used += ROW_NUMBERS;
    if (this.#used > this.#rows.length) this.#rows = widerDoubles(this.#rows);
    return { segment: 0, globalSeq: 0, at };
  }
}
