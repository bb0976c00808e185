/** What became of one rule, and why. */
import type { DetectedRule, RuleState } from '../model/detection.ts';
import type { RuleWatch } from './rule-watch.ts';
import { roundMs } from '../model/offset.ts';
import type { Moment } from './hit.ts';

export interface RecordedTypes {
  /** Whether events of the type could have been seen at all. */
  readonly isRecorded: (eventType: string) => boolean;
}

/** `restart`: the last moment before it, where the firing is followed by one. */
export function reportRule(
  watch: RuleWatch,
  startMs: number,
  recorded: RecordedTypes,
  restart: Moment | undefined,
): DetectedRule {
  const { rule, first, best } = watch;
  const { id, title, claim, method, phase, quorum } = rule;
  const state = stateOf(watch, recorded);
  const decided = first?.decision;
  return {
    id,
    title,
    claim,
    method,
    phase,
    state,
    quorum,
    programs: first?.programs ?? best.programs,
    time: decided?.time ?? null,
    offsetMs: decided === undefined ? null : roundMs(decided.timeMs - startMs),
    leadMs: decided === undefined || restart === undefined ? null : roundMs(restart.timeMs - decided.timeMs),
    firings: watch.firings,
    evidence: (first?.hits ?? best.hits).map(({ evidence }) => evidence),
    silent: watch.silent.map(({ signal }) => signal.id),
    reason: reasonOf(watch, state, recorded),
  };
}

function stateOf(watch: RuleWatch, recorded: RecordedTypes): RuleState {
  const { first, best, rule } = watch;
  if (first !== undefined) return 'fired';
  if (best.programs >= rule.quorum && best.missingGroups.length === 0 && best.forbiddenBy.length > 0)
    return 'blocked';
  if (best.hits.length > 0) return 'partial';
  return isBlind(watch, recorded) ? 'not-recorded' : 'silent';
}

/** Something was seen that only a start does, though not enough of it. An improvement is no upgrade. */
export function isNear(watch: RuleWatch): boolean {
  return (
    watch.sawDecisive && watch.first === undefined && watch.rule.method !== 'background-security-improvement'
  );
}

/** It did not fire, and what would have let it was not recorded: its silence says nothing. */
export function isBlind(watch: RuleWatch, recorded: RecordedTypes): boolean {
  const { rule, first, signals } = watch;
  if (first !== undefined) return false;
  const seeable = signals.filter((each) => isSeeable(each, recorded)).map(({ signal }) => signal);
  const programs = new Set(seeable.map(({ program }) => program)).size;
  const ids = new Set(seeable.map(({ id }) => id));
  return programs < rule.quorum || (rule.needs ?? []).some((group) => !group.some((id) => ids.has(id)));
}

type Watched = RuleWatch['silent'][number];

export function isSeeable({ signal }: Watched, { isRecorded }: RecordedTypes): boolean {
  return signal.events.some((event) => event === '*' || isRecorded(event));
}

/** Silent signals that nobody could have seen. */
function unrecorded(watch: RuleWatch, recorded: RecordedTypes): readonly string[] {
  return watch.silent.filter((each) => !isSeeable(each, recorded)).map(({ signal }) => signal.id);
}

function reasonOf(watch: RuleWatch, state: RuleState, recorded: RecordedTypes): string {
  const { first, best, rule } = watch;
  switch (state) {
    case 'fired':
      return `${first?.programs ?? 0} programs, ${rule.quorum} needed: ${names(first?.hits ?? [])}`;
    case 'blocked':
      return `everything was there, and so was ${best.forbiddenBy.join(', ')}, which forbids it`;
    case 'partial':
      return [partialReason(watch), ...unseen(unrecorded(watch, recorded))].join('; ');
    case 'silent':
      return ['none of its signals was seen', ...unseen(unrecorded(watch, recorded))].join('; ');
    case 'not-recorded':
      return `the recording has none of the events it needs`;
  }
}

function partialReason({ best, rule }: RuleWatch): string {
  const parts = [
    ...(best.programs < rule.quorum ? [`${best.programs} of the ${rule.quorum} programs it needs`] : []),
    ...best.missingGroups.map((group) => `none of ${group.join(', ')}`),
    ...(best.outOfOrder ? ['not in the order it asks for'] : []),
  ];
  return `${parts.join('; ')}; seen: ${names(best.hits)}`;
}

function unseen(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`not recorded: ${ids.join(', ')}`];
}

function names(hits: readonly { readonly signal: { readonly id: string } }[]): string {
  return hits.map(({ signal }) => signal.id).join(', ');
}
