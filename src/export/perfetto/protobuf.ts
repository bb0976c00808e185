/** The part of protobuf's wire format that a Perfetto trace needs: varints, fixed64, strings and nested messages. Writing only. */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

export class ProtoMessage {
  #bytes = Buffer.allocUnsafe(128);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** uint64, uint32, enum and bool. */
  uint(field: number, value: bigint | number | boolean): this {
    this.#varint(BigInt(field * 8 + VARINT));
    this.#varint(BigInt(value));
    return this;
  }

  /** int64 and int32: a negative one takes ten bytes. */
  int(field: number, value: bigint | number): this {
    return this.uint(field, BigInt.asUintN(64, BigInt(value)));
  }

  fixed64(field: number, value: bigint): this {
    this.#varint(BigInt(field * 8 + FIXED64));
    this.#reserve(8);
    this.#length = this.#bytes.writeBigUInt64LE(value, this.#length);
    return this;
  }

  /** A lone surrogate becomes U+FFFD: protobuf takes UTF-8 only. */
  string(field: number, text: string): this {
    return this.#delimited(field, Buffer.from(text, 'utf8'));
  }

  message(field: number, message: ProtoMessage): this {
    return this.#delimited(field, message.bytes());
  }

  /** Valid until the next write. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #delimited(field: number, bytes: Buffer): this {
    this.#varint(BigInt(field * 8 + LENGTH_DELIMITED));
    this.#varint(BigInt(bytes.length));
    this.#reserve(bytes.length);
    bytes.copy(this.#bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  #varint(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.#bytes[this.#length] = Number(rest & 0x7fn) | 0x80;
      this.#length += 1;
      rest >>= 7n;
    }
    this.#bytes[this.#length] = Number(rest);
    this.#length += 1;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
