/** Random rules over random events: what is exported fires when the rule fires, as far as nothing is told to be lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleSetProblems } from '../../../src/detection/check-rules.ts';
import { Detector } from '../../../src/detection/engine.ts';
import type { EsEvent } from '../../../src/model/event.ts';
import type { RuleSet, Signal } from '../../../src/model/rules.ts';
import { image, launchd, Recording } from '../../facts/events.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';
import { agentEvents } from './agent-events.ts';
import { matches, readEql } from './eql-engine.ts';
import { OsqueryTables } from './osquery-tables.ts';
import { exportedFiles } from './recordings.ts';
import { SigmaFile } from './sigma-engine.ts';

const OWN = ['a', 'b', 'c', 'd', 'e'];
const FORBIDDING = ['u', 'v'];
const START = Date.UTC(2026, 10, 23, 10);
const HOUR = 3600;

const some = (ids: readonly string[]) => fc.subarray([...ids], { minLength: 1 });

const signals = fc
  .tuple(
    fc.array(fc.constantFrom('p', 'q', 'r', 's'), { minLength: OWN.length, maxLength: OWN.length }),
    fc.subarray(OWN, { maxLength: 2 }),
    fc.constantFrom<Partial<Signal>>({}, {}, { after: { signal: 'a', within: '10m' } }),
    fc.constantFrom<Partial<Signal>>({}, {}, { count: { atLeast: 2, within: '10m' } }),
  )
  .map(([programs, guesses, tied, counted]): readonly Signal[] => [
    ...OWN.map((id, index) =>
      signal(id, {
        program: programs[index] ?? id,
        evidence: guesses.includes(id) ? 'guess' : 'verified',
        ...(id === 'b' ? tied : {}),
        ...(id === 'c' ? counted : {}),
      }),
    ),
    ...FORBIDDING.map((id) => signal(id)),
  ]);

const rules = fc.record({
  signals: some(OWN),
  quorum: fc.integer({ min: 1, max: 4 }),
  needs: fc.array(some(OWN), { maxLength: 2 }),
  unless: fc.subarray(FORBIDDING),
});

const sets = fc
  .tuple(signals, rules)
  .map(([own, { signals: ids, ...more }]): RuleSet => {
    const needs = more.needs.map((group) => group.filter((id) => ids.includes(id)));
    return ruleSet(own, [rule('r', ids, { ...more, needs })]);
  })
  .filter(
    (set) =>
      ruleSetProblems(set).length === 0 && (set.rules[0]?.needs ?? []).every((group) => group.length > 0),
  );

/** Seconds after the start, each once, and what is started then. */
const moments = (seconds: number) =>
  fc
    .uniqueArray(fc.record({ second: fc.nat(seconds), id: fc.constantFrom(...OWN, ...OWN, ...FORBIDDING) }), {
      selector: ({ second }) => second,
      maxLength: 14,
      minLength: 1,
    })
    .map((list) => list.toSorted((one, other) => one.second - other.second));

function play(list: readonly { second: number; id: string }[]): readonly EsEvent[] {
  const recording = new Recording();
  const pids = [...OWN, ...FORBIDDING];
  for (const { second, id } of list) {
    const target = image(100 + pids.indexOf(id), `/bin/${id}`);
    const payload = {
      kind: 'exec',
      target,
      args: [id],
      env: [],
      cwd: '/',
      script: undefined,
      cputype: 7,
    } as const;
    recording.add(launchd, 'exec', payload, { timeMs: START + second * 1000 });
  }
  return recording.events;
}

function firedAt(set: RuleSet, events: readonly EsEvent[]): number | undefined {
  const detector = new Detector(set);
  for (const event of events) detector.observe(event);
  const firing = detector.rules[0]?.first;
  return firing === undefined ? undefined : firing.decision.timeMs / 1000;
}

function withoutAfter({ id, program, evidence, count }: Signal): Signal {
  return signal(id, { program, evidence, ...(count === undefined ? {} : { count }) });
}

describe('a random rule', () => {
  it('fires in osquery when it fires here, at the same second', () => {
    fc.assert(
      fc.property(sets, moments(3 * HOUR), (set, list) => {
        const events = play(list);
        const sql = exportedFiles('osquery', set).get('r') ?? '';
        using tables = new OsqueryTables(events);
        expect(tables.query(sql)[0]?.['fired_at']).toBe(firedAt(set, events));
      }),
      { numRuns: 200 },
    );
  });

  it('fires in Sigma and EQL when it fires here, within its window and with nothing forbidden', () => {
    fc.assert(
      fc.property(sets, moments(HOUR), (whole, list) => {
        const set = {
          ...whole,
          signals: whole.signals.map(withoutAfter),
          rules: whole.rules.map((each) => ({ ...each, unless: [] })),
        };
        const events = play(list);
        const seen = agentEvents(events);
        const here = firedAt(set, events) !== undefined;
        const sigma = exportedFiles('sigma', set).get('r') ?? '';
        expect(new SigmaFile(sigma, seen).alerts('r').length > 0).toBe(here);
        const isCounted = set.signals.some(({ count }) => count !== undefined);
        const eql = exportedFiles('eql', set).get('r');
        // Samples leave counted signals out, and say so.
        if (eql === undefined || isCounted) return;
        expect(readEql(eql).some((query) => matches(query, seen))).toBe(here);
      }),
      { numRuns: 200 },
    );
  });
});
