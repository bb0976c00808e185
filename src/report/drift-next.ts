/** The command that comes after a report. */
import type { DriftReport, Finding } from '../model/drift.ts';
import { escapeText } from './escape.ts';

export function nextCommand(report: DriftReport): string {
  const fatal = report.comparability.find(({ level }) => level === 'fatal');
  if (fatal !== undefined) return `esdrift explain not-comparable`;
  const after = report.after.files.find(({ kind }) => kind === 'trace')?.path;
  switch (report.verdict) {
    case 'same':
      return after === undefined ? 'esdrift check' : `esdrift trace timeline ${quoted(after)}`;
    case 'inconclusive':
      return after === undefined
        ? 'esdrift explain inconclusive'
        : `esdrift trace info ${quoted(after)}, which shows what was lost`;
    case 'drift':
      return afterDrift(report, after);
  }
}

/** Look first; then, if it is meant to be so, accept it. */
function afterDrift(report: DriftReport, after: string | undefined): string {
  const worst = report.findings.find(
    (finding) => finding.accepted === null && finding.certainty === 'observed',
  );
  const look =
    worst === undefined || after === undefined
      ? `esdrift explain ${worst?.change ?? 'drift'}`
      : lookCommand(worst, after);
  const baseline = report.before.files.find(({ kind }) => kind === 'baseline')?.path;
  if (baseline === undefined || worst === undefined) return look;
  return `${look}; if it is meant to be so: esdrift baseline accept ${quoted(baseline)} ${worst.id} --from REPORT.json --reason WHY`;
}

function lookCommand(finding: Finding, trace: string): string {
  const name = /([^:/#!]*)(?:[#!].*)?$/.exec(finding.program)?.[1] ?? '';
  const filter =
    name === '' || finding.change === 'program-removed' ? '' : ` --program ${quoted(`*${name}*`)}`;
  return `esdrift trace timeline ${quoted(trace)}${filter}`;
}

/** Safe to paste into a shell. */
function quoted(text: string): string {
  const safe = escapeText(text);
  return /^[\w./:@%+=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
