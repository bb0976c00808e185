/**
 * From findings to one word and one exit code. Precedence: a failed comparability gate, then drift, then an absence that loss could explain, then the same.
 * What was accepted counts for nothing but its own number.
 */
import { EXIT, type ExitCode } from '../exit-codes.ts';
import {
  atLeast,
  type ComparabilityNote,
  type DriftReport,
  type FailOn,
  type Finding,
  type Severity,
  type Verdict,
} from '../model/drift.ts';

/** With `never` nothing fails, but the word still tells what the usual bar would have said. */
const USUAL_BAR: Severity = 'medium';

export function verdictOf(
  comparability: readonly ComparabilityNote[],
  findings: readonly Finding[],
  failOn: FailOn,
): Verdict {
  if (comparability.some(({ level }) => level === 'fatal')) return 'inconclusive';
  const bar = failOn === 'never' ? USUAL_BAR : failOn;
  const loud = findings.filter(({ accepted, severity }) => accepted === null && atLeast(severity, bar));
  if (loud.some(({ certainty }) => certainty === 'observed')) return 'drift';
  return loud.length > 0 ? 'inconclusive' : 'same';
}

export function exitOf({
  verdict,
  failOn,
  comparability,
}: Pick<DriftReport, 'verdict' | 'failOn' | 'comparability'>): ExitCode {
  if (comparability.some(({ level }) => level === 'fatal')) return EXIT.inconclusive;
  if (failOn === 'never') return EXIT.ok;
  switch (verdict) {
    case 'same':
      return EXIT.ok;
    case 'drift':
      return EXIT.drift;
    case 'inconclusive':
      return EXIT.inconclusive;
  }
}

export function summaryOf(findings: readonly Finding[]): DriftReport['summary'] {
  const open = findings.filter(({ accepted }) => accepted === null);
  const count = (severity: Severity): number =>
    open.filter((finding) => finding.severity === severity).length;
  return {
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    info: count('info'),
    inconclusive: open.filter(
      ({ certainty, severity }) => certainty === 'inconclusive' && severity !== 'info',
    ).length,
    accepted: findings.length - open.length,
  };
}
