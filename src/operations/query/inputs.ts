/** What the files of a query are, by what is in them. */
import { fromDocument } from '../../baseline/canonical.ts';
import type { DriftReport } from '../../model/drift.ts';
import type { FactSet } from '../../model/facts.ts';
import { validateDocument } from '../../schema/validate.ts';
import { looksLikeDocument } from '../load-fact-set.ts';
import { openTrace } from '../../trace/reader.ts';
import { readJson } from '../read-json.ts';

export type QueryInput =
  | {
      readonly kind: 'trace';
      readonly path: string;
      readonly isSynthetic: boolean;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'profile' | 'baseline'; readonly path: string; readonly set: FactSet }
  | { readonly kind: 'report'; readonly path: string; readonly report: DriftReport };

/** A file that is not called like a document is a trace. Errors: document-invalid, future-version, those of opening a file. */
export async function queryInput(path: string): Promise<QueryInput> {
  if (!looksLikeDocument(path)) return { kind: 'trace', path, ...(await traceNotes(path)) };
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

/** What no row of it would tell. */
async function traceNotes(
  path: string,
): Promise<{ readonly isSynthetic: boolean; readonly notes: readonly string[] }> {
  await using reader = await openTrace(path);
  const { header, summary, closed } = reader;
  const lost = summary.segments.reduce((sum, segment) => sum + segment.lost, 0);
  return {
    isSynthetic: header.provenance === 'synthetic',
    notes: [
      ...(closed ? [] : [`${path} ends early: what came after is not in the tables`]),
      ...(lost === 0 ? [] : [`${path}: ${lost} events were lost when it was recorded`]),
      ...(summary.badLines === 0 ? [] : [`${path}: ${summary.badLines} lines were no readable event`]),
    ],
  };
}

/** What the rows of the traces do not tell: which of them are synthetic in one sentence, however many. */
export function notesOf(inputs: readonly QueryInput[]): readonly string[] {
  const traces = inputs.filter((input) => input.kind === 'trace');
  const [first, ...others] = traces.filter(({ isSynthetic }) => isSynthetic);
  const synthetic =
    first === undefined
      ? []
      : others.length === 0
        ? [`${first.path} is synthetic: a simulator wrote it, no Mac did`]
        : [
            `${others.length + 1} of ${traces.length} recordings are synthetic: a simulator wrote them, no Mac did`,
          ];
  return [...synthetic, ...traces.flatMap(({ notes }) => notes)];
}
