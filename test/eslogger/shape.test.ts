import { describe, expect, it } from 'vitest';
import { isKnownShape, ODD_KEY, shapeOf } from '../../src/eslogger/shape.ts';
import { file, lineObject, processOf, tokenArray } from './line-builder.ts';

function shapes(raw: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  shapeOf(raw, (scope, key, type) => found.add(`${scope} ${key} ${type}`));
  return [...found];
}

const newIn = (raw: Readonly<Record<string, unknown>>, base: Readonly<Record<string, unknown>>): string[] => {
  const before = new Set(shapes(base));
  return shapes(raw).filter((shape) => !before.has(shape));
};

const actor = { token: { pid: 2, pidversion: 3 } };
const target = processOf(actor);

describe('the shape of a line', () => {
  it('has a new process key once, whichever event shows it', () => {
    const changed = processOf({ ...actor, more: { cdhash_full: 'x' } });
    expect(
      newIn(
        lineObject({ type: 'exec', event: { target: changed } }),
        lineObject({ type: 'exec', event: { target } }),
      ),
    ).toEqual(['process cdhash_full string']);
    expect(newIn(lineObject({ type: 'exit', process: changed }), lineObject({ type: 'exit' }))).toEqual([
      'process cdhash_full string',
    ]);
  });

  it('has a new exec key in the scope of exec', () => {
    expect(
      newIn(
        lineObject({ type: 'exec', event: { target, fresh: 1 } }),
        lineObject({ type: 'exec', event: { target } }),
      ),
    ).toEqual(['exec fresh number']);
    expect(isKnownShape('exec', 'fresh')).toBe(false);
    expect(isKnownShape('exec', 'entitlements')).toBe(true);
  });

  it('has paths for nested keys and arrays', () => {
    const event = {
      fds: [
        { fd: 1, fdtype: 6, pipe: { pipe_id: 3 } },
        { fd: 2, fdtype: 1 },
      ],
      args: ['a', 'b'],
    };
    const keys = shapes(lineObject({ type: 'exec', event }));
    expect(keys).toEqual(
      expect.arrayContaining(['exec fds[].pipe.pipe_id number', 'exec args[] string', 'exec fds array']),
    );
    expect(['fds[].pipe.pipe_id', 'args[]', 'fds[]'].map((key) => isKnownShape('exec', key))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('tells tokens written as arrays', () => {
    const process = { ...processOf(actor), audit_token: tokenArray(actor.token) };
    expect(
      newIn(lineObject({ type: 'exit', process }), lineObject({ type: 'exit', process: processOf(actor) })),
    ).toEqual(['process audit_token array', 'audit_token [] number']);
  });

  it('counts the event itself once, and files in their own scope', () => {
    const counts = new Map<string, number>();
    shapeOf(lineObject({ type: 'rename', event: { source: file('/a') } }), (scope, key, type) => {
      counts.set(`${scope} ${key} ${type}`, (counts.get(`${scope} ${key} ${type}`) ?? 0) + 1);
    });
    expect(counts.get('rename  object')).toBe(1);
    expect(counts.get('rename source object')).toBe(1);
    expect(counts.get('file path string')).toBe(2);
    expect(counts.get('stat st_ino number')).toBe(2);
  });

  it('does not look into objects whose keys are data', () => {
    const event = { target, entitlements: { 'com.apple.x': true }, environment: { 'A B': { deep: 1 } } };
    const keys = shapes(lineObject({ type: 'exec', event })).filter((key) => key.startsWith('exec e'));
    expect(keys).toEqual(['exec entitlements object', 'exec environment object']);
  });

  it('stays bounded for hostile keys and depths', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]));
    expect(shapes(lineObject({ type: 'hostile_a', event: many })).length).toBeLessThan(1200);
    let deep: unknown = 1;
    for (let level = 0; level < 5000; level += 1) deep = { a: deep };
    expect(shapes(lineObject({ type: 'hostile_b', event: { deep } })).length).toBeLessThan(120);
    const odd = lineObject({ type: 'exit', more: { 'a\u001b[31m': 1, [`x${'y'.repeat(1000)}`]: 2 } });
    expect(shapes(odd).filter((key) => key.startsWith(`envelope ${ODD_KEY}`))).toEqual([
      `envelope ${ODD_KEY} number`,
    ]);
  });

  it('numbers a shape the same every time', () => {
    const ids = (): number[] => {
      const found: number[] = [];
      shapeOf(lineObject({ type: 'exit' }), (_scope, _key, _type, id) => found.push(id));
      return found;
    };
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBeGreaterThan(30);
  });
});
