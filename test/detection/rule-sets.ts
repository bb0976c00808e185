/** Small rule sets, and what became of events under them. */
import { Detector } from '../../src/detection/engine.ts';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import type { EsEvent } from '../../src/model/event.ts';
import type { Rule, RuleSet, Signal } from '../../src/model/rules.ts';
import { PRODUCER } from '../../src/model/version.ts';

export function signal(id: string, more: Partial<Signal> = {}): Signal {
  return {
    id,
    title: id,
    program: id,
    events: ['exec'],
    where: { 'exec.path': { equals: `/bin/${id}` } },
    evidence: 'verified',
    source: 'the test',
    falsePositives: [],
    ...more,
  };
}

export function rule(id: string, signals: readonly string[], more: Partial<Rule> = {}): Rule {
  return {
    id,
    title: id,
    claim: 'start',
    method: 'ota',
    phase: 'preparing',
    quorum: signals.length,
    window: '1h',
    signals,
    status: 'experimental',
    note: 'of the test',
    ...more,
  };
}

export function ruleSet(signals: readonly Signal[], rules: readonly Rule[]): RuleSet {
  return { kind: 'esdrift.rules', formatVersion: 1, producer: PRODUCER, name: 'test', signals, rules };
}

/** `rule@globalSeq` for each firing. */
export function firings(set: RuleSet, events: readonly EsEvent[]): readonly string[] {
  const fired: string[] = [];
  const detector = new Detector(set, {
    onFiring: ({ rule: { id } }, { decision }) =>
      fired.push(`${id}@${decision.segment}:${decision.evidence.globalSeq ?? 'probe'}`),
  });
  for (const event of events) detector.observe(event);
  return fired;
}

/** The built-in rules without some of their signals; rules keep their quorum. */
export function without(ids: readonly string[], set: RuleSet = BUILT_IN_RULES): RuleSet {
  const stays = (id: string): boolean => !ids.includes(id);
  return {
    ...set,
    signals: set.signals.filter(({ id }) => stays(id)),
    rules: set.rules.map((each) => ({
      ...each,
      signals: each.signals.filter(stays),
      ...(each.needs === undefined ? {} : { needs: each.needs.map((group) => group.filter(stays)) }),
      ...(each.unless === undefined ? {} : { unless: each.unless.filter(stays) }),
    })),
  };
}
