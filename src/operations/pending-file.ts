/** Findings that wait for a person, one file a baseline: written by a check, filled in by who reviews it, taken over by `baseline accept`. */
import { basename, join } from 'node:path';
import { sortFindings } from '../drift/finding-order.ts';
import type { Pending, PendingFinding } from '../model/acceptance.ts';
import { atLeast, type DriftReport, type Finding } from '../model/drift.ts';
import { PRODUCER } from '../model/version.ts';
import { removeFile, writeFileSafely } from '../platform/files.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { readDocument } from './read-document.ts';

/** With `never` nothing fails, but what the usual bar would have said still waits. */
const USUAL_BAR = 'medium';
const UNDECIDED: PendingFinding['accept'] = { reason: '', owner: '', untilBuild: '' };

/** `NAME.baseline.json` → `NAME.pending.json`, beside it or in `folder`. */
export function pendingPath(baseline: string, folder?: string): string {
  const path = `${baseline.replace(/(?:\.baseline)?\.json$/, '')}.pending.json`;
  return folder === undefined ? path : join(folder, basename(path));
}

/** Undefined where nothing waits. */
export async function readPending(path: string): Promise<Pending | undefined> {
  return (await kindOfPath(path)) === 'none' ? undefined : readDocument('pending', path);
}

/** What the reports of one baseline leave for review. Words that somebody filled in for a finding that is still there stay. */
export function pendingOf(
  baseline: string,
  reports: readonly { readonly recording: string; readonly report: DriftReport }[],
  earlier: Pending | undefined,
): Pending {
  const found = new Map<string, { readonly finding: Finding; readonly recordings: string[] }>();
  for (const { recording, report } of reports) {
    for (const finding of report.findings.filter((candidate) => waits(candidate, report))) {
      const known = found.get(finding.id) ?? { finding, recordings: [] };
      found.set(finding.id, known);
      known.recordings.push(basename(recording));
    }
  }
  const words = new Map((earlier?.findings ?? []).map(({ id, accept }) => [id, accept]));
  const [first] = reports;
  return {
    kind: 'esdrift.pending',
    formatVersion: 1,
    producer: PRODUCER,
    baseline: { file: basename(baseline), runs: first?.report.before.runs.map(({ trace }) => trace) ?? [] },
    findings: sortFindings([...found.values()].map(({ finding }) => finding)).map((finding) => ({
      ...entryOf(finding),
      recordings: (found.get(finding.id)?.recordings ?? []).toSorted(),
      accept: words.get(finding.id) ?? UNDECIDED,
    })),
  };
}

/** What loss could explain is not accepted but recorded again. */
function waits({ accepted, certainty, severity }: Finding, { failOn }: DriftReport): boolean {
  const bar = failOn === 'never' ? USUAL_BAR : failOn;
  return accepted === null && certainty === 'observed' && atLeast(severity, bar);
}

function entryOf(finding: Finding): Omit<PendingFinding, 'recordings' | 'accept'> {
  const { id, change, severity, subject, before, after, reason } = finding;
  return { id, change, severity, subject, before, after, finding: reason };
}

/** A file in which nothing waits is removed. Errors: output-unwritable. */
export async function writePending(path: string, pending: Pending): Promise<void> {
  if (pending.findings.length === 0) await removeFile(path);
  else await writeFileSafely(path, `${JSON.stringify(pending, null, 2)}\n`, { force: true });
}
