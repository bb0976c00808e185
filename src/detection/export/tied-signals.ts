/** Signals that only count behind another one, or only once there were enough of them. */
import type { RuleSet, Signal } from '../../model/rules.ts';
import type { Say } from './plan.ts';
import { saySignal, type Dialect, type SaidSignal, type SignalAnswer } from './say-signal.ts';

/** Where boots cannot be told apart: what one boot leaves behind the next one takes away, so following means nothing over both. */
export function countedSignals<Leaf>(dialect: Dialect<Leaf>, mostCounted: number): Say<Leaf> {
  return (signal) => {
    const { after, count } = signal;
    const cannot = (why: string): SignalAnswer<Leaf> => ({ kind: 'unsaid', signal, why });
    if (after !== undefined)
      return cannot(`it must follow ${after.signal} in the same boot, and boots are not told apart there`);
    return count !== undefined && count.atLeast > mostCounted
      ? cannot(`it is counted beyond ${mostCounted}`)
      : saySignal(signal, dialect);
  };
}

export interface FollowingSignals<Leaf> {
  readonly say: Say<Leaf>;
  /** Signals that another one must follow, as far as they were asked for. */
  readonly before: ReadonlyMap<string, SaidSignal<Leaf>>;
}

/** Where one boot alone is looked at. */
export function followingSignals<Leaf>(
  set: Pick<RuleSet, 'signals'>,
  dialect: Dialect<Leaf>,
): FollowingSignals<Leaf> {
  const before = new Map<string, SaidSignal<Leaf>>();
  const say = (signal: Signal): SignalAnswer<Leaf> => {
    const answer = saySignal(signal, dialect);
    const { after } = signal;
    const cannot = (why: string): SignalAnswer<Leaf> => ({ kind: 'unsaid', signal, why });
    if (answer.kind === 'unsaid' || after === undefined) return answer;
    const first = set.signals.find(({ id }) => id === after.signal);
    if (first === undefined || first.after !== undefined || first.count !== undefined)
      return cannot(`it must follow ${after.signal}, which follows another itself or is counted`);
    const earlier = saySignal(first, dialect);
    if (earlier.kind === 'unsaid') return cannot(`it must follow ${after.signal}: ${earlier.why}`);
    before.set(first.id, earlier);
    return { ...answer, losses: [...answer.losses, ...earlier.losses] };
  };
  return { say, before };
}
