import { crc32 } from '../platform/crc32.ts';
import { skippableFrame } from './container.ts';

/**
 * Our JSON frames are plain JSON, and self-checking: the first member is always `"crc32":"xxxxxxxx"`, the CRC-32 of the whole
 * payload with those eight hex digits as zeros. Any tool reads the JSON, and a reader of ours notices every flipped bit.
 * The text is pure ASCII (`\uXXXX` for the rest), so that printing it is harmless.
 */
const OPENING = '{"crc32":"';
const DIGITS = 8;
const ZEROS = '0'.repeat(DIGITS);

export type JsonFrameContent =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: string };

/** JSON in ASCII: what is not becomes `\uXXXX`. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A skippable frame around `value`, checksum first. */
export function encodeJsonFrame(magic: number, value: object): Buffer {
  const payload = Buffer.from(asciiJson({ crc32: ZEROS, ...value }), 'latin1');
  payload.write(crc32(payload).toString(16).padStart(DIGITS, '0'), OPENING.length, 'latin1');
  return skippableFrame(magic, payload);
}

/** The value inside, without the checksum. Other payloads are told apart by a reason that fits "it …". */
export function decodeJsonFrame(payload: Buffer): JsonFrameContent {
  const digits = payload.toString('latin1', OPENING.length, OPENING.length + DIGITS);
  const checked = payload.toString('latin1', 0, OPENING.length) === OPENING && /^[0-9a-f]{8}$/.test(digits);
  if (checked) {
    const zeroed = Buffer.from(payload);
    zeroed.write(ZEROS, OPENING.length, 'latin1');
    if (crc32(zeroed) !== Number.parseInt(digits, 16))
      return { ok: false, reason: 'its checksum does not fit its content' };
  }
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    return { ok: false, reason: 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'it is not a JSON object' };
  }
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'crc32'));
  if (!checked && !isFromTheFuture(rest)) return { ok: false, reason: 'its checksum is missing' };
  return { ok: true, value: rest };
}

/** A later format may check itself in another way; it is refused by its version, not as damage. */
function isFromTheFuture(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value['formatVersion'] === 'number' && value['formatVersion'] > 1;
}
