/**
 * Holds each run of a baseline against the others, as if it were new. All of them behave alike, so every finding is a false alarm: what one more
 * run would raise. Works on the merged facts alone and reads no trace again; what the whole set collapsed stays collapsed, so that the rate is a
 * little too good where a folder grew past its limit only with the run that was left out.
 */
import { atLeast, CHANGE_KINDS, type Finding } from '../model/drift.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { FalseAlarms, NoiseSources, Stability } from '../model/stability.ts';
import { compare, type CompareOptions } from './compare.ts';
import { withoutRuns } from './leave-out.ts';
import { newFactsOf } from './new-facts.ts';
import { noiseSourcesOf } from './noise-sources.ts';
import { participationOf } from './participation.ts';
import { makeSide } from './side.ts';
import type { Trial } from './trial.ts';
import { VERY_OPEN } from './volatility.ts';

export interface LeaveOneOut {
  readonly stability: Stability;
  readonly noise: NoiseSources;
}

/** `onTrial` is told before each, counted from 1. */
export function leaveOneOut(
  set: FactSet,
  isKnownShape: CompareOptions['isKnownShape'],
  rules?: CompareOptions['rules'],
  onTrial?: (trial: number, trials: number) => void,
): LeaveOneOut {
  const upgrades = set.runs.filter(({ role }) => role === 'upgrade');
  const trials =
    upgrades.length < 2
      ? []
      : upgrades.map((run, index) => {
          onTrial?.(index + 1, upgrades.length);
          return trialOf(set, run, { isKnownShape, rules });
        });
  const observed = trials.flatMap(({ findings }) =>
    findings.filter(({ certainty }) => certainty === 'observed'),
  );
  const side = makeSide('before', set);
  const nothing = makeSide('after', { ...set, runs: [], facts: [] });
  const participation = participationOf(side, nothing);
  const newFacts = newFactsOf(side, participation);
  return {
    stability: {
      trials: trials.length,
      falseAlarms: alarmsOf(observed),
      inconclusive: trials
        .flatMap(({ findings }) => findings)
        .filter(({ certainty, severity }) => certainty === 'inconclusive' && atLeast(severity, 'medium'))
        .length,
      newFacts,
      wouldChange: trials.length === 0 ? null : (newFacts.upgrade.at(-1) ?? 0) >= VERY_OPEN,
    },
    noise: noiseSourcesOf(trials, side, participation),
  };
}

/** Whatever the runs are, they are in one baseline: nothing refuses to compare them here. */
function trialOf(set: FactSet, run: RunInfo, asked: Pick<CompareOptions, 'isKnownShape' | 'rules'>): Trial {
  const { trace } = run;
  const others = new Set(set.runs.flatMap((other) => (other.trace === trace ? [] : [other.trace])));
  const [rest, alone] = [withoutRuns(set, new Set([trace])), withoutRuns(set, others)];
  if (rest === undefined || alone === undefined) return { trace, findings: [] };
  const options = { allowSynthetic: true, acrossMethods: true, ...asked };
  return { trace, findings: compare(rest, alone, options).findings };
}

function alarmsOf(findings: readonly Finding[]): readonly FalseAlarms[] {
  const byChange = Map.groupBy(findings, ({ change }) => change);
  return CHANGE_KINDS.flatMap((change) => {
    const own = byChange.get(change) ?? [];
    const count = (wanted: Finding['severity']): number =>
      own.filter(({ severity }) => severity === wanted).length;
    const alarms = { change, high: count('high'), medium: count('medium'), low: count('low') };
    return alarms.high + alarms.medium + alarms.low === 0 ? [] : [alarms];
  });
}
