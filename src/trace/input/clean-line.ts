/**
 * What other tools leave before the first line, none of which can begin JSON: a byte order mark, and the `^D` with two
 * backspaces (or the bare control characters) of script(1), a common way round eslogger's buffering.
 */
const LEADING_RUBBISH = [
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from('^D\b\b', 'latin1'),
  Buffer.from([0x04]),
  Buffer.from([0x08]),
];
const OPENING_BRACE = 0x7b;

/** The line from where it really begins. */
export function withoutLeadingRubbish(line: Buffer): Buffer {
  let rest = line;
  while (rest[0] !== OPENING_BRACE) {
    const found = LEADING_RUBBISH.find((rubbish) => rest.subarray(0, rubbish.length).equals(rubbish));
    if (!found) return rest;
    rest = rest.subarray(found.length);
  }
  return rest;
}

/** Nothing but blanks. */
export function isBlank(line: Buffer): boolean {
  return line[0] !== OPENING_BRACE && line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
