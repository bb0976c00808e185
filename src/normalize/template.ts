/**
 * A template is text with holes: `{uuid}`, `{n}`, `{any}`. A literal brace is doubled, so that no real file can pose as a hole;
 * every other character, `*` included, stands for itself.
 */

/** What a hole may stand for: a run of one class of characters, or only the same hole. */
type Shape = { readonly run: RegExp; readonly least: number } | undefined;

const name: Shape = { run: /[^/]/, least: 1 };
const digits: Shape = { run: /\d/, least: 1 };

const HOLES = {
  uuid: { run: /[0-9A-Fa-f-]/, least: 36 },
  hash: { run: /[0-9A-Za-z_-]/, least: 6 },
  tmp: { run: /[0-9A-Za-z._-]/, least: 3 },
  user: name,
  host: name,
  volume: name,
  build: { run: /[0-9A-Za-z]/, least: 5 },
  version: { run: /[0-9a-z.-]/, least: 3 },
  osname: name,
  dev: digits,
  inode: digits,
  n: digits,
  date: { run: /[0-9T:. Z_-]/, least: 8 },
  time: { run: /[0-9:.]/, least: 4 },
  /** One component, whatever it is. */
  any: name,
  /** One component or more, whatever they are. */
  below: { run: /[^]/, least: 1 },
  email: undefined,
  query: undefined,
  redacted: undefined,
  secret: undefined,
  script: undefined,
  text: undefined,
  more: undefined,
} as const satisfies Record<string, Shape>;
type Hole = keyof typeof HOLES;

/** Hole → holes that say more of the same: what `{n}` stands for, `{hash}` can stand for as well. */
const NARROWER: Readonly<Partial<Record<Hole, readonly Hole[]>>> = {
  hash: ['n'],
  tmp: ['date', 'hash', 'n', 'uuid', 'version'],
};

export function escapeBraces(raw: string): string {
  return raw.includes('{') || raw.includes('}') ? raw.replace(/[{}]/g, '$&$&') : raw;
}

export type Token = { readonly hole: Hole } | { readonly literal: string };

function isHole(word: string): word is Hole {
  return Object.hasOwn(HOLES, word);
}

/** Left to right: a doubled brace is a literal one, `{name}` is a hole. */
export function parseTemplate(template: string): readonly Token[] {
  // Most have no hole, and are parsed often.
  if (!template.includes('{') && !template.includes('}'))
    return template === '' ? [] : [{ literal: template }];
  const tokens: Token[] = [];
  for (const [text, word] of template.matchAll(/\{\{|\}\}|\{([a-z]+)\}|[^{}]+|[{}]/g)) {
    if (word !== undefined && isHole(word)) tokens.push({ hole: word });
    else tokens.push({ literal: text === '{{' ? '{' : text === '}}' ? '}' : text });
  }
  return tokens;
}

/**
 * Whether `general` stands for everything that `specific` stands for: a literal, or a template with the same or narrower holes.
 * `covers('/tmp/{any}', '/tmp/x-{uuid}')` is true. Takes time in proportion to both lengths, whatever they hold.
 */
export function covers(general: string, specific: string): boolean {
  if (general === specific) return true;
  const hole = general.indexOf('{');
  if (hole < 0 || !specific.startsWith(general.slice(0, hole))) return false;
  const text = symbolsOf(specific);
  let reached = new Set([0]);
  for (const token of parseTemplate(general)) {
    reached =
      'hole' in token ? afterHole(token.hole, text, reached) : afterLiteral(token.literal, text, reached);
    if (reached.size === 0) return false;
  }
  return reached.has(text.length);
}

/** Characters of the specific side; a hole is one symbol. */
type Symbols = readonly (string | { readonly hole: Hole })[];

function symbolsOf(template: string): Symbols {
  return parseTemplate(template).flatMap((token): Symbols =>
    'hole' in token ? [token] : token.literal.split(''),
  );
}

function afterLiteral(literal: string, text: Symbols, reached: ReadonlySet<number>): Set<number> {
  const next = new Set<number>();
  for (const from of reached) {
    let at = 0;
    while (at < literal.length && text[from + at] === literal[at]) at++;
    if (at === literal.length) next.add(from + at);
  }
  return next;
}

function afterHole(hole: Hole, text: Symbols, reached: ReadonlySet<number>): Set<number> {
  const next = new Set<number>();
  const shape: Shape = HOLES[hole];
  const covered: readonly Hole[] = [hole, ...(NARROWER[hole] ?? [])];
  const everything = hole === 'any' || hole === 'below';
  // Positions are taken in order, and a run that began earlier reaches whatever a later one within it would reach.
  let end = -1;
  for (const from of [...reached].sort((a, b) => a - b)) {
    const symbol = text[from];
    if (typeof symbol === 'object' && covered.includes(symbol.hole)) next.add(from + 1);
    if (shape === undefined) continue;
    let at = Math.max(from, end);
    while (at < text.length && belongs(text[at], shape.run, everything)) at++;
    for (let stop = Math.max(from + shape.least, end + 1); stop <= at; stop++) next.add(stop);
    end = Math.max(end, at);
  }
  return next;
}

function belongs(symbol: Symbols[number] | undefined, run: RegExp, everything: boolean): boolean {
  if (typeof symbol === 'object') return everything;
  return symbol !== undefined && run.test(symbol);
}
