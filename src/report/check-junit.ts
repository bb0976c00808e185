/** JUnit XML of a whole check: a suite for each recording, also for one that could not be compared. */
import type { CheckEntry, CheckedReport } from '../model/check.ts';
import { driftSuite, renderJunit, type JunitSuite } from './drift-junit.ts';

export function renderCheckJunit(reports: readonly CheckedReport[]): string {
  return renderJunit(
    reports.map(({ entry, report }) =>
      report === undefined ? bare(entry) : driftSuite(report, entry.trace),
    ),
  );
}

function bare({ trace, outcome, notes }: CheckEntry): JunitSuite {
  const message = notes.join(' ');
  const result =
    outcome === 'skipped'
      ? ({ kind: 'skipped', message } as const)
      : ({ kind: 'error', type: outcome, message, lines: [message] } as const);
  return { name: trace, cases: [{ name: outcome, classname: 'check', result }], output: notes };
}
