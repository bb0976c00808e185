/**
 * The inside of a JSON string, as eslogger's bytes and as text, with the way back from one to the other.
 *
 * A line is handled as a latin1 string: one character per byte, so that what is not touched is written back byte for byte.
 * To look for names the bytes must be read as what they mean: `\/` is a slash, `\u0040` an at sign, `c3 a5` is `å`. The offsets map
 * each UTF-16 unit of the text to the byte where it begins, so a finding in the text can be cut out of the bytes.
 *
 * Bytes that are no UTF-8 become lone surrogates U+DC80–U+DCFF (as in Python's surrogateescape): each stays distinct and no name
 * can hide behind one.
 */
export interface JsonText {
  readonly text: string;
  /** Byte offsets of the units `start` to `end`; `end` may be the length of the text. */
  readonly rangeOf: (start: number, end: number) => readonly [number, number];
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const NEEDS_DECODING = /[\\\u0080-\u00ff]/;
/** eslogger escapes every slash and hardly anything else. */
const MORE_THAN_SLASHES = /\\(?!\/)|[\u0080-\u00ff]/;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

/** `raw` is the latin1 text between the quotes. Offsets are worked out only when asked for: most texts hold nothing. */
export function decodeJsonText(raw: string): JsonText {
  if (!NEEDS_DECODING.test(raw)) return { text: raw, rangeOf: (start, end) => [start, end] };
  let offsets: Uint32Array | undefined;
  const rangeOf = (start: number, end: number): readonly [number, number] => {
    offsets ??= decode(raw).offsets;
    return [offsets[start] ?? 0, offsets[end] ?? 0];
  };
  if (!MORE_THAN_SLASHES.test(raw)) return { text: raw.replaceAll('\\/', '/'), rangeOf };
  const decoded = decode(raw);
  ({ offsets } = decoded);
  return { text: decoded.text, rangeOf };
}

function decode(raw: string): { readonly text: string; readonly offsets: Uint32Array } {
  const offsets = new Uint32Array(raw.length + 1);
  let text = '';
  let at = 0;
  while (at < raw.length) {
    const code = raw.charCodeAt(at);
    let piece: string;
    let size: number;
    if (code === 0x5c) [piece, size] = unescape(raw, at);
    else if (code < 0x80) [piece, size] = [raw.charAt(at), 1];
    else [piece, size] = decodeUtf8(raw, at);
    for (let unit = 0; unit < piece.length; unit += 1) offsets[text.length + unit] = at;
    text += piece;
    at += size;
  }
  offsets[text.length] = raw.length;
  return { text, offsets };
}

function unescape(raw: string, at: number): [string, number] {
  const mark = raw.charAt(at + 1);
  if (mark === 'u') {
    const digits = raw.slice(at + 2, at + 6);
    return FOUR_HEX.test(digits) ? [String.fromCharCode(Number.parseInt(digits, 16)), 6] : ['\\', 1];
  }
  const simple = SIMPLE_ESCAPES[mark];
  return simple === undefined ? ['\\', 1] : [simple, 2];
}

function decodeUtf8(raw: string, at: number): [string, number] {
  const lead = raw.charCodeAt(at);
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  let point = lead & (size === 4 ? 0x07 : size === 3 ? 0x0f : 0x1f);
  for (let step = 1; step < size; step += 1) {
    const next = raw.charCodeAt(at + step);
    if ((next & 0xc0) !== 0x80) return [loneByte(lead), 1];
    point = (point << 6) | (next & 0x3f);
  }
  const least = size === 4 ? 0x10000 : size === 3 ? 0x800 : 0x80;
  const valid =
    lead >= 0xc2 && lead <= 0xf4 && point >= least && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return valid ? [String.fromCodePoint(point), size] : [loneByte(lead), 1];
}

function loneByte(byte: number): string {
  return String.fromCharCode(0xdc00 + byte);
}

/** Text as the latin1 spelling of its UTF-8 bytes inside a JSON string. */
export function encodeJsonText(text: string): string {
  return Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8').toString('latin1');
}
