import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GrownTree, TreeHead } from '../../src/model/process-tree.ts';
import { treeDocument } from '../../src/model/tree-rows.ts';
import { writeTreeJson } from '../../src/report/tree-json.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"processes": []\n}', '\ud800', '/a\\b'),
);
const number = fc.oneof(
  fc.integer(),
  fc.nat(),
  fc.double(),
  fc.nat().map((count) => count / 1000),
  fc.constantFrom(-0, 2 ** 53, 1e21, 0.001, 999_999_999, 1_000_000_000, 4_294_967_295.9995),
);
const image = fc.record({
  name: text,
  path: text,
  signingId: fc.option(text),
  authority: text,
  cdhash: fc.option(text),
});
const exit = fc.oneof(
  fc.record({ code: fc.nat({ max: 255 }) }),
  fc.record({ signal: fc.nat({ max: 127 }), name: text, coreDumped: fc.boolean() }),
);
const most = fc.nat({ max: 2 });
const process = fc.record({
  id: fc.nat(),
  parent: fc.integer({ min: -1 }),
  depth: fc.nat(),
  boot: fc.nat(),
  pid: number,
  pidversion: number,
  /** Image, pid and arguments of each. */
  images: fc.array(fc.tuple(most, number, most), { maxLength: 3 }),
  label: most,
  startedMs: number,
  endedMs: number,
  exit: fc.integer({ min: -1, max: 2 }),
  flags: fc.nat({ max: 7 }),
  bornOf: number,
  responsible: fc.integer({ min: -1 }),
});
type Process = typeof process extends fc.Arbitrary<infer Value> ? Value : never;
/** What the numbers from 0 to 2 stand for. */
const shared = fc.record({
  images: fc.tuple(image, image, image),
  labels: fc.tuple(text, text, text),
  exits: fc.tuple(exit, exit, exit),
  args: fc.option(fc.tuple(fc.array(text), fc.array(text), fc.array(text)), { nil: undefined }),
});
type Shared = typeof shared extends fc.Arbitrary<infer Value> ? Value : never;

function growTree(processes: readonly Process[], common: Shared, program: string): GrownTree {
  const ints = (read: (each: Process) => number): Int32Array => Int32Array.from(processes, read);
  const doubles = (read: (each: Process) => number): Float64Array => Float64Array.from(processes, read);
  const images = processes.flatMap((each) => each.images);
  const counts = processes.map((each) => each.images.length);
  const columns = {
    count: processes.length,
    id: ints((each) => each.id),
    parent: ints((each) => each.parent),
    depth: ints((each) => each.depth),
    boot: ints((each) => each.boot),
    pid: doubles((each) => each.pid),
    pidversion: doubles((each) => each.pidversion),
    firstImage: Int32Array.from([
      0,
      ...counts.map((_, row) => counts.slice(0, row + 1).reduce((a, b) => a + b)),
    ]),
    image: Int32Array.from(images, ([each]) => each),
    imagePid: Float64Array.from(images, ([, pid]) => pid),
    imageArgs: Int32Array.from(images, ([, , args]) => args),
    label: ints((each) => each.label),
    startedMs: doubles((each) => each.startedMs),
    endedMs: doubles((each) => each.endedMs),
    exit: ints((each) => each.exit),
    flags: Uint8Array.from(processes, (each) => each.flags),
    bornOf: doubles((each) => each.bornOf),
    responsible: ints((each) => each.responsible),
    ...common,
  };
  return { head: headOf(program), columns };
}

function written(tree: GrownTree): readonly string[] {
  const pieces: string[] = [];
  writeTreeJson(tree, (piece) => pieces.push(piece.toString('latin1')));
  return pieces;
}

/** Pieces may end within a character. */
const joined = (pieces: readonly string[]): string => Buffer.from(pieces.join(''), 'latin1').toString('utf8');

function headOf(program: string): TreeHead {
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
  };
}

describe('the JSON of a process tree', () => {
  it('is what JSON.stringify makes of the document', () => {
    fc.assert(
      fc.property(fc.array(process, { maxLength: 5 }), shared, text, (processes, common, program) => {
        const tree = growTree(processes, common, program);
        expect(joined(written(tree))).toBe(JSON.stringify(treeDocument(tree), null, 2));
      }),
      { numRuns: 300 },
    );
  });

  it('comes in pieces where it is long', () => {
    const [one] = fc.sample(process, { numRuns: 1, seed: 1 });
    const [common] = fc.sample(shared, { numRuns: 1, seed: 1 });
    if (one === undefined || common === undefined) throw new Error('no sample');
    const long = { ...common, labels: ['', 'x'.repeat(400_000), 'y'] } as const;
    const tree = growTree(
      Array.from({ length: 1_000 }, (_, id) => ({ ...one, id, label: id === 7 ? 1 : 0 })),
      { ...long, labels: [...long.labels] },
      '*',
    );
    const pieces = written(tree);
    expect(pieces.length).toBeGreaterThan(2);
    expect(joined(pieces)).toBe(JSON.stringify(treeDocument(tree), null, 2));
  });
});
