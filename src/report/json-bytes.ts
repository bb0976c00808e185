/** Bytes of JSON, put together in pieces of some size: what was put last is copied once, and no text is made of a number. */

const PIECE_BYTES = 256 * 1024;
/** A loop over so few bytes is faster than a call that copies them. */
const FEW = 24;
const MOST_DIGITS = 24;
const ZERO = 0x30;
const DOT = 0x2e;
/** Numbers below it are a few divisions of small integers. */
const SMALL = 1_000_000_000;

const NULL = Buffer.from('null');

export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(PIECE_BYTES);
  #at = 0;
  readonly #write: (piece: Buffer) => void;

  /** `write`: takes each piece, which is its own from then on. */
  constructor(write: (piece: Buffer) => void) {
    this.#write = write;
  }

  /** Hands out what is left. */
  end(): void {
    this.#flush(0);
  }

  bytes(piece: Buffer): void {
    const { length } = piece;
    if (this.#at + length > this.#bytes.length) this.#flush(length);
    const [bytes, at] = [this.#bytes, this.#at];
    if (length > FEW) bytes.set(piece, at);
    else for (let index = 0; index < length; index += 1) bytes[at + index] = piece[index] ?? 0;
    this.#at = at + length;
  }

  /** As `JSON.stringify` writes it. */
  number(value: number): void {
    if (value >= 0 && value < SMALL && Number.isInteger(value)) this.#whole(value | 0);
    else this.#odd(value);
  }

  /** The same for numbers that mostly have three decimals at most. */
  thousandths(value: number): void {
    const count = Math.round(value * 1000);
    const whole = Math.floor(value);
    // So many digits tell a double from all others, so no fewer would do.
    if (!(value >= 0 && whole < SMALL && count / 1000 === value)) {
      this.#odd(value);
      return;
    }
    this.#whole(whole);
    let rest = count - whole * 1000;
    if (rest === 0) return;
    this.#bytes[this.#at] = DOT;
    this.#at += 1;
    for (let unit = 100; rest > 0; unit /= 10) {
      const digit = Math.floor(rest / unit);
      this.#bytes[this.#at] = ZERO + digit;
      this.#at += 1;
      rest -= digit * unit;
    }
  }

  #whole(value: number): void {
    if (this.#at + MOST_DIGITS > this.#bytes.length) this.#flush(MOST_DIGITS);
    let length = 1;
    for (let bound = 10; value >= bound; bound *= 10) length += 1;
    this.#at += length;
    let rest = value;
    for (let at = this.#at - 1; length > 0; length -= 1, at -= 1) {
      const next = (rest / 10) | 0;
      this.#bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
  }

  #odd(value: number): void {
    this.bytes(Number.isFinite(value) ? Buffer.from(`${value}`) : NULL);
  }

  #flush(room: number): void {
    if (this.#at > 0) this.#write(this.#bytes.subarray(0, this.#at));
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, room));
    this.#at = 0;
  }
}
