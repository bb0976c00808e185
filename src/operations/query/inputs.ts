/** What the files of a query are, by what is in them. */
import { fromDocument } from '../../baseline/canonical.ts';
import type { DriftReport } from '../../model/drift.ts';
import type { FactSet } from '../../model/facts.ts';
import { validateDocument } from '../../schema/validate.ts';
import { looksLikeDocument } from '../load-fact-set.ts';
import { readJson } from '../read-json.ts';

export type QueryInput =
  | { readonly kind: 'trace'; readonly path: string }
  | { readonly kind: 'profile' | 'baseline'; readonly path: string; readonly set: FactSet }
  | { readonly kind: 'report'; readonly path: string; readonly report: DriftReport };

/** A file that is not called like a document is a trace. Errors: document-invalid, future-version, those of opening a file. */
export async function queryInput(path: string): Promise<QueryInput> {
  if (!looksLikeDocument(path)) return { kind: 'trace', path };
  const value = await readJson(path);
  switch (kindOf(value)) {
    case 'esdrift.drift-report':
      return { kind: 'report', path, report: validateDocument('drift-report', value, path) };
    case 'esdrift.profile':
      return { kind: 'profile', path, set: fromDocument(validateDocument('profile', value, path), path) };
    default:
      return { kind: 'baseline', path, set: fromDocument(validateDocument('baseline', value, path), path) };
  }
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}
