/** What to do after a check: one command for each kind of trouble, the one that decided first. */
import { DECIDING_OUTCOMES, type CheckEntry, type CheckOutcome, type CheckSummary } from '../model/check.ts';
import { shellWord } from '../model/shell-word.ts';

export function nextSteps(summary: CheckSummary): readonly string[] {
  const recordings = summary.checks.filter(({ about }) => about === 'recording');
  const baselines = summary.checks.filter(({ about }) => about === 'baseline');
  const ofRecordings = DECIDING_OUTCOMES.flatMap((outcome) => {
    // The baseline that it lacks may be there, and not readable.
    if (outcome === 'no-baseline' && baselines.length > 0) return [];
    const [first, ...others] = recordings.filter((entry) => entry.outcome === outcome);
    const step = first === undefined ? undefined : stepFor(outcome, [first, ...others], summary);
    return step === undefined ? [] : [step];
  });
  const ofBaselines = baselines.map(({ trace, notes }) => `${trace}: ${notes.at(-1) ?? ''}`);
  const steps = [...ofBaselines, ...ofRecordings];
  return steps.length === 0 ? ['nothing to do'] : steps;
}

/** Of the entries of one outcome, the first is the example. */
function stepFor(
  outcome: CheckOutcome,
  entries: readonly [CheckEntry, ...CheckEntry[]],
  summary: CheckSummary,
): string | undefined {
  const [first] = entries;
  switch (outcome) {
    case 'drift':
      return driftStep(first, summary);
    case 'inconclusive':
      return isDocument(first)
        ? 'record again, or esdrift explain inconclusive'
        : `esdrift trace info ${shellWord(first.trace)}, which shows what was lost`;
    case 'not-comparable':
      return 'esdrift explain not-comparable';
    case 'no-baseline': {
      const alike = entries.filter(({ series }) => series === first.series);
      return `esdrift baseline create ${alike.map(({ trace }) => shellWord(trace)).join(' ')} -o FILE`;
    }
    case 'unreadable':
      return isDocument(first) ? first.notes.at(-1) : `esdrift trace verify ${shellWord(first.trace)}`;
    case 'same':
    case 'skipped':
      return undefined;
  }
}

function driftStep({ trace, baseline, files }: CheckEntry, { out, pending }: CheckSummary): string {
  const waiting = pending.find((file) => file.baseline === baseline);
  if (waiting !== undefined) {
    const { path } = waiting;
    const from = path === besides(waiting.baseline) ? '' : ` --from ${shellWord(path)}`;
    return `read the report; fill in a reason in ${path} where a finding may stand; then: esdrift baseline accept ${shellWord(waiting.baseline)}${from}`;
  }
  if (baseline === null) return 'esdrift explain rule-false-alarm';
  const report = files.find((file) => file.endsWith('.json'));
  return report === undefined
    ? `esdrift diff ${shellWord(baseline)} ${shellWord(trace)}`
    : `read the report; if it is meant to be so: esdrift baseline accept ${shellWord(baseline)} ID --from ${shellWord(`${out}/${report}`)} --reason WHY`;
}

/** A profile or baseline, which the commands of a trace do not take. */
function isDocument({ trace }: CheckEntry): boolean {
  return trace.endsWith('.json');
}

/** Where `baseline accept` looks by itself. */
function besides(baseline: string): string {
  return baseline.replace(/(?:\.baseline)?\.json$/, '.pending.json');
}
