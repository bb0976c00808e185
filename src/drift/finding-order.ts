/** The order of findings in every report. */
import { SEVERITIES, type Finding } from '../model/drift.ts';
import { byCodeUnit } from './side.ts';

export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      byCodeUnit(b.certainty, a.certainty) ||
      byCodeUnit(a.program, b.program) ||
      byCodeUnit(a.change, b.change) ||
      byCodeUnit(a.subject, b.subject) ||
      byCodeUnit(a.id, b.id),
  );
}
