/** The commands that come after a report. Never wrapped: they are there to be copied. */
import type { DriftReport, Finding } from '../model/drift.ts';
import { shellWord } from '../model/shell-word.ts';
import { rulesOption } from './drift-rules.ts';
import { escapeText } from './escape.ts';

/** One or two lines; the last one is the next command. */
export function nextCommands(report: DriftReport): readonly string[] {
  const trace = report.after.files.find(({ kind }) => kind === 'trace')?.path;
  if (report.comparability.some(({ level }) => level === 'fatal'))
    return ['next: esdrift explain not-comparable'];
  switch (report.verdict) {
    case 'same':
      return [trace === undefined ? 'next: esdrift check' : `next: esdrift trace timeline ${quoted(trace)}`];
    case 'inconclusive':
      return [
        trace === undefined
          ? 'next: esdrift explain inconclusive'
          : `next: esdrift trace info ${quoted(trace)}`,
      ];
    case 'drift':
      return afterDrift(report, trace);
  }
}

/** Look first; then, if it is meant to be so, accept it. */
function afterDrift(report: DriftReport, trace: string | undefined): readonly string[] {
  const worst = report.findings.find(
    ({ accepted, certainty }) => accepted === null && certainty === 'observed',
  );
  if (worst === undefined) return ['next: esdrift explain drift'];
  const baseline = report.before.files.find(({ kind }) => kind === 'baseline')?.path;
  const look = `next: ${trace === undefined ? `esdrift explain ${worst.change}` : lookCommand(worst, trace, report)}`;
  if (baseline === undefined) return [look];
  return [
    `if it is meant to be so: esdrift baseline accept ${quoted(baseline)} ${worst.id} --from REPORT.json --reason WHY`,
    look,
  ];
}

function lookCommand(finding: Finding, trace: string, { rules }: DriftReport): string {
  if (finding.change.startsWith('rule-')) return `esdrift detect ${quoted(trace)}${rulesOption(rules)} --all`;
  const name = /^[^:]*:([^#!]*)/.exec(finding.program)?.[1] ?? '';
  const filter = name === '' || finding.change === 'program-removed' ? '' : ` --program ${quoted(name)}`;
  return `esdrift trace timeline ${quoted(trace)}${filter}`;
}

/** A word from a report, safe to see and to paste into a shell. */
function quoted(text: string): string {
  return shellWord(escapeText(text));
}
