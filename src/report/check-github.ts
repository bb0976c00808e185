import type { CheckedReport } from '../model/check.ts';
import { driftAnnotations, renderAnnotations, type Annotation } from './drift-github.ts';

const RANK = { error: 0, warning: 1, notice: 2 } as const;

/** Those of all recordings in one list, because GitHub counts them together; worst first. */
export function renderCheckAnnotations(reports: readonly CheckedReport[]): string {
  const all = reports.flatMap(({ entry, report }): readonly Annotation[] => {
    if (report !== undefined) return entry.outcome === 'same' ? [] : driftAnnotations(report);
    if (entry.outcome === 'skipped') return [];
    return [{ command: 'error', title: entry.outcome, message: `${entry.trace}: ${entry.notes.join(' ')}` }];
  });
  return renderAnnotations([...all].sort((a, b) => RANK[a.command] - RANK[b.command]));
}
