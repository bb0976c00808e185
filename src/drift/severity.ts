/** How much a change matters by itself, before support and noise are weighed. Total tables: a new kind of change does not compile without its row. */
import { SEVERITIES, type ChangeKind, type Severity } from '../model/drift.ts';

export interface BaseSeverity {
  /** For programs and facts that belong to the upgrade. */
  readonly participant: Severity;
  readonly other: Severity;
}

export const BASE_SEVERITY: Readonly<Record<ChangeKind, BaseSeverity>> = {
  'program-added': { participant: 'high', other: 'low' },
  'program-removed': { participant: 'high', other: 'low' },
  'program-moved': { participant: 'medium', other: 'low' },
  'program-resigned': { participant: 'high', other: 'medium' },
  'signing-flags-changed': { participant: 'high', other: 'low' },
  'program-updated': { participant: 'info', other: 'info' },
  'launch-added': { participant: 'medium', other: 'low' },
  'launch-removed': { participant: 'medium', other: 'low' },
  'program-reparented': { participant: 'medium', other: 'low' },
  'responsible-changed': { participant: 'low', other: 'info' },
  'arguments-changed': { participant: 'medium', other: 'low' },
  'arguments-added': { participant: 'medium', other: 'low' },
  'arguments-removed': { participant: 'medium', other: 'low' },
  'file-added': { participant: 'medium', other: 'low' },
  'file-removed': { participant: 'medium', other: 'low' },
  'file-moved': { participant: 'medium', other: 'low' },
  'handoff-added': { participant: 'medium', other: 'low' },
  'handoff-removed': { participant: 'medium', other: 'low' },
  'event-added': { participant: 'medium', other: 'low' },
  'event-removed': { participant: 'medium', other: 'low' },
  'phase-missing': { participant: 'high', other: 'high' },
  'phase-added': { participant: 'high', other: 'high' },
  'phase-reordered': { participant: 'medium', other: 'medium' },
  'order-changed': { participant: 'medium', other: 'low' },
  'count-changed': { participant: 'info', other: 'info' },
  'shape-changed': { participant: 'low', other: 'low' },
  'shape-added': { participant: 'low', other: 'low' },
  'shape-removed': { participant: 'low', other: 'low' },
  // Here `participant` is a rule that claims a start, `other` one that claims a stage.
  'rule-broken': { participant: 'high', other: 'medium' },
  'rule-late': { participant: 'medium', other: 'low' },
  'rule-false-alarm': { participant: 'high', other: 'high' },
};

/**
 * Kinds about one file, argument vector, launch or event. There are many of them in a run, so chance alone brings some: they need more evidence than
 * one run against one run can give before they are more than low.
 */
const LEAF: Readonly<Record<ChangeKind, boolean>> = {
  'program-added': false,
  'program-removed': false,
  'program-moved': false,
  'program-resigned': false,
  'signing-flags-changed': false,
  'program-updated': false,
  'launch-added': true,
  'launch-removed': true,
  'program-reparented': false,
  'responsible-changed': true,
  'arguments-changed': true,
  'arguments-added': true,
  'arguments-removed': true,
  'file-added': true,
  'file-removed': true,
  'file-moved': true,
  'handoff-added': true,
  'handoff-removed': true,
  'event-added': true,
  'event-removed': true,
  'phase-missing': false,
  'phase-added': false,
  'phase-reordered': false,
  'order-changed': false,
  'count-changed': true,
  'shape-changed': false,
  'shape-added': false,
  'shape-removed': false,
  'rule-broken': false,
  'rule-late': false,
  'rule-false-alarm': false,
};

export function isLeaf(change: ChangeKind): boolean {
  return LEAF[change];
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function lowerOf(a: Severity, b: Severity): Severity {
  return rankOf(a) >= rankOf(b) ? a : b;
}

export function oneLower(severity: Severity): Severity {
  return SEVERITIES[Math.min(rankOf(severity) + 1, SEVERITIES.length - 1)] ?? 'info';
}

export function oneHigher(severity: Severity): Severity {
  return SEVERITIES[Math.max(rankOf(severity) - 1, 0)] ?? 'high';
}
