/** What a comparison must say about each injection. Written from the contract, without a look at how the judge works. */
import type { ChangeKind, DriftReport, Finding, Severity } from '../../src/model/drift.ts';
import { INJECTIONS, type Variant } from '../simulator/injections.ts';

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

export const isAtLeast = (finding: Finding, level: 'low' | 'medium'): boolean =>
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
export function findingsOf(report: DriftReport, name: string, variant: Variant): Finding[] {
  const kinds = DRIFT[name] ?? [];
  return report.findings.filter(
    (finding) =>
      kinds.includes(finding.change) &&
      isAtLeast(finding, 'low') &&
      finding.certainty === 'observed' &&
      about(finding, variant),
  );
}

export const aboutVariant = (report: DriftReport, variant: Variant): Finding[] =>
  report.findings.filter((finding) => about(finding, variant));

/** One line a finding, for messages of failed tests. */
export const summarize = (findings: readonly Finding[]): string =>
  findings
    .map(({ severity, certainty, change, subject, before, after }) =>
      [severity, certainty, change, subject, `${before ?? '-'} → ${after ?? '-'}`].join(' | '),
    )
    .join('\n');
