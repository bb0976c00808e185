/** What a comparison must say about each injection. Written from the contract, without a look at how the judge works. */
import type { ChangeKind, DriftReport, Finding, Severity } from '../../src/model/drift.ts';
import { CHANGES, INJECTIONS } from '../simulator/injections/injections.ts';
import type { Variant } from '../simulator/injections/variant.ts';
import type { Judgement } from './pipeline.ts';

const ARGUMENTS = ['arguments-changed', 'arguments-added', 'arguments-removed'] as const;
const ORDER = ['order-changed', 'phase-reordered'] as const;

/** Changes: the kinds that name them rightly, most fitting first. */
const DRIFT: Readonly<Record<string, readonly ChangeKind[]>> = {
  'program-gone': ['program-removed'],
  'program-new-child': ['program-added'],
  'program-new-job': ['program-added'],
  'program-new-at-first-boot': ['program-added'],
  'program-resigned': ['program-resigned'],
  'brain-resigned': ['program-resigned'],
  'platform-lost': ['program-resigned'],
  'signed-by-vendor': ['program-resigned'],
  'program-moved': ['program-moved'],
  'executable-renamed': ['program-moved'],
  'renamed-and-resigned': ['program-resigned', 'program-added'],
  'hardened-runtime-lost': ['signing-flags-changed'],
  'library-validation-lost': ['signing-flags-changed'],
  'restriction-lost': ['signing-flags-changed'],
  'parent-changed': ['program-reparented'],
  'through-a-shell': ['program-reparented'],
  'responsible-changed': ['responsible-changed'],
  'launch-new': ['launch-added', 'program-added'],
  'argument-new': ARGUMENTS,
  'argument-gone': ARGUMENTS,
  'argument-other': ARGUMENTS,
  'arguments-in-another-order': ARGUMENTS,
  'launches-manifold': ['count-changed'],
  'asset-folder-moved': ['file-moved'],
  'download-folder-moved': ['file-moved'],
  'mount-point-moved': ['file-moved', 'event-added'],
  'install-data-moved': ['file-moved'],
  'file-renamed': ['file-moved'],
  'file-replaced': ['file-moved', 'file-added'],
  'update-plist-renamed': ['file-moved'],
  'file-new': ['file-added'],
  'file-new-at-first-boot': ['file-added'],
  'folder-new': ['file-added'],
  'file-gone': ['file-removed'],
  'log-gone': ['file-removed'],
  'staged-plist-gone': ['file-removed', 'phase-missing'],
  'operation-changed': ['file-added', 'file-removed'],
  'mode-gone': ['file-removed'],
  'clean-up-gone': ['file-removed'],
  'attribute-new': ['file-added'],
  'truncation-new': ['file-added'],
  'another-writer': ['file-added'],
  'handoff-new': ['handoff-added', 'file-added'],
  'link-new': ['file-added'],
  'files-twelvefold': ['count-changed'],
  'writes-manifold': ['count-changed'],
  'mount-missing': ['event-removed'],
  'mount-new': ['event-added'],
  'signal-new': ['event-added'],
  'kext-event-new': ['event-added'],
  'code-invalidated': ['event-added'],
  'order-swapped': ORDER,
  'commit-before-staged': ORDER,
  'commit-gone': ['phase-missing', 'program-removed'],
  'preparation-gone': ['program-removed'],
  'exec-key-new': ['shape-added'],
  'exec-key-gone': ['shape-removed'],
  'key-type-changed': ['shape-changed'],
  'envelope-key-new': ['shape-added'],
};

const AT_OR_ABOVE: Readonly<Record<'low' | 'medium', readonly Severity[]>> = {
  low: ['high', 'medium', 'low'],
  medium: ['high', 'medium'],
};

const isAtLeast = (finding: Finding, level: 'low' | 'medium'): boolean =>
  AT_OR_ABOVE[level].includes(finding.severity);

const wordsOf = (finding: Finding): string =>
  [
    finding.program,
    finding.subject,
    finding.before,
    finding.after,
    finding.reason,
    ...finding.members.shown,
  ].join('\n');

const about = (finding: Finding, { word }: Variant): boolean => wordsOf(finding).includes(word);

/** Name of the injection, note of the variant, the variant. */
export const DRIFT_CASES: readonly (readonly [string, string, Variant])[] = CHANGES.flatMap(
  ({ name, variants }) => variants.map((variant) => [name, variant.note, variant] as const),
);

export const variantsOf = (name: string): readonly (readonly [string, Variant])[] =>
  INJECTIONS.filter((injection) => injection.name === name).flatMap(({ variants }) =>
    variants.map((variant) => [variant.note, variant] as const),
  );

/** Findings that name the injection rightly: kind, subject, at low or above, observed. */
export function findingsOf(report: DriftReport, name: string, variant: Variant): Finding[] {
  const kinds = DRIFT[name];
  if (kinds === undefined) throw new Error(`No expectation for ${name}`);
  return report.findings.filter(
    (finding) =>
      kinds.includes(finding.change) &&
      isAtLeast(finding, 'low') &&
      finding.certainty === 'observed' &&
      about(finding, variant),
  );
}

/** What would wake somebody up. */
export const alarmsOf = (report: DriftReport): Finding[] =>
  report.findings.filter((finding) => isAtLeast(finding, 'medium') && finding.certainty === 'observed');

/** What is said to be gone for certain. */
export const observedAbsences = (report: DriftReport): Finding[] =>
  report.findings.filter(
    (finding) =>
      (finding.change.endsWith('-removed') || finding.change === 'phase-missing') &&
      finding.certainty === 'observed' &&
      isAtLeast(finding, 'low'),
  );

const aboutVariant = (report: DriftReport, variant: Variant): Finding[] =>
  report.findings.filter((finding) => about(finding, variant));

/** One line a finding, for messages of failed tests. */
export const summarize = (findings: readonly Finding[]): string =>
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
  const alarms = alarmsOf(report);
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
