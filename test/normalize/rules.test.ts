import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePath, normalizePathTemplate } from '../../src/normalize/path.ts';
import { reachOf } from '../../src/normalize/folder.ts';
import { COMPONENT_RULES, LATE_PATH_RULES, PATH_RULES, RULES } from '../../src/normalize/rule-list.ts';
import type { Rule } from '../../src/normalize/rule.ts';
import { escapeBraces } from '../../src/normalize/template.ts';
import { traitsOf } from '../../src/normalize/traits.ts';
import { nearExampleOf, text } from './pieces.ts';

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

describe('a rule of components', () => {
  it.each(COMPONENT_RULES)('$name changes only what has one of the traits that it needs', (rule) => {
    fc.assert(
      fc.property(fc.oneof(text, nearExampleOf(rule), nearExampleOf(rule)), (raw) => {
        for (const component of [raw, ...raw.split('/')])
          if ((traitsOf(component) & rule.needs) === 0) expect(rule.apply(component)).toBe(component);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a rule of paths', () => {
  it.each([...PATH_RULES, ...LATE_PATH_RULES])('$name looks no further than it says', (rule) => {
    const path = fc.oneof(
      text,
      nearExampleOf(rule),
      fc.tuple(nearExampleOf(rule), text).map(([near, more]) => near + more),
    );
    fc.assert(
      fc.property(path, (raw) => {
        const parts = raw.split('/');
        // At every slash: what is before it is a folder, and what is behind it a name.
        for (let count = 1; count < parts.length; count += 1) {
          const folder = `${parts.slice(0, count).join('/')}/`;
          const name = parts[count] ?? '';
          const reached = reachOf(rule, folder);
          if (name === '' || name === '.' || reached === 'name') continue;
          const template = reached === 'folder' ? rule.apply(`${folder}x`).slice(0, -1) : folder;
          expect(rule.apply(folder + name)).toBe(template + name);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('normalizePath', () => {
  it('is what the rules make of a path, one after the other', () => {
    fc.assert(
      fc.property(fc.oneof(text, ...RULES.map(nearExampleOf)), (raw) => {
        expect(normalizePath(raw)).toBe(byEveryRule(escapeBraces(raw)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('changes nothing the second time where the name of a system account looks drawn', () => {
    const template = normalizePath('/var/mail/_Xk3Pq9Zt');
    expect(template).toBe('/var/mail/_{tmp}');
    expect(normalizePathTemplate(template)).toBe(template);
  });

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

/** Without looking first for what a rule needs, and without remembering anything. */
function byEveryRule(path: string): string {
  const components = untilStill(PATH_RULES, path)
    .split('/')
    .map((component) => untilStill(COMPONENT_RULES, component));
  const early = components.join('/');
  const late = untilStill(LATE_PATH_RULES, early);
  return late === early ? late : byEveryRule(late);
}

function untilStill(rules: readonly Rule[], before: string): string {
  const after = rules.reduce((changed, rule) => rule.apply(changed), before);
  return after === before ? after : untilStill(rules, after);
}
