/** What a comparison must say about each injection. Written from the contract, without a look at how the judge works. */
import type { ChangeKind, DriftReport, Finding, Severity } from '../../src/model/drift.ts';
import { INJECTIONS, type Variant } from '../simulator/injections.ts';
import type { Judgement } from './pipeline.ts';

/** Injections that are drift: the kinds that name them rightly, most fitting first. */
const DRIFT: Readonly<Record<string, readonly ChangeKind[]>> = {
  'program-gone': ['program-removed'],
  'program-new': ['program-added'],
  'program-resigned': ['program-resigned'],
  'platform-lost': ['program-resigned'],
  'program-moved': ['program-moved'],
  'parent-changed': ['program-reparented'],
  'asset-folder-moved': ['file-moved'],
  'argument-new': ['arguments-changed', 'arguments-added'],
  'order-swapped': ['order-changed', 'phase-reordered'],
  'mount-missing': ['event-removed'],
  'hardened-runtime-lost': ['signing-flags-changed'],
  'file-new': ['file-added'],
  'files-twelvefold': ['count-changed'],
  'exec-key-new': ['shape-added'],
};

/** A word of the finding that shows it is about the thing that was changed. */
const SUBJECT: Readonly<Record<string, string>> = {
  suhelperd: 'suhelper',
  'cleanup-service': 'Cleanup',
  bless: 'bless',
  'bless from mobileassetd': 'bless',
  'notification-manager': 'SoftwareUpdateNotificationManager',
  'firstrun-tasks': 'softwareupdate_firstrun_tasks',
  'child of the brain': 'updateattestd',
  'job of launchd': 'updateattestd',
  mount_apfs: 'mount_apfs',
  brain: 'UpdateBrainService',
  'SoftwareUpdateLauncher from softwareupdated': 'SoftwareUpdateLauncher',
  MacSoftwareUpdate: 'MacSystemUpdate',
  AssetsV2: 'AssetsV3',
  softwareupdate: 'softwareupdate',
  'brain asset after the download': '',
  'brain runs before the download': '',
  '/System/Volumes/Update/mnt1': '/System/Volumes/Update/mnt1',
  mobileassetd: 'manifest.bom',
  softwareupdated: 'Attestation.plist',
  'downloaded parts and patched files': '',
  text: 'launch_reason',
  object: 'provenance',
};

const AT_OR_ABOVE: Readonly<Record<'low' | 'medium', readonly Severity[]>> = {
  low: ['high', 'medium', 'low'],
  medium: ['high', 'medium'],
};

const isAtLeast = (finding: Finding, level: 'low' | 'medium'): boolean =>
  AT_OR_ABOVE[level].includes(finding.severity);

const wordsOf = (finding: Finding): string =>
  [finding.program, finding.subject, finding.before, finding.after, ...finding.members.shown].join('\n');

const about = (finding: Finding, variant: Variant): boolean =>
  wordsOf(finding).includes(SUBJECT[variant.note] ?? variant.note);

export const DRIFT_CASES: readonly (readonly [string, string, Variant])[] = INJECTIONS.filter(
  ({ name }) => DRIFT[name] !== undefined,
).flatMap(({ name, variants }) => variants.map((variant) => [name, variant.note, variant] as const));

export const variantsOf = (name: string): readonly (readonly [string, Variant])[] =>
  INJECTIONS.filter((injection) => injection.name === name).flatMap(({ variants }) =>
    variants.map((variant) => [variant.note, variant] as const),
  );

/** Findings that name the injection rightly: kind, subject, at low or above, observed. */
function findingsOf(report: DriftReport, name: string, variant: Variant): Finding[] {
  const kinds = DRIFT[name] ?? [];
  return report.findings.filter(
    (finding) =>
      kinds.includes(finding.change) &&
      isAtLeast(finding, 'low') &&
      finding.certainty === 'observed' &&
      about(finding, variant),
  );
}

const aboutVariant = (report: DriftReport, variant: Variant): Finding[] =>
  report.findings.filter((finding) => about(finding, variant));

/** One line a finding, for messages of failed tests. */
const summarize = (findings: readonly Finding[]): string =>
  findings
    .map(({ severity, certainty, change, subject, before, after }) =>
      [severity, certainty, change, subject, `${before ?? '-'} → ${after ?? '-'}`].join(' | '),
    )
    .join('\n');

const LOOKS: Readonly<Record<string, (judgement: Judgement, variant: Variant) => string>> = {
  'cdhash-only': ({ report }, variant) => {
    const updated = aboutVariant(report, variant).filter(({ change }) => change === 'program-updated');
    if (updated.length === 0) return 'no program-updated';
    return summarize(updated.filter(({ severity }) => severity !== 'info'));
  },
  'lines-lost': ({ report }, variant) => {
    const absences = aboutVariant(report, variant).filter(({ change }) => change.endsWith('-removed'));
    if (absences.length === 0) return 'nothing is said about the program';
    return summarize(absences.filter(({ certainty }) => certainty === 'observed'));
  },
  'type-unrecorded': ({ report }, variant) => {
    const notes = report.comparability.filter(({ level }) => level !== 'ok');
    const isNamed = notes.some(({ axis, message }) => `${axis} ${message}`.includes(variant.note));
    return isNamed ? '' : `no warning names ${variant.note}: ${JSON.stringify(notes)}`;
  },
};

/**
 * What is wrong with a judgement, empty if nothing is. `name` is an injection, or `harmless`: nothing at medium or above may be observed then, and the
 * exit code may be 0, or 3 where lines were lost.
 */
export function problemOf(name: string, { exitCode, report }: Judgement, variant?: Variant): string {
  const exit = `exit ${exitCode ?? 'none'}`;
  const alarms = report.findings.filter(
    (finding) => isAtLeast(finding, 'medium') && finding.certainty === 'observed',
  );
  if (variant !== undefined && DRIFT[name] !== undefined) {
    const expectedExit = alarms.length > 0 ? 1 : 0;
    const seen = report.findings.filter((finding) => isAtLeast(finding, 'low'));
    if (findingsOf(report, name, variant).length === 0)
      return `missed, ${exit}; at low or above:\n${summarize(seen)}`;
    return exitCode === expectedExit ? '' : `${exit} with ${alarms.length} findings at medium or above`;
  }
  if (alarms.length > 0) return `false alarm, ${exit}:\n${summarize(alarms)}`;
  const isExpected = exitCode === 0 || (name === 'lines-lost' && exitCode === 3);
  if (!isExpected) return exit;
  return variant === undefined
    ? ''
    : (LOOKS[name]?.({ exitCode, report }, variant) ?? `unknown injection ${name}`);
}
