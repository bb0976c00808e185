import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect, findEverything, isSuspicious } from '../../../src/recorder/redaction/detectors.ts';
import type { TextUse } from '../../../src/recorder/redaction/detectors/detector.ts';
import { LearnedNames } from '../../../src/recorder/redaction/names.ts';
import { Redactor } from '../../../src/recorder/redaction/redactor.ts';
import { execLine, renameLine } from './lines.ts';

const context = (use: TextUse) =>
  ({ use, policy: 'default', names: new LearnedNames(), isIdentity: false, learns: false }) as const;

/** What secrets are made of, and what stands around them. */
const FRAGMENTS = [
  ...[
    '/Volumes/Disk',
    '/Users/anna',
    'users/anna',
    '/home/anna',
    '/Library/Managed Preferences/anna',
    '/var/mail/anna',
    '/var/folders/ab/abcdefgh',
  ],
  ...[
    '/tmp/zeus-iMac/x',
    "/tmp/Zeus's Mac/x",
    'bearer abcdef',
    'Basic QTpiYw==',
    'ghp_0123456789abcdefghij',
    'glpat-0123456789abcdef',
    'pypi-0123456789abcdef',
  ],
  ...[
    '/',
    '\\/',
    '%2F',
    '%2f',
    '@',
    '%40',
    '\\u0040',
    '=',
    ':',
    '%3D',
    ' ',
    '.',
    '-',
    '_',
    '"',
    "'",
    ',',
    '&',
    '//',
    '?',
    '~',
  ],
  ...[
    'Users',
    'users',
    'USERS',
    'home',
    'Managed Preferences',
    'var',
    'mail',
    'at',
    'tabs',
    'folders',
    'db',
    'sudo',
    'ts',
    'Volumes',
    'private',
    'System',
  ],
  ...[
    'anna',
    'x',
    'ab',
    'example',
    'com',
    'local',
    'Annas-MacBook-Pro',
    "Anna's iMac",
    'zeus-Mac-mini',
    'Macintosh HD',
    '7',
    '42',
    '203.0.113.9',
    'fe80::1',
  ],
  ...[
    'token',
    'password',
    'client_secret',
    'pass',
    'serial',
    'SerialNumber',
    'Authorization',
    'bearer',
    'Basic',
    'negotiate',
    'QTpiYw==',
    'C02XK0AAJG5H',
  ],
  ...[
    '7f9d3e51-4c1b-4a33-9d0b-1b2c3d4e5f60',
    '00008112-001A2B3C4D5E6F70',
    'a4:83:e7:00:11:22',
    'eyJhbGciOiJIUzI1NiJ9',
    'xoxb-0123456789',
    'sk-0123456789abcdef',
  ],
  ...[
    'AKIAIOSFODNN7EXAMPLE',
    'ya29.0123456789',
    'SG.0123456789abcdef.0123456789abcdef',
    'hvs.0123456789abcdef',
    'sk_live_0123456789',
    '-----BEGIN PRIVATE KEY-----',
  ],
  ...[
    'kX9vQ2mTz7LpW4rYb8Nc3Hd6',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    'rh7vng8164sd599dwgzzq_kh0000gn',
    'AGE-SECRET-KEY-1QQPQQ2QQ3QQ4QQ5QQ6QQ',
  ],
];
const text = fc
  .array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.join(''));
const use = fc.constantFrom<TextUse>('path', 'argument', 'text');

describe('the quick look before the detectors', () => {
  it('passes over nothing that a detector would find', () => {
    const missed: string[] = [];
    for (const where of ['path', 'argument', 'text'] as const) {
      for (const first of FRAGMENTS) {
        for (const second of ['', ...FRAGMENTS]) {
          for (const words of [first + second, `a ${first} ${second} b`]) {
            if (!isSuspicious(words, where) && findEverything(words, context(where)).length > 0)
              missed.push(`${where}: ${words}`);
          }
        }
      }
    }
    expect(missed).toEqual([]);
  });
});

describe('findings', () => {
  it('are in order, within the text, and do not overlap', () => {
    fc.assert(
      fc.property(text, use, (words, where) => {
        let last = 0;
        for (const { start, end } of detect(words, context(where))) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(words.length);
      }),
      { seed: 4, numRuns: 3_000 },
    );
  });

  it('cover everything any detector claimed, but a mail address that is a credential and a host', () => {
    fc.assert(
      fc.property(text, use, (words, where) => {
        const settled = detect(words, context(where));
        for (const claim of findEverything(words, context(where))) {
          if (claim.kind === 'email' && settled.some(({ kind }) => kind === 'credential')) continue;
          const covered = settled.some(({ start, end }) => start <= claim.start && claim.end <= end);
          expect(covered, `${claim.kind} ${words.slice(claim.start, claim.end)}`).toBe(true);
        }
      }),
      { seed: 5, numRuns: 3_000 },
    );
  });
});

describe('text made to be slow', () => {
  // Each of these took minutes for some pattern that began anew at every character; then this test runs into its time limit.
  it.each([
    ['a', 'a.', 'a-', 'a_', '名', 's-'],
    ['@', '@a', 'a@b.co ', '%40', '//', '//a@'],
    ['=', 'a=', 'a:', '{"password":"', 'token=a&', '"'],
    ['/Users/a', 'users/ ', '/Volumes/a b/', 'as-Mac', '%2F', '/var/folders/ab/abcdefgh'],
    ['-c', '-p', '<<', '$(', '\u0000', '\\'],
    [
      '7f9d3e51-4c1b-4a33-9d0b-1b2c3d4e5f60',
      'eyJaaaaaaaaa.',
      '-----BEGIN ',
      'bearer ',
      'authorization:',
      '1.2.3.4 ',
    ],
  ])('is not: %j %j %j %j %j %j', (...fragments) => {
    const names = [{ kind: 'user', text: 'anna' }] as const;
    const one = () => new Redactor({ policy: 'strict', key: Buffer.alloc(32), names });
    for (const fragment of fragments) {
      const long = fragment.repeat(Math.ceil(60_000 / fragment.length));
      expect(() =>
        one().redactLine(execLine(['/bin/x', `@${long}@`], [`PATH=${long}`, `${long}=x`])),
      ).not.toThrow();
      expect(() => one().redactLine(execLine(['/bin/sh', '-c', long]))).not.toThrow();
      expect(() => one().redactLine(execLine(['sh', ...Array<string>(10_000).fill(fragment)]))).not.toThrow();
      expect(() => one().redactLine(renameLine(`/${long}`, '/', long))).not.toThrow();
    }
  });
});
