import type { CheckedReport } from '../model/check.ts';
import { aboutTrace, notesText } from './check-words.ts';
import { driftAnnotations, renderAnnotations, type Annotation } from './drift-github.ts';

const RANK = { error: 0, warning: 1, notice: 2 } as const;

/** Those of all recordings in one list, because GitHub counts them together; worst first, and what several recordings show once. */
export function renderCheckAnnotations(reports: readonly CheckedReport[]): string {
  const all = reports.flatMap(({ entry, report, lineOf }): readonly Told[] => {
    const { trace, outcome } = entry;
    if (report !== undefined) {
      if (outcome === 'same') return [];
      return driftAnnotations(report, { lineOf }).map((annotation) => ({ annotation, trace }));
    }
    if (outcome === 'skipped') return [];
    return [{ annotation: { command: 'error', title: outcome, message: notesText(entry) }, trace }];
  });
  const told = reports.length > 1 ? once(all) : all.map(({ annotation }) => annotation);
  return renderAnnotations([...told].sort((a, b) => RANK[a.command] - RANK[b.command]));
}

interface Told {
  readonly annotation: Annotation;
  readonly trace: string;
}

/** With the recording in front, or the first and how many more. */
function once(all: readonly Told[]): readonly Annotation[] {
  const alike = Map.groupBy(all, ({ annotation: { command, title, file, id }, trace }) =>
    JSON.stringify([command, title, file, id ?? trace]),
  );
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { annotation, trace } = first;
    const more = others.length === 0 ? trace : `${trace} and ${others.length} more`;
    return [{ ...annotation, message: aboutTrace(more, annotation.message) }];
  });
}
