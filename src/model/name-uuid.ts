import { createHash } from 'node:crypto';

/** The same names give the same UUID (version 5, by name), in small letters. */
export function nameUuid(...names: readonly string[]): string {
  const bytes = createHash('sha1').update(names.join('\0')).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
