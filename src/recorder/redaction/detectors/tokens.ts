import { matchesOf } from '../matches.ts';
import { looksRandom } from '../word-likeness.ts';
import { SYSTEM_FOLDER } from './folders.ts';
import type { Detector } from './detector.ts';

/** Three base64url parts, the first of them a JSON object: a JWT. A cut one has fewer. */
const JWT = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g;
/** Forms that issuers of keys publish, so that scanners find them. */
const ISSUERS =
  /gh[pousr]_|github_pat_|glpat-|xox|sk-|k_live|k_test|AKIA|ASIA|AIza|ya29|npm_|pypi-|dop_v1|SG\.|hv[sb]\.|AGE-/;
const ISSUED =
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{16,}|[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{10,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{32,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|hv[sb]\.[A-Za-z0-9_-]{16,}|AGE-SECRET-KEY-1[A-Z0-9]{20,})/g;
const SCHEMES = /bearer|negotiate|basic|authorization/i;
const BEARER = /(?<![A-Za-z0-9])(?:bearer|negotiate)\s+([A-Za-z0-9._~+/=-]{6,})/gi;
const BASIC = /(?<![A-Za-z0-9])basic\s+([A-Za-z0-9+/]{4,}={0,2})(?![A-Za-z0-9+/=])/gi;
const AUTHORIZATION = /authorization["']?\s*[:=]\s*["']?(?:[A-Za-z]+\s+)?([^\s"',;]{4,})/gi;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*/g;
const RUN_IN_PATH = /[A-Za-z0-9_+=-]{24,}/g;
const RUN_IN_TEXT = /[A-Za-z0-9_+=-]{20,}/g;
/** A whole argument of base64 may hold slashes. */
const BASE64 = /^[A-Za-z0-9+/]{24,}={0,2}$/;
const LONG_HEX = /(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{32,}(?![0-9A-Za-z])/g;
const NUMBER = /^[0-9]*$/;

export const findTokens: Detector = (text, { use, isIdentity }, found) => {
  const add = (start: number, token: string) => {
    found.push({ start, end: start + token.length, kind: 'token', identity: token });
  };
  if (text.includes('eyJ')) for (const match of matchesOf(JWT, text)) add(match.index, match[0]);
  if (ISSUERS.test(text)) for (const match of matchesOf(ISSUED, text)) add(match.index, match[0]);
  if (text.includes('-----BEGIN'))
    for (const match of matchesOf(PRIVATE_KEY, text)) add(match.index, match[0]);
  if (SCHEMES.test(text)) {
    for (const pattern of [BEARER, AUTHORIZATION, BASIC]) {
      for (const match of matchesOf(pattern, text)) {
        const token = match[1] ?? '';
        // "basic configuration" is English; `user:password` in base64 is not.
        if (pattern === BASIC && !Buffer.from(token, 'base64').includes(':')) continue;
        add(match.index + match[0].length - token.length, token);
      }
    }
  }
  if (isIdentity) return;
  if (use !== 'path' && BASE64.test(text) && looksRandom(text.replaceAll('/', '+'))) add(0, text);
  for (const match of matchesOf(use === 'path' ? RUN_IN_PATH : RUN_IN_TEXT, text)) {
    if (!match[0].startsWith(SYSTEM_FOLDER) && looksRandom(match[0])) add(match.index, match[0]);
  }
  if (use !== 'argument') return;
  // In a path or a name a long hexadecimal number is the hash of some content; as an argument it may be a key.
  for (const match of matchesOf(LONG_HEX, text)) if (!NUMBER.test(match[0])) add(match.index, match[0]);
};
