/** Findings about one thing over several builds belong together: what was added is what is removed later. */
import { assertNever } from '../errors.ts';
import type { ChangeKind, Finding } from '../model/drift.ts';

/** A finding between two columns, by their index. */
export interface Change {
  readonly finding: Finding;
  readonly after: number;
  readonly at: number;
}

/** `came` and `went`: the thing is there or not; `changed`: it has another form. */
export type Turn = 'came' | 'went' | 'changed';

export function turnOf(change: ChangeKind): Turn {
  switch (change) {
    case 'program-added':
    case 'launch-added':
    case 'arguments-added':
    case 'file-added':
    case 'handoff-added':
    case 'event-added':
    case 'phase-added':
    case 'shape-added':
      return 'came';
    case 'program-removed':
    case 'launch-removed':
    case 'arguments-removed':
    case 'file-removed':
    case 'handoff-removed':
    case 'event-removed':
    case 'phase-missing':
    case 'shape-removed':
      return 'went';
    case 'program-moved':
    case 'program-resigned':
    case 'signing-flags-changed':
    case 'program-updated':
    case 'program-reparented':
    case 'responsible-changed':
    case 'arguments-changed':
    case 'file-moved':
    case 'phase-reordered':
    case 'order-changed':
    case 'count-changed':
    case 'shape-changed':
    case 'rule-broken':
    case 'rule-late':
    case 'rule-false-alarm':
      return 'changed';
    default:
      return assertNever(change);
  }
}

/**
 * What an observation is about, whichever way it goes: what came and went by its subject, a change of form by the pair of forms, so that A to B and
 * B to A are one.
 */
export function threadOf({ change, subject, program, before, after }: Finding): string {
  if (turnOf(change) !== 'changed') return [change.split('-')[0] ?? change, subject].join('\u0000');
  const forms = before === null || after === null ? [subject] : [before, after].sort();
  return [change, program, ...forms].join('\u0000');
}

/** Changes by what they are about; of a form that changed twice, A to B to C is one thread. In the order of their first change. */
export function threadsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const threads: Change[][] = [];
  const byForm = new Map<string, Change[]>();
  for (const change of changes) {
    const names = namesOf(change.finding);
    const known = names.map((name) => byForm.get(name)).find((own) => own !== undefined);
    const thread = known ?? [];
    if (known === undefined) threads.push(thread);
    thread.push(change);
    for (const name of names) byForm.set(name, thread);
  }
  return threads;
}

function namesOf(finding: Finding): readonly string[] {
  const { change, program, before, after } = finding;
  if (turnOf(change) !== 'changed' || before === null || after === null) return [threadOf(finding)];
  return [before, after].map((form) => [change, program, form].join('\u0000'));
}
