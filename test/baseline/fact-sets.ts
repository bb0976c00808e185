/** Random profiles for properties: few distinct names, so that sets overlap, and enough of them to pass the limits now and then. */
import fc from 'fast-check';
import type { Fact, FactSet, RunInfo } from '../../src/model/facts.ts';
import { compareFacts } from '../../src/facts/fact-table.ts';
import { PRODUCER } from '../../src/model/version.ts';

export function runInfo(trace: string, more: Partial<RunInfo> = {}): RunInfo {
  return {
    trace,
    sha256: '0'.repeat(64),
    provenance: 'recorded',
    method: 'ota',
    role: 'upgrade',
    labels: {},
    eventsByType: { exec: 3 },
    messageVersions: [10],
    events: 3,
    badLines: 0,
    oversizeLines: 0,
    segments: [{ startMs: 0, endMs: 1000, reboot: false }],
    lost: 0,
    lostByType: {},
    lostUnattributed: 0,
    gaps: [],
    cut: false,
    handoffsForgotten: 0,
    ...more,
  };
}

export function profileOf(trace: string, facts: readonly Fact[], more: Partial<RunInfo> = {}): FactSet {
  return {
    kind: 'esdrift.profile',
    formatVersion: 1,
    producer: PRODUCER,
    normalizer: '1',
    runs: [runInfo(trace, more)],
    collapsed: [],
    facts: facts.toSorted(compareFacts),
  };
}

export function fileFact(
  path: string,
  count = 1,
  firstMs = 0,
  program = 'platform:a',
  operation = 'create',
): Fact {
  return { kind: 'file', key: [program, operation, path], counts: [count], firstMs: [firstMs] };
}

const program = fc.constantFrom('platform:a', 'platform:b', 'unknown');
const small = fc.integer({ min: 0, max: 40 }).map((n) => `f${n}`);
const component = fc.oneof(
  { weight: 3, arbitrary: small },
  fc.constantFrom('a', 'b', 'Library', '{uuid}', '{tmp}'),
);
const root = fc.constantFrom(
  '/tmp',
  '/var/folders/{tmp}/{tmp}/T',
  '/Library/Caches',
  '/Users/{user}',
  '/x/y/z/w',
  '',
);
const path = fc
  .tuple(root, fc.array(component, { minLength: 1, maxLength: 5 }))
  .map(([top, names]) => `${top}/${names.join('/')}`);

/** A whole folder of files at once: what makes a directory pass its limit. */
const crowd = fc
  .tuple(path, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 }))
  .map(([top, size, from]) => Array.from({ length: size }, (_, index) => `${top}/c${from + index}`));
const paths = fc
  .array(
    fc.oneof(
      path.map((one) => [one]),
      crowd,
    ),
    { maxLength: 12 },
  )
  .map((groups) => groups.flat());

const numbers = fc.record({
  count: fc.integer({ min: 1, max: 9 }),
  firstMs: fc.integer({ min: 0, max: 100_000 }),
});

const factList = fc
  .tuple(paths, fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 60 }), program, program, numbers)
  .map(([files, vectors, a, b, { count, firstMs }]): Fact[] => [
    ...files.map((one, index) =>
      fileFact(one, count + (index % 3), firstMs + index, index % 2 === 0 ? a : b),
    ),
    ...files
      .slice(0, 3)
      .map((one): Fact => ({ kind: 'handoff', key: [a, b, one], counts: [count], firstMs: [firstMs] })),
    ...vectors.map((n): Fact => ({
      kind: 'arguments',
      key: [a, `["x","v${n}"]`],
      counts: [count],
      firstMs: [firstMs],
    })),
    {
      kind: 'program',
      key: [a],
      counts: [count],
      firstMs: [firstMs],
      attributes: {
        path: Object.fromEntries([...vectors, 1].map((n) => [`/bin/a${n}`, [count + (n % 3)]])),
        flags: { RUNTIME: [count], [b]: [1] },
      },
    },
  ]);

/** Facts with the same key are one fact in a real profile. */
function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [`${fact.kind} ${JSON.stringify(fact.key)}`, fact])).values()];
}

export const factSets = (traces: readonly string[]): fc.Arbitrary<FactSet[]> =>
  fc.tuple(...traces.map((trace) => factList.map((facts) => profileOf(trace, distinct(facts)))));
