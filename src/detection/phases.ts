/** The stages of the upgrade that was found, in the order of time. Phases are a partial order: which of them must come is not presumed. */
import type { DetectedPhase } from '../model/detection.ts';
import { PHASES, type Phase } from '../model/drift.ts';
import type { Detector } from './engine.ts';
import { roundMs } from '../model/offset.ts';
import type { Moment } from './hit.ts';
import type { RuleWatch } from './rule-watch.ts';

/** Time on the new system after which an upgrade counts as settled. */
const SETTLED_AFTER_MS = 20 * 60_000;

/** `start`: the rule that says an upgrade began. */
export function phasesOf(detector: Detector, start: RuleWatch | undefined): readonly DetectedPhase[] {
  const found = new Map<Phase, DetectedPhase>();
  const add = (phase: DetectedPhase): void => {
    const known = found.get(phase.phase);
    if (known === undefined || phase.offsetMs < known.offsetMs) found.set(phase.phase, phase);
  };
  for (const watch of [...(start === undefined ? [] : [start]), ...detector.rules]) {
    if (watch !== start && watch.rule.claim !== 'phase') continue;
    const { first, rule } = watch;
    if (first === undefined || rule.method === 'background-security-improvement') continue;
    const { time, offsetMs } = first.decision.evidence;
    add({
      phase: rule.phase,
      time,
      offsetMs,
      rule: rule.id,
      evidence: first.hits.map(({ evidence }) => evidence),
    });
  }
  for (const [phase, moment] of fromBoots(detector, start, found))
    add({
      phase,
      time: moment.time,
      offsetMs: roundMs(moment.timeMs - detector.startMs),
      rule: null,
      evidence: [],
    });
  return [...found.values()].sort(
    (a, b) => a.offsetMs - b.offsetMs || PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase),
  );
}

/** The dark stage lies between two boots; settled is a time after the first boot. Both need a sign of the first boot. */
function fromBoots(
  { boots, rules }: Detector,
  start: RuleWatch | undefined,
  found: ReadonlyMap<Phase, DetectedPhase>,
): readonly (readonly [Phase, Moment])[] {
  if (!found.has('first-boot')) return [];
  const number = rules.find(({ rule, first }) => rule.phase === 'first-boot' && first !== undefined)?.first
    ?.boot;
  const boot = boots[number ?? -1];
  if (boot === undefined || start?.rule.method === 'background-security-improvement') return [];
  const before = boots[(number ?? 0) - 1];
  const settledMs = boot.first.timeMs + SETTLED_AFTER_MS;
  const settled: readonly (readonly [Phase, Moment])[] =
    boot.last.timeMs < settledMs
      ? []
      : [
          [
            'settled',
            { time: new Date(settledMs).toISOString(), timeMs: settledMs, segment: boot.first.segment },
          ],
        ];
  return [...(before === undefined ? [] : [['dark', before.last] as const]), ...settled];
}
