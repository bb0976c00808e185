import type { SegmentSummary } from '../model/trace.ts';

export interface LossTotals {
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  /** Lost by the global counter but by no type's. */
  readonly lostUnattributed: number;
  readonly duplicates: number;
}

export function lossTotals(segments: readonly SegmentSummary[]): LossTotals {
  const byType = new Map<string, number>();
  for (const segment of segments) {
    for (const [type, lost] of Object.entries(segment.lostByType))
      byType.set(type, (byType.get(type) ?? 0) + lost);
  }
  return {
    lost: segments.reduce((sum, segment) => sum + segment.lost, 0),
    lostByType: Object.fromEntries([...byType].sort(([a], [b]) => (a < b ? -1 : 1))),
    lostUnattributed: segments.reduce((sum, segment) => sum + unattributed(segment), 0),
    duplicates: segments.reduce((sum, segment) => sum + segment.duplicates, 0),
  };
}

export function unattributed(segment: SegmentSummary): number {
  return Math.max(0, segment.lost - Object.values(segment.lostByType).reduce((sum, lost) => sum + lost, 0));
}
