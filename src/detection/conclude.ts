/** From what the rules saw to the answer: method, start, phases, outcome, and how sure. What the evidence does not carry is unknown, with the reason. */
import type {
  DetectedMethod,
  DetectedStart,
  Detection,
  SilentSignal,
  UpgradeOutcome,
} from '../model/detection.ts';
import type { RuleSet } from '../model/rules.ts';
import { PRODUCER } from '../model/version.ts';
import { confidenceOf } from './confidence.ts';
import type { Boot, Detector } from './engine.ts';
import { roundMs } from '../model/offset.ts';
import type { Hit } from './hit.ts';
import { phasesOf } from './phases.ts';
import { isBlind, isNear, isSeeable, reportRule } from './rule-report.ts';
import type { RuleWatch } from './rule-watch.ts';
import { scopeOf } from './scope.ts';
import type { StreamFacts } from './stream-facts.ts';

/** Which start decides where several fired: the more it says, the earlier in the list. */
const PRECEDENCE: readonly RuleWatch['rule']['method'][] = [
  'full-installer',
  'ota',
  'any',
  'background-security-improvement',
];

export function conclude(set: RuleSet, detector: Detector, facts: StreamFacts): Detection {
  const start = startOf(detector);
  const firstBoot = firedRule(detector, ({ claim, phase }) => claim === 'phase' && phase === 'first-boot');
  const restart = restartAfter(detector.boots, start?.first?.boot ?? bootBefore(firstBoot));
  const rules = detector.rules.map((watch) =>
    reportRule(watch, detector.startMs, facts, leadsTo(watch, detector.boots)),
  );
  const { outcome, reason: outcomeReason } = outcomeOf(detector, facts, start, firstBoot);
  const before = start === undefined && firstBoot !== undefined;
  const isEarly = isStartedBefore(detector, start) || before;
  const method = methodOf(detector, start, firstBoot !== undefined, facts);
  const scope = scopeOf(scopeFacts(facts, detector), hitsOf(detector));
  return {
    kind: 'esdrift.detection',
    formatVersion: 1,
    producer: PRODUCER,
    ruleSet: set.name,
    recording: facts.recording ?? null,
    method,
    confidence: confidenceOf({ detector, start, method, facts, isEarly, isOver: firstBoot !== undefined }),
    started: start === undefined ? null : startedOf(start, detector),
    scope: method === 'none' || method === 'background-security-improvement' ? 'unknown' : scope.scope,
    scopeReason: method === 'none' ? 'there is no upgrade' : scope.reason,
    outcome,
    outcomeReason,
    startedBeforeRecording: isEarly,
    phases: phasesOf(detector, start),
    restart:
      restart === undefined
        ? null
        : { time: restart.last.time, offsetMs: roundMs(restart.last.timeMs - detector.startMs) },
    rules,
    silentSignals: silentSignals(set, detector, facts),
    events: detector.events,
    lost: facts.lost,
  };
}

function firedRule(detector: Detector, is: (rule: RuleWatch['rule']) => boolean): RuleWatch | undefined {
  return detector.rules.find((watch) => watch.first !== undefined && is(watch.rule));
}

function startOf(detector: Detector): RuleWatch | undefined {
  const fired = detector.rules.filter(({ first, rule }) => first !== undefined && rule.claim === 'start');
  const rank = ({ rule }: RuleWatch): number => PRECEDENCE.indexOf(rule.method);
  const at = ({ first }: RuleWatch): number => first?.decision.timeMs ?? 0;
  return fired.toSorted((a, b) => rank(a) - rank(b) || at(a) - at(b))[0];
}

/** What is known without a start: nothing began, or one cannot tell. */
function methodOf(
  { rules }: Detector,
  start: RuleWatch | undefined,
  isOver: boolean,
  facts: StreamFacts,
): DetectedMethod {
  if (start !== undefined) return start.rule.method === 'any' ? 'unknown' : start.rule.method;
  const starts = rules.filter(({ rule }) => rule.claim === 'start');
  const near = starts.some(isNear);
  const blind = starts.length === 0 || starts.some((watch) => isBlind(watch, facts));
  return isOver || near || blind || facts.lost > 0 || facts.recording?.cut === true ? 'unknown' : 'none';
}

