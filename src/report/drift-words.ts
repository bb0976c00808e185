/** What every form of a drift report says of its sides and findings; plain, not yet escaped. */
import { atLeast, type DriftReport, type Finding, type SideInfo } from '../model/drift.ts';
import type { RunInfo } from '../model/facts.ts';
import { count } from './recording-notes.ts';

/** Not every side was read from files. */
export function pathsOf({ files, name }: SideInfo): readonly string[] {
  return files.length === 0 ? [name] : files.map(({ path }) => path);
}

/** `ota, macOS 26.1 (25B78) → 26.2 (25C56), arm64, 5 runs, synthetic`. */
export function describeRuns(runs: readonly RunInfo[]): string {
  const judged = runs.some(({ role }) => role === 'upgrade')
    ? runs.filter(({ role }) => role === 'upgrade')
    : runs;
  const controls = runs.length - judged.length;
  return [
    distinct(judged, ({ method }) => method),
    distinct(judged, versionsOf),
    distinct(judged, ({ arch }) => arch),
    distinct(judged, ({ virtualMachine }) => (virtualMachine === true ? 'virtual machine' : undefined)),
    `${count(judged.length, 'run')}${controls === 0 ? '' : ` and ${count(controls, 'control')}`}`,
    distinct(runs, ({ provenance }) => (provenance === 'synthetic' ? 'SYNTHETIC' : provenance)),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

export function versionsOf({ os, target }: RunInfo): string | undefined {
  const texts = [os, target].flatMap((version) =>
    version === undefined ? [] : [`${version.productVersion} (${version.buildVersion})`],
  );
  return texts.length === 0 ? undefined : `macOS ${texts.join(' → ')}`;
}

export function distinct(runs: readonly RunInfo[], valueOf: (run: RunInfo) => string | undefined): string {
  return [...new Set(runs.flatMap((run) => valueOf(run) ?? []))].sort().join(' / ');
}

/** Made by a program: no Mac did any of it. */
export function isSynthetic({ before, after }: Pick<DriftReport, 'before' | 'after'>): boolean {
  return [...before.runs, ...after.runs].some(({ provenance }) => provenance === 'synthetic');
}

/** At or above the bar of the report, and nobody has accepted it. */
export function fails(finding: Finding, { failOn }: Pick<DriftReport, 'failOn'>): boolean {
  if (finding.accepted !== null || finding.certainty === 'inconclusive' || failOn === 'never') return false;
  return atLeast(finding.severity, failOn);
}

/** It would fail if it were sure: what lost events could explain. */
export function leavesOpen(finding: Finding, report: Pick<DriftReport, 'failOn'>): boolean {
  return finding.certainty === 'inconclusive' && fails({ ...finding, certainty: 'observed' }, report);
}

/** `2 high, 1 low, 1 of them inconclusive, 3 accepted`; empty where there is nothing of the sort. */
export function countsText(summary: DriftReport['summary']): string {
  const parts = (['high', 'medium', 'low'] as const).flatMap((severity) =>
    summary[severity] === 0 ? [] : [`${summary[severity]} ${severity}`],
  );
  const all = summary.high + summary.medium + summary.low;
  const open = summary.inconclusive;
  if (open > 0)
    parts.push(open < all ? `${open} of them inconclusive` : all === 1 ? 'inconclusive' : 'all inconclusive');
  if (summary.accepted > 0) parts.push(`${summary.accepted} accepted`);
  return parts.join(', ');
}

/** Worst first; what is accepted or of no consequence is not told one by one. */
export function toldFindings({ findings }: Pick<DriftReport, 'findings'>): readonly Finding[] {
  return findings.filter(({ severity, accepted }) => severity !== 'info' && accepted === null);
}

/** What became of acceptances that count no more, one sentence each. Not yet escaped. */
export function acceptanceSentences({ acceptance }: DriftReport): readonly string[] {
  return [
    ...acceptance.expired.map(
      ({ id, untilBuild }) =>
        `The acceptance of ${id} ended with build ${untilBuild ?? ''}: it counts again.`,
    ),
    ...acceptance.undated.map(
      ({ id, untilBuild }) =>
        `Whether the acceptance of ${id} has ended with build ${untilBuild ?? ''} is not known: it counts again.`,
    ),
    ...acceptance.stale.map(
      ({ id, subject }) => `The acceptance of ${id} matches nothing here any more: ${subject}`,
    ),
  ];
}
