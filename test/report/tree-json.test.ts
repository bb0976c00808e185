import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessTree } from '../../src/model/process-tree.ts';
import { treeJson } from '../../src/report/tree-json.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"processes": []\n}', '\ud800', '/a\\b'),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(-0));
const image = fc.record(
  {
    name: text,
    path: text,
    signingId: fc.option(text),
    authority: text,
    cdhash: fc.option(text),
    args: fc.array(text),
  },
  { requiredKeys: ['name', 'path', 'signingId', 'authority', 'cdhash'] },
);
const exit = fc.oneof(
  fc.record({ code: number }),
  fc.record({ signal: number, name: text, coreDumped: fc.boolean() }),
);
const process = fc.record({
  id: number,
  parent: fc.option(number),
  depth: number,
  boot: number,
  pid: number,
  pidversion: number,
  name: text,
  images: fc.array(image, { maxLength: 3 }),
  label: fc.option(text),
  startedMs: fc.option(number),
  endedMs: fc.option(number),
  exit: fc.option(exit),
  failedLaunch: fc.boolean(),
  forkOnly: fc.boolean(),
  bornOf: fc.option(number),
  responsible: fc.option(number),
  context: fc.boolean(),
});

function treeOf(processes: ProcessTree['processes'], program: string): ProcessTree {
  return {
    kind: 'esdrift.process-tree',
    formatVersion: 1,
    producer: { name: 'esdrift', version: '0.0.0' },
    recording: {
      trace: 'id',
      provenance: 'synthetic',
      method: 'ota',
      startedAt: '2026-01-01T00:00:00.000000000Z',
      endedAt: '2026-01-01T00:00:00.000000000Z',
      events: 1,
      segments: [],
      lost: 0,
      lostByType: {},
      badLines: 0,
      oversizeLines: 0,
      cut: false,
      blindWindows: [],
    },
    by: 'parent',
    filters: { program },
    totals: {
      processes: 1,
      shown: 1,
      omittedByFilter: 0,
      omittedByDepth: 0,
      omittedByLimit: 0,
      startedBefore: 0,
      failedLaunches: 0,
      badLines: 0,
    },
    processes,
  };
}

describe('the JSON of a process tree', () => {
  it('is what JSON.stringify makes of it', () => {
    fc.assert(
      fc.property(fc.array(process, { maxLength: 5 }), text, (processes, program) => {
        const tree = treeOf(processes, program);
        expect([...treeJson(tree)].join('')).toBe(JSON.stringify(tree, null, 2));
      }),
    );
  });

  it('comes in pieces where it is long', () => {
    const [one] = fc.sample(process, { numRuns: 1, seed: 1 });
    if (one === undefined) throw new Error('no sample');
    const tree = treeOf(
      Array.from({ length: 1_000 }, (_, id) => ({ ...one, id })),
      '*',
    );
    const pieces = [...treeJson(tree)];
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.join('')).toBe(JSON.stringify(tree, null, 2));
  });
});