function startedOf(start: RuleWatch, detector: Detector): DetectedStart | null {
  const { first } = start;
  if (first === undefined) return null;
  const restart = leadsTo(start, detector.boots);
  const [since] = first.hits;
  const sinceMs = since?.timeMs ?? first.decision.timeMs;
  return {
    rule: start.rule.id,
    time: first.decision.time,
    offsetMs: roundMs(first.decision.timeMs - detector.startMs),
    sinceTime: since?.time ?? first.decision.time,
    sinceOffsetMs: roundMs(sinceMs - detector.startMs),
    leadMs: restart === undefined ? null : roundMs(restart.timeMs - first.decision.timeMs),
  };
}

/** The boot before the first one after an upgrade, where the recording has it. */
function bootBefore(firstBoot: RuleWatch | undefined): number | undefined {
  const boot = firstBoot?.first?.boot;
  return boot === undefined ? undefined : boot - 1;
}

function restartAfter(boots: readonly Boot[], boot: number | undefined): Boot | undefined {
  return boot !== undefined && boots[boot + 1] !== undefined ? boots[boot] : undefined;
}

function leadsTo(watch: RuleWatch, boots: readonly Boot[]): Boot['last'] | undefined {
  return restartAfter(boots, watch.first?.boot)?.last;
}

function isStartedBefore(detector: Detector, start: RuleWatch | undefined): boolean {
  return start?.first?.hits.some(({ signal }) => detector.early.has(signal.id)) === true;
}

function hitsOf(detector: Detector): readonly Hit[] {
  return detector.rules.flatMap(({ first, best }) => first?.hits ?? best.hits);
}

function scopeFacts(facts: StreamFacts, detector: Detector): Parameters<typeof scopeOf>[0] {
  const [first] = detector.boots;
  const last = detector.boots.at(-1);
  const before = facts.os ?? (first === undefined ? undefined : facts.osOf(first.first.segment));
  const booted = last === undefined || last === first ? undefined : facts.osOf(last.first.segment);
  return {
    before,
    after: booted ?? facts.target,
    afterFrom: booted === undefined ? 'the header of the recording' : 'the new system',
  };
}

function outcomeOf(
  detector: Detector,
  facts: StreamFacts,
  start: RuleWatch | undefined,
  firstBoot: RuleWatch | undefined,
): { readonly outcome: UpgradeOutcome; readonly reason: string } {
  const boots = detector.boots;
  const failed = firedRule(detector, ({ claim }) => claim === 'failure');
  const aborted = firedRule(detector, ({ claim }) => claim === 'abort');
  const committed = firedRule(detector, ({ phase, claim }) => claim === 'phase' && phase === 'committing');
  const startBoot = start?.first?.boot;
  const [from, to] = [boots[startBoot ?? 0], boots[(startBoot ?? 0) + 1]].map((boot) =>
    boot === undefined ? undefined : facts.osOf(boot.first.segment)?.buildVersion,
  );
  if (startBoot !== undefined && from !== undefined && to !== undefined && from === to) {
    return committed === undefined
      ? {
          outcome: 'aborted',
          reason: `after the restart the Mac still runs ${to}, and nothing had committed it`,
        }
      : { outcome: 'rolled-back', reason: `after the restart the Mac still runs ${to}` };
  }
  if (firstBoot !== undefined)
    return { outcome: 'completed', reason: `${firstBoot.rule.id} fired after the restart` };
  if (from !== undefined && to !== undefined && startBoot !== undefined)
    return { outcome: 'completed', reason: `the build changed from ${from} to ${to}` };
  if (failed !== undefined) return { outcome: 'failed', reason: `${failed.rule.id} fired` };
  if (aborted !== undefined)
    return { outcome: 'aborted', reason: `${aborted.rule.id} fired, without a restart` };
  if (start === undefined) return { outcome: 'unknown', reason: 'no start was found' };
  return {
    outcome: 'unknown',
    reason:
      boots.length > 1 ? 'nothing tells how the restart ended' : 'the recording ends before the restart',
  };
}

function silentSignals(set: RuleSet, detector: Detector, facts: StreamFacts): readonly SilentSignal[] {
  return set.signals.flatMap(({ id, title, program }): readonly SilentSignal[] => {
    const watch = detector.watchOf(id);
    if (watch === undefined || watch.firstEver !== undefined) return [];
    return [{ id, title, program, reason: isSeeable(watch, facts) ? 'not-seen' : 'not-recorded' }];
  });
}
