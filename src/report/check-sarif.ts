/**
 * SARIF of a whole check: one run, in which a finding that several recordings show is one result, because code scanning counts it once and takes one run of a
 * tool and category from an upload. A recording that could not be judged is a notification, so that an empty list of results is no all-clear.
 */
import type { Notification, Result } from 'sarif';
import type { CheckEntry, CheckSummary, CheckedReport } from '../model/check.ts';
import { atLeast, type Finding } from '../model/drift.ts';
import {
  comparabilityNotifications,
  indexed,
  messageText,
  renderSarif,
  sarifResult,
  sarifTool,
  type SarifOptions,
} from './drift-sarif.ts';
import { notesText, UNJUDGED } from './check-words.ts';
import { isSynthetic } from './drift-words.ts';
import { escapeText } from './escape.ts';

/** One finding, and the recordings that show it. */
interface Shared {
  finding: Finding;
  readonly recordings: string[];
  readonly baseline: string | undefined;
  readonly lineOf: SarifOptions['lineOf'];
}

export function renderCheckSarif(
  { producer, exitCode, outcome, checks }: CheckSummary,
  reports: readonly CheckedReport[],
  ruleText: SarifOptions['ruleText'],
): string {
  const shared = sharedFindings(reports);
  const findings = shared.map(({ finding }) => finding);
  return renderSarif({
    ...sarifTool(producer, findings, ruleText),
    invocations: [
      {
        executionSuccessful: !checks.some((entry) => UNJUDGED.includes(entry.outcome)),
        exitCode,
        toolExecutionNotifications: reports.flatMap(notificationsOf),
      },
    ],
    properties: {
      outcome,
      recordings: checks.filter(isOfRecording).map((entry) => ({
        trace: escapeText(entry.trace),
        outcome: entry.outcome,
        baseline: entry.baseline === null ? null : escapeText(entry.baseline),
      })),
      synthetic: reports.some(({ report }) => report !== undefined && isSynthetic(report)),
    },
    results: indexed(shared.map(resultOf)),
  });
}

function isOfRecording({ about }: CheckEntry): boolean {
  return about === 'recording';
}

function sharedFindings(reports: readonly CheckedReport[]): readonly Shared[] {
  const known = new Map<string, Shared>();
  for (const { entry, report, lineOf } of reports) {
    const baseline = report?.before.files[0]?.path;
    for (const finding of report?.findings ?? []) {
      const key = JSON.stringify([baseline, finding.id]);
      const shared = known.get(key) ?? { finding, recordings: [], baseline, lineOf };
      known.set(key, shared);
      shared.recordings.push(entry.trace);
      if (isWorse(finding, shared.finding)) shared.finding = finding;
    }
  }
  return [...known.values()];
}

/** What one recording proves, another that lost events does not take back. */
function isWorse(finding: Finding, than: Finding): boolean {
  if (finding.certainty !== than.certainty) return finding.certainty === 'observed';
  return finding.severity !== than.severity && atLeast(finding.severity, than.severity);
}

function resultOf({ finding, recordings, baseline, lineOf }: Shared): Result {
  const result = sarifResult(finding, baseline, lineOf);
  return {
    ...result,
    occurrenceCount: recordings.length,
    properties: { ...result.properties, recordings: recordings.map(escapeText) },
  };
}

function notificationsOf({ entry, report }: CheckedReport): readonly Notification[] {
  if (report !== undefined) return comparabilityNotifications(report, entry.trace);
  return [
    {
      level: entry.outcome === 'skipped' ? 'note' : 'error',
      message: { text: messageText(notesText(entry)) },
      descriptor: { id: entry.outcome },
    },
  ];
}
