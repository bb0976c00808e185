import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../src/recorder/redaction/redactor.ts';
import { SecretScanner } from '../../../src/recorder/redaction/secret-scanner.ts';
import { eventLine, execLine, renameLine } from './lines.ts';

const KEY = Buffer.alloc(32, 7);
const SEED = { seed: 20_260_812, numRuns: 400 };
const fresh = (policy: 'default' | 'strict' = 'default') => new Redactor({ policy, key: KEY });

const letters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength });
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const BASE62 = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}0123456789`;

/** Unlikely to be a word of the line, or a name every Mac has. */
const account = fc
  .tuple(fc.constantFrom('q', 'x', 'ø', 'å', 'ж', '名'), letters(`${LOWER}øåж名`, 4, 10))
  .map(([first, rest]) => `${first}${rest}`);
const password = letters(`${BASE62}!$%_;'"\\ øé`, 6, 20).filter(
  (text) => /[A-Za-z]{2}/.test(text) && /\d/.test(text) && text.trim() === text,
);
const token = letters(BASE62, 28, 48).filter(
  (text) => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text),
);
const mail = fc
  .tuple(letters(LOWER, 5, 10), letters(LOWER, 5, 10), fc.constantFrom('com', 'org', 'co.uk', 'io'))
  .map(([user, host, top]) => `${user}.x@${host}.${top}`);
const uuid = fc.uuid({ version: 4 });

interface Plant {
  readonly secret: string;
  readonly line: Buffer;
}

/** Every place a secret of a kind may stand in. */
const plants: fc.Arbitrary<Plant> = fc.oneof(
  fc.tuple(account, fc.constantFrom('/Library/x', '/a b/c', '')).chain(([name, rest]) => {
    const home = `/Users/${name}${rest}`;
    return fc
      .constantFrom(
        renameLine(home, '/private/tmp', 'x'),
        renameLine('/private/tmp/x', home, 'x'),
        renameLine(`/System/Volumes/Data${home}`, '/', 'x'),
        execLine(['/bin/ls', home]),
        execLine(['/bin/ls', `--dir=${home}`]),
        execLine(['/bin/ls', `file://${encodeURI(home)}`]),
        execLine(['/bin/ls', name], ['PATH=/usr/bin', `USER=${name}`]),
        execLine(['/bin/ls', `/private/tmp/${name}/x`], [`HOME=/Users/${name}`]),
        execLine(['sudo', '-u', name, 'ls']),
        eventLine('lw_session_login', { username: name, graphical_session_id: 3 }),
        eventLine('od_group_add', { member: { member_type: 0, member_value: name } }),
        eventLine('btm_launch_item_add', {
          item: { item_url: `file:///Users/${encodeURIComponent(name)}/Library/x.plist` },
        }),
        eventLine('su', { from_username: name, to_username: 'root', argv: ['su'], env: [`USER=${name}`] }),
      )
      .map((line) => ({ secret: name, line }));
  }),
  password.chain((word) =>
    fc
      .constantFrom(
        execLine(['/bin/x'], [`API_KEY=${word}`, 'PATH=/usr/bin']),
        execLine(['/bin/x'], [word]),
        execLine(['/usr/bin/env', `WORD=${word}`, 'ls']),
        execLine(['/bin/x', `--password=${word}`]),
        execLine(['/bin/x', '--password', word]),
        execLine(['/usr/bin/security', 'unlock-keychain', '-p', word]),
        execLine(['/bin/sh', '-c', `echo ${JSON.stringify(word)} | sudo -S true`]),
        execLine(['/usr/bin/python3', '-c', `p = ${JSON.stringify(word)}`]),
        execLine(['/bin/x', JSON.stringify({ password: word })]),
        execLine(['dscl', '.', '-passwd', '/Users/Shared', word]),
        eventLine('sudo', { command: `/usr/bin/security -p ${JSON.stringify(word)}` }),
        eventLine('od_attribute_value_add', { attribute_name: 'x', attribute_value: word }),
      )
      .map((line) => ({ secret: word, line })),
  ),
  token.chain((word) =>
    fc
      .constantFrom(
        execLine(['/bin/x', word]),
        execLine(['/bin/x', `Authorization: Bearer ${word}`]),
        execLine(['/bin/x', `https://example.com/a?sig=${word}&b=1`]),
        execLine(['/bin/x', `https://user:${word}@example.com/`]),
        execLine(['/bin/x', `ghp_${word}`]),
        renameLine(`/private/tmp/${word}/x`, '/', 'x'),
        renameLine('/private/tmp/x', '/private/tmp', `${word}.tmp`),
        eventLine('xpc_connect', { service_name: `com.example.${word}` }),
      )
      .map((line) => ({ secret: word, line })),
  ),
  mail.chain((address) =>
    fc
      .constantFrom(
        execLine(['/bin/x', address]),
        execLine(['/bin/x', `mailto:${address}?a=b`]),
        execLine(['/bin/x', encodeURIComponent(address)]),
        renameLine(`/private/tmp/${address}/x`, '/', 'x'),
        eventLine('screensharing_attach', { viewer_appleid: address }),
        eventLine('brand_new', { anything: `to <${address}>` }),
      )
      .map((line) => ({ secret: address, line })),
  ),
  uuid.chain((id) =>
    fc
      .constantFrom(
        execLine(['/bin/x', id]),
        execLine(['/bin/x', `--udid=${id.toUpperCase()}`]),
        renameLine(`/Library/Preferences/ByHost/x.${id}.plist`, '/', 'x'),
        eventLine('mount', { statfs: { f_mntonname: `/System/Volumes/Preboot/${id.toUpperCase()}` } }),
      )
      .map((line) => ({ secret: id, line })),
  ),
);

