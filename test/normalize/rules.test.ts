import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePath, normalizePathTemplate } from '../../src/normalize/path.ts';
import { RULES } from '../../src/normalize/rule-list.ts';

describe('every rule', () => {
  for (const rule of RULES) {
    describe(rule.name, () => {
      for (const { from, to } of rule.examples) {
        it(`${from} → ${to}`, () => {
          expect(normalizePath(from)).toBe(to);
        });
      }
      it('makes a hole in one of its examples', () => {
        expect(rule.examples.some(({ from, to }) => from !== to)).toBe(true);
      });
    });
  }

  it('is on the list', () => {
    const files = readdirSync(new URL('../../src/normalize/rules/', import.meta.url)).map((name) =>
      name.replace('.ts', ''),
    );
    expect(RULES.map((rule) => rule.name).sort()).toEqual(files.sort());
  });
});

/** Pieces that make rules meet each other. */
const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '.',
    '-',
    '_',
    ' ',
    '{',
    '}',
    '*',
    '{uuid}',
    '{tmp}',
    '{n}',
    '/Users/',
    '/private',
    '/var/',
    '/tmp/',
    '/System/Volumes/Data',
    '/Volumes/',
    'folders/',
    '.plist.',
    '.sb-',
    'x7Gh2Kd',
    'aB3xYz',
    '25C56',
    '26.2',
    '1.2.3',
    '12345',
    '2026-11-23',
    '10:10:10',
    '3F2504E0-4F89-11D3-9A0C-0305E82C3301',
    '2f1a9c4be07d5a33',
    '.xpc',
    'Install macOS ',
    '.app',
    'InstallAssistant.',
    'macOS',
    'Seed.',
    'CFNetworkDownload_',
    'NSIRD_',
    '/dev/disk3',
    's1',
    '/TemporaryItems/',
    '(A Document Being Saved By ',
    ')',
    'Tahoe',
    'é',
    '\u0000',
  ),
  fc.string({ maxLength: 6 }),
  fc.stringMatching(/^[0-9a-f]{1,20}$/),
  fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
);
const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));

describe('normalizePath', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const template = normalizePath(raw);
        expect(normalizePathTemplate(template)).toBe(template);
      }),
      { numRuns: 20_000 },
    );
  });
});
