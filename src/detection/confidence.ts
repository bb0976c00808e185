/** How sure the answer is, and why: every reason is a sentence that a person can check against the rules. */
import type { ConfidenceLevel, DetectedMethod, Detection } from '../model/detection.ts';
import type { Detector } from './engine.ts';
import { isBlind, isNear, reportRule } from './rule-report.ts';
import type { RuleWatch } from './rule-watch.ts';
import type { StreamFacts } from './stream-facts.ts';

export interface Answer {
  readonly detector: Detector;
  readonly start: RuleWatch | undefined;
  readonly method: DetectedMethod;
  readonly facts: StreamFacts;
  readonly isEarly: boolean;
  /** The first boot after an upgrade was seen. */
  readonly isOver: boolean;
}

export function confidenceOf(answer: Answer): Detection['confidence'] {
  const { start, facts } = answer;
  const lost =
    facts.lost === 0
      ? []
      : [
          `${facts.lost} ${facts.lost === 1 ? 'event was' : 'events were'} lost: what they showed is not known`,
        ];
  const notes = [
    ...lost,
    ...(facts.recording?.provenance === 'synthetic' ? ['the recording is synthetic: no Mac made it'] : []),
  ];
  return start === undefined
    ? {
        level: answer.method !== 'none' ? 'none' : isLookalike(answer) ? 'medium' : 'high',
        reasons: [...withoutStart(answer), ...notes],
      }
    : {
        level: levelOf(start, facts),
        reasons: [...withStart(start), ...early(answer.isEarly), ...notes],
      };
}

/** As many programs as a start needs, though none that only a start shows: a download, or an upgrade that changed. */
function isLookalike({ detector }: Answer): boolean {
  return detector.rules.some(({ rule, best }) => rule.claim === 'start' && best.programs >= rule.quorum);
}

/** High: one more program than needed, a verified source among them, and nothing lost. */
function levelOf({ first, rule }: RuleWatch, { lost }: StreamFacts): ConfidenceLevel {
  if (first === undefined || rule.method === 'any') return 'low';
  if (!first.hits.some(({ signal }) => signal.evidence === 'verified')) return 'low';
  return first.programs > rule.quorum && lost === 0 ? 'high' : 'medium';
}

function withStart({ first, rule }: RuleWatch): readonly string[] {
  const hits = first?.hits ?? [];
  const verified = hits.filter(({ signal }) => signal.evidence === 'verified').length;
  return [
    `${rule.id}: ${first?.programs ?? 0} programs showed it, ${rule.quorum} are needed`,
    `${verified} of its ${hits.length} signals rest on verified sources`,
    ...(rule.method === 'any'
      ? ['the method is unknown: what tells an update over the air from an installer was not seen']
      : []),
  ];
}

function early(isEarly: boolean): readonly string[] {
  return isEarly ? ['it had begun before the recording did'] : [];
}

function withoutStart({ detector, method, isOver, facts }: Answer): readonly string[] {
  const starts = detector.rules.filter(({ rule }) => rule.claim === 'start');
  const near = starts.filter(isNear);
  const close = near.length > 0 ? near : starts.filter(({ best }) => best.hits.length > 0);
  const told = new Set([...close, ...starts.filter((watch) => isBlind(watch, facts))]);
  const downloaded = detector.rules.some(
    ({ rule, first }) => rule.phase === 'downloading' && first !== undefined,
  );
  return [
    ...(isOver ? ['an upgrade ended in this recording, and no rule saw it begin'] : []),
    ...(method === 'none' && downloaded
      ? ['an OS update was downloaded; nothing shows that it is being installed']
      : []),
    ...[...told].map((watch) => `${watch.rule.id}: ${reportRule(watch, 0, facts, undefined).reason}`),
    ...(starts.length === 0 ? ['the rules claim no start'] : []),
    ...(starts.length > 0 && told.size === 0 ? ['no start rule saw any of its signals'] : []),
    ...(facts.recording?.cut === true ? ['the recording was cut: what came later is not known'] : []),
  ];
}
