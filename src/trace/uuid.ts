import { randomBytes as systemRandom } from 'node:crypto';

/** A UUID version 7 (RFC 9562): 48 bits of milliseconds, then randomness. Sorted by text they are sorted by time. */
export function uuidV7(nowMs: number, randomBytes: (count: number) => Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.set(randomBytes(10), 6);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Where a new id comes from; absent, the system's clock and randomness. */
export interface IdSource {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly randomBytes?: (count: number) => Uint8Array;
}

export function newId({ now = () => Date.now(), randomBytes = systemRandom }: IdSource): string {
  return uuidV7(now(), randomBytes);
}
