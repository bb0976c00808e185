/**
 * JSON Lines as bytes. eslogger writes one object per line; captures that went through a pseudo-terminal end their lines in CRLF.
 *
 * The event type is found without parsing: keys are shuffled, but inside a JSON string a quote is always escaped,
 * so the bytes `"event":{"` cannot be text. They can be a key of a nested object, an entitlement say.
 */
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MARKER = Buffer.from('"event":{"');

/** Calls `visit(start, end)` for every line that is not empty, without its line end. A last line without a newline counts. */
export function forEachLine(bytes: Buffer, visit: (start: number, end: number) => void): void {
  const size = bytes.length;
  let start = 0;
  while (start < size) {
    const newline = bytes.indexOf(NEWLINE, start);
    const next = newline === -1 ? size : newline + 1;
    let end = newline === -1 ? size : newline;
    if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    if (end > start) visit(start, end);
    start = next;
  }
}

/**
 * The one key under `event`, by a byte scan. Undefined where that is not certain and the line must be parsed: the marker is not
 * there in eslogger's own spelling (another tool wrote the line with blanks, say), or it is there twice.
 */
export function eventTypeAt(bytes: Buffer, start: number, end: number): string | undefined {
  const line = bytes.subarray(start, end);
  const marker = line.indexOf(MARKER);
  if (marker === -1) return undefined;
  const from = marker + MARKER.length;
  const to = line.indexOf(QUOTE, from);
  if (to === -1 || line.subarray(from, to).includes(BACKSLASH)) return undefined;
  if (line.includes(MARKER, to)) return undefined;
  return line.toString('utf8', from, to);
}
