/**
 * Pseudonyms: `kind-` and 14 characters of base32, of which 12 are an HMAC-SHA256 of the identity under the recording's key and
 * 2 are a check computed from those 12 and the kind.
 *
 * - Without the key a tag cannot be tried against a list of names, which is why a bare hash is not used.
 * - The check needs no key. By it a reader without the key (`trace verify --no-secrets` on another machine) knows a pseudonym
 *   from a name that merely looks like one, and redacting twice changes nothing the second time.
 * - UUIDs stay UUIDs, because templates know that form: version 8 (RFC 9562, "custom"), with a fixed first group as their mark.
 */
import { matchesOf } from './matches.ts';
import { createHmac, createSecretKey, hash, randomBytes, type KeyObject } from 'node:crypto';
import { PSEUDONYM_KINDS, type PseudonymKind } from './kinds.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const TAG_CHARACTERS = 12;
const CHECK_CHARACTERS = 2;
const UUID_MARK = 'e5d21f7e';
const CACHE_LIMIT = 65_536;

const KEY_BYTES = 32;

const PSEUDONYM = new RegExp(
  `(?<![A-Za-z0-9])(${PSEUDONYM_KINDS.join('|')})-([a-z2-7]{${TAG_CHARACTERS}})([a-z2-7]{${CHECK_CHARACTERS}})(?![A-Za-z0-9])`,
  'g',
);
const PSEUDONYM_UUID = new RegExp(
  `${UUID_MARK}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`,
  'gi',
);

export function newRedactionKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

function base32(bytes: Uint8Array, characters: number): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < characters) {
      bits -= 5;
      text += BASE32.charAt((value >>> bits) & 31);
    }
  }
  return text;
}

function check(kind: string, tag: string): string {
  return base32(hash('sha256', `esdrift pseudonym ${kind} ${tag}`, 'buffer'), CHECK_CHARACTERS);
}

/** The offsets of every pseudonym in a text, as pairs. */
export function pseudonymsIn(text: string): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  for (const match of matchesOf(PSEUDONYM, text)) {
    const [whole, kind = '', tag = '', sum = ''] = match;
    if (check(kind, tag) === sum) found.push([match.index, match.index + whole.length]);
  }
  for (const match of matchesOf(PSEUDONYM_UUID, text))
    found.push([match.index, match.index + match[0].length]);
  return found;
}

export function isPseudonym(text: string): boolean {
  const [only, ...more] = pseudonymsIn(text);
  return only !== undefined && more.length === 0 && only[0] === 0 && only[1] === text.length;
}

/** Whether nothing but pseudonyms and the marks between them is left of a text. */
export function holdsOnlyPseudonyms(text: string): boolean {
  const found = [...pseudonymsIn(text)].sort(([a], [b]) => a - b);
  if (found.length === 0) return false;
  let rest = '';
  let from = 0;
  for (const [start, end] of found) {
    rest += text.slice(from, Math.max(from, start));
    from = Math.max(from, end);
  }
  return !/[\p{L}\p{N}\ud800-\udfff]/u.test(rest + text.slice(from));
}

export class Pseudonyms {
  /** Prepared once: a key of bytes is taken in anew by every HMAC, which costs more than the HMAC. */
  readonly #key: KeyObject;
  readonly #cache = new Map<string, string>();

  constructor(key: Uint8Array) {
    if (key.length < KEY_BYTES) throw new RangeError(`A redaction key has ${KEY_BYTES} bytes.`);
    this.#key = createSecretKey(key);
  }

  /** `identity` is folded to one form here: NFC, lower case. */
  of(kind: PseudonymKind, identity: string): string {
    return this.#cached(kind, identity, (digest) => {
      const tag = base32(digest, TAG_CHARACTERS);
      return `${kind}-${tag}${check(kind, tag)}`;
    });
  }

  /** The pseudonym of a UUID, in the letter case of the original. */
  uuid(original: string): string {
    const made = this.#cached('uuid', original, (digest) => {
      const hex = Buffer.from(digest).toString('hex');
      const variant = '89ab'.charAt((digest[15] ?? 0) & 3);
      return `${UUID_MARK}-${hex.slice(0, 4)}-8${hex.slice(4, 7)}-${variant}${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
    });
    return /[A-F]/.test(original) ? made.toUpperCase() : made;
  }

  #cached(kind: string, identity: string, make: (digest: Uint8Array) => string): string {
    const folded = identity.normalize('NFC').toLowerCase();
    const name = `${kind}\u0000${folded}`;
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    const made = make(createHmac('sha256', this.#key).update(name).digest());
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    this.#cache.set(name, made);
    return made;
  }
}