/** The same JSON with some characters of its strings (keys too) spelled as escapes, and blanks between some tokens. */
function respell(line: Buffer, choices: readonly boolean[]): Buffer {
  let turn = 0;
  const choose = () => choices[turn++ % choices.length] === true;
  const text = line.toString().replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (piece) => {
    if (!piece.startsWith('"')) return choose() && choose() && choose() ? `${piece} ` : piece;
    return piece.replace(/\\\/|[^"\\]/g, (unit) => {
      const plain = unit === '\\/' ? '/' : unit;
      if (!(choose() && choose())) return unit;
      return `\\u${plain.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  });
  return Buffer.from(text);
}

function allStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item) => allStrings(item));
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((item) => allStrings(item));
  return [];
}

function survives(secret: string, redacted: Buffer): boolean {
  const fold = (text: string) => text.normalize('NFC').toLowerCase();
  const parsed: unknown = JSON.parse(redacted.toString());
  const texts = allStrings(parsed).flatMap((text) => [
    text,
    text.replaceAll(/%[0-9A-Fa-f]{2}/g, (code) => decodeByte(code)),
    unescapeTwice(text),
  ]);
  return texts.some(
    (text) => fold(text).includes(fold(secret)) || fold(decodePercent(text)).includes(fold(secret)),
  );
}

function decodeByte(code: string): string {
  return String.fromCharCode(Number.parseInt(code.slice(1), 16));
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unescapeTwice(text: string): string {
  return text.replace(/\\(["\\/])/g, '$1');
}

describe('a planted secret', () => {
  it('survives in no spelling', () => {
    fc.assert(
      fc.property(
        plants,
        fc.array(fc.boolean(), { minLength: 7, maxLength: 40 }),
        fc.constantFrom('default', 'strict'),
        ({ secret, line }, choices, policy) => {
          for (const spelled of [line, respell(line, choices)]) {
            const redacted = fresh(policy).redactLine(spelled);
            if (survives(secret, redacted)) throw new Error(`${secret} in ${redacted.toString()}`);
          }
        },
      ),
      SEED,
    );
  });

  it('leaves nothing for the scanner, and redacting again changes nothing', () => {
    fc.assert(
      fc.property(plants, fc.constantFrom('default', 'strict'), ({ line }, policy) => {
        const once = fresh(policy).redactLine(line);
        expect(new SecretScanner(policy).scan(once)).toEqual([]);
        expect(new Redactor({ policy, key: Buffer.alloc(32, 1) }).redactLine(once)).toBe(once);
      }),
      SEED,
    );
  });

  it('takes nothing else of its line with it', () => {
    fc.assert(
      fc.property(plants, ({ line }) => {
        const before: unknown = JSON.parse(line.toString());
        const after: unknown = JSON.parse(fresh().redactLine(line).toString());
        expect(shape(after)).toEqual(shape(before));
      }),
      SEED,
    );
  });
});

/** Everything of a document but its strings. */
function shape(value: unknown): unknown {
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return value.map((item) => shape(item));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, item]) => [key, shape(item)]);
  return value;
}

describe('the quick way and the thorough way', () => {
  it('come to the same result', () => {
    fc.assert(
      fc.property(plants, fc.constantFrom('default', 'strict'), ({ line }, policy) => {
        // One blank between tokens is what sends a line the thorough way.
        const spaced = Buffer.from(line.toString().replace(':', ': '));
        const parse = (bytes: Buffer): unknown => JSON.parse(fresh(policy).redactLine(bytes).toString());
        expect(parse(spaced)).toEqual(parse(line));
      }),
      SEED,
    );
  });
});

describe('any bytes', () => {
  const garbage = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const pieces = fc.array(
    fc.oneof(
      plants.map(({ line }) => line),
      garbage,
    ),
    { maxLength: 6 },
  );

  it('give the same result as one chunk or line by line', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const whole = Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
        const together = fresh().redactLines(whole);
        const one = fresh();
        const lines: Buffer[] = [];
        for (let from = 0; from < whole.length;) {
          const newline = whole.indexOf(0x0a, from);
          lines.push(one.redactLines(whole.subarray(from, newline + 1)));
          from = newline + 1;
        }
        expect(together.equals(Buffer.concat(lines))).toBe(true);
      }),
      SEED,
    );
  });

  it('that hold nothing come back untouched', () => {
    const calm = fc.constantFrom(
      'Library',
      'assets',
      'Update',
      'brain',
      'Contents',
      'info',
      'version',
      'Data',
      '26',
      'x',
    );
    fc.assert(
      fc.property(
        fc.array(calm, { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 9 }),
        (words, choices) => {
          const line = respell(
            renameLine(`/Library/${words.join('/')}`, '/private/tmp', words.join('-')),
            choices,
          );
          expect(fresh().redactLine(line)).toBe(line);
        },
      ),
      SEED,
    );
  });
});
