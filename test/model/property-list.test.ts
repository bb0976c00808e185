import fc from 'fast-check';
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { propertyList, type PropertyValue } from '../../src/model/property-list.ts';

describe('a property list', () => {
  it('is read by another reader as it was meant', () => {
    const key = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', '<', '&', '"', 'ü', '名') });
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '<', '>', '&', ']]>', '"', "'", '名', '\u{1f600}'),
    });
    const { value } = fc.letrec<{ value: PropertyValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(parse(propertyList(any))).toEqual(plain(any));
      }),
    );
  });

  it('is not made of what XML cannot hold', () => {
    expect(() => propertyList({ Label: 'a\u0000b' })).toThrow('control character');
    expect(() => propertyList(['\u001b[2J'])).toThrow('control character');
  });
});

it('shows what cannot be seen, and cannot be ended by its comment', () => {
  const list = propertyList({ a: 'x\u202ey' }, ['one -- two --->', '']);
  expect(list).toContain('x&#x202e;y');
  expect(list).toContain('one - - two - - ->');
  expect(parse(list)).toEqual({ a: 'x\u202ey' });
});

/** Dictionaries of fast-check may have no prototype. */
const plain = (value: PropertyValue): unknown => JSON.parse(JSON.stringify(value));
