/** Handmade outcomes of detection rules beside handmade recordings. */
import type { RuleState } from '../../src/model/detection.ts';
import type { AskedRules } from '../../src/drift/rules/compare-rules.ts';
import type { FactSet } from '../../src/model/facts.ts';
import type { RuleOutcomes } from '../../src/model/rule-outcomes.ts';
import { rule, ruleSet, signal } from '../detection/rule-sets.ts';

/** Three programs of which two are asked for; `found` is a stage. */
const SET = ruleSet(
  [
    signal('asks', { events: ['exec'] }),
    signal('mounts', { events: ['mount'], where: { object: { equals: '/System/Volumes/Update/mnt1' } } }),
    signal('writes', {
      events: ['create'],
      where: { 'file.path': { equals: '/System/Volumes/Update/Update.plist' } },
    }),
  ],
  [
    rule('started', ['asks', 'mounts', 'writes'], { quorum: 2 }),
    rule('staged', ['writes'], { claim: 'phase', method: 'any', phase: 'staged' }),
  ],
);
export const ASKED: AskedRules = { set: SET, digest: '0123456789abcdef', file: null };

export interface Outcome {
  /** Seconds; absent: it did not fire. */
  readonly started?: number | undefined;
  readonly staged?: number | undefined;
  readonly state?: RuleState;
  /** Signals that are not there; of the others `null` is not recorded. */
  readonly silent?: readonly string[];
  readonly unrecorded?: readonly string[];
}

const AT: Readonly<Record<string, number>> = { asks: 5_000, mounts: 301_000, writes: 450_000 };
export const USUAL: Outcome = { started: 301, staged: 450 };

/** The recording with what the rules did on it. */
export function tried(set: FactSet, outcome: Outcome = USUAL, digest = ASKED.digest): FactSet {
  const [run] = set.runs;
  if (run === undefined) throw new Error('no run');
  const { silent = [], unrecorded = [], state = 'silent' } = outcome;
  const section: RuleOutcomes = {
    ruleSet: SET.name,
    digest,
    traces: [run.trace],
    rules: (['started', 'staged'] as const).map((id) => {
      const seconds = outcome[id];
      return seconds === undefined
        ? { id, state: [state], firedMs: [-1] }
        : {
            id,
            state: ['fired'],
            firedMs: [seconds * 1000],
            evidence: [{ trace: run.trace, segment: 0, globalSeq: 7, time: '2026-01-01T00:00:00Z' }],
          };
    }),
    signals: Object.entries(AT).map(([id, at]) => ({
      id,
      firstMs: [unrecorded.includes(id) ? null : silent.includes(id) ? -1 : at],
    })),
  };
  return { ...set, ruleOutcomes: [section] };
}
