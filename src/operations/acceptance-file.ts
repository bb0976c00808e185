/** Where the accepted findings of a baseline lie, and what is in there. */
import { AppError } from '../errors.ts';
import type { Acceptance, Acceptances } from '../model/acceptance.ts';
import { PRODUCER } from '../model/version.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { readDocument } from './read-document.ts';

/** `NAME.baseline.json` → `NAME.accepted.json`. */
export function acceptancePath(baseline: string): string {
  return `${baseline.replace(/(?:\.baseline)?\.json$/, '')}.accepted.json`;
}

/** Empty where nothing was accepted yet. */
export async function readAcceptances(baseline: string): Promise<readonly Acceptance[]> {
  const path = acceptancePath(baseline);
  if ((await kindOfPath(path)) === 'none') return [];
  const { accepted } = await readDocument('acceptances', path);
  const twice = accepted.find(({ id }, index) => accepted.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) {
    throw new AppError(
      'document-invalid',
      `${path} accepts ${twice.id} twice.`,
      'Remove one of the two entries.',
    );
  }
  return accepted;
}

/** The file's text: sorted by id, one acceptance after the other, so that a review reads well. */
export function acceptanceText(accepted: readonly Acceptance[]): string {
  const document: Acceptances = {
    kind: 'esdrift.acceptances',
    formatVersion: 1,
    producer: PRODUCER,
    accepted: accepted.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
