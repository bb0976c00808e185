/**
 * What is in a component, told in one pass over its characters. A rule says what it looks for; where nothing of it is there, none of its
 * patterns is tried. A run is letters and digits of ASCII, as many as stand together.
 */
export const TRAIT = {
  /** {date} */
  date: 1,
  space: 1 << 1,
  parenthesis: 1 << 2,
  colon: 1 << 3,
  /** 501 */
  threeDigits: 1 << 4,
  /** 5C5 */
  capitalBetweenDigits: 1 << 5,
  /** 6.2 */
  dotBetweenDigits: 1 << 6,
  /** A run that begins with 0x. */
  hexPrefix: 1 << 7,
  /** A run of eight or more, of hex digits only. */
  hexRun: 1 << 8,
  /** A run of eight or more, or of six with a small letter, a capital and a digit. */
  token: 1 << 9,
  /** Runs with dashes and underscores between them, twenty characters or more, with a small letter, a capital and a digit. */
  wideToken: 1 << 10,
  /** A run of fourteen behind a dash. */
  tag: 1 << 11,
  /** A run of six to eight behind a dot, a dash or an underscore, at the end. */
  suffix: 1 << 12,
} as const;

/** Kinds of letters and digits; 0 is any other character. */
const LOWER = 1;
const UPPER = 2;
const DIGIT = 4;
const EVERY_KIND = LOWER | UPPER | DIGIT;
const BEYOND_HEX = 8;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return DIGIT;
  if (!/[A-Za-z]/.test(character)) return 0;
  return (/[a-z]/.test(character) ? LOWER : UPPER) | (/[A-Fa-f]/.test(character) ? 0 : BEYOND_HEX);
});

/** Traits that are one character. */
const SIGNS = new Uint8Array(128);
for (const character of '()') SIGNS[character.charCodeAt(0)] = TRAIT.parenthesis;
SIGNS[0x20] = TRAIT.space;
SIGNS[0x3a] = TRAIT.colon;

const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const DASH = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

/** Those of TRAIT that the text has, or'ed. */
export function traitsOf(text: string): number {
  const { length } = text;
  let traits = 0;
  let from = 0;
  let kinds = 0;
  let wideFrom = 0;
  let wideKinds = 0;
  for (let at = 0; at <= length; at += 1) {
    // Behind the last character stands one that ends every run.
    const code = at < length ? text.charCodeAt(at) : 0;
    const kind = kindOf(code);
    if (kind !== 0) {
      kinds |= kind;
      if (kind === DIGIT && at >= 2) traits |= ofDigit(text.charCodeAt(at - 2), text.charCodeAt(at - 1));
      continue;
    }
    if (at > from) {
      traits |= ofRun(text, from, at, kinds);
      wideKinds |= kinds;
      kinds = 0;
    }
    from = at + 1;
    if (code === DASH || code === UNDERSCORE) continue;
    if (at - wideFrom >= 20 && (wideKinds & EVERY_KIND) === EVERY_KIND) traits |= TRAIT.wideToken;
    wideFrom = from;
    wideKinds = 0;
    if (code < 128) traits |= SIGNS[code] ?? 0;
    if (code === BRACE && text.startsWith('{date}', at)) traits |= TRAIT.date;
  }
  return traits;
}

/** Of a digit, by the two characters before it. */
function ofDigit(first: number, second: number): number {
  if (kindOf(first) !== DIGIT) return 0;
  if (second === DOT) return TRAIT.dotBetweenDigits;
  const kind = kindOf(second);
  if (kind === DIGIT) return TRAIT.threeDigits;
  return (kind & UPPER) === 0 ? 0 : TRAIT.capitalBetweenDigits;
}

function ofRun(text: string, from: number, to: number, kinds: number): number {
  const length = to - from;
  if (length < 6) return kinds & DIGIT ? ofHexPrefix(text, from, length) : 0;
  let traits = length >= 8 || (kinds & EVERY_KIND) === EVERY_KIND ? TRAIT.token : 0;
  if (length >= 8 && (kinds & BEYOND_HEX) === 0) traits |= TRAIT.hexRun;
  const before = from === 0 ? 0 : text.charCodeAt(from - 1);
  if (length === 14 && before === DASH) traits |= TRAIT.tag;
  if (length <= 8 && to === text.length && (before === DOT || before === DASH || before === UNDERSCORE))
    traits |= TRAIT.suffix;
  return traits | ofHexPrefix(text, from, length);
}

function ofHexPrefix(text: string, from: number, length: number): number {
  const isPrefix =
    length > 2 && text.charCodeAt(from) === 0x30 && (text.charCodeAt(from + 1) | 0x20) === 0x78;
  return isPrefix ? TRAIT.hexPrefix : 0;
}

/** LOWER, UPPER or DIGIT, the letters with BEYOND_HEX or without; 0: neither letter nor digit of ASCII. */
function kindOf(code: number): number {
  return code < 128 ? (KINDS[code] ?? 0) : 0;
}

/**
 * The text with every run of `least` or more replaced. What touches the inner side of a brace belongs to a hole and stays.
 */
export function replaceRuns(text: string, least: number, replacement: (run: string) => string): string {
  let out = '';
  let copied = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (kindOf(code) !== 0) continue;
    if (at - from >= least && code !== CLOSING_BRACE && text.charCodeAt(from - 1) !== BRACE) {
      const run = text.slice(from, at);
      const replaced = replacement(run);
      if (replaced !== run) {
        out += text.slice(copied, from) + replaced;
        copied = at;
      }
    }
    from = at + 1;
  }
  return copied === 0 ? text : out + text.slice(copied);
}
