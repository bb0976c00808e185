import zlib from 'node:zlib';

let table: Uint32Array | undefined;

function crcTable(): Uint32Array {
  if (table) return table;
  table = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    table[index] = value >>> 0;
  }
  return table;
}

/** CRC-32 (IEEE 802.3) in plain JavaScript, for runtimes without `zlib.crc32` (Node 22.0 and 22.1). */
export function crc32Portable(bytes: Uint8Array): number {
  const lookup = crcTable();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (lookup[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const native: Partial<Pick<typeof zlib, 'crc32'>> = zlib;

/** CRC-32 (IEEE 802.3), unsigned. */
export const crc32: (bytes: Uint8Array) => number = native.crc32 ?? crc32Portable;
