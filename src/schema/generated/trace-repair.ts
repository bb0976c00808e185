// Made from schemas/trace-repair.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift trace repair --json` prints.
 */
export interface TraceRepair {
  kind: 'esdrift.trace-repair';
  path: string;
  out: string;
  id: string;
  /**
   * What the input was.
   */
  state: 'whole' | 'cut' | 'damaged';
  headerLost: boolean;
  keptFrames: number;
  keptEvents: number;
  keptRecords: number;
  lostSpans: {
    offset: number;
    bytes: number;
    reason: string;
    /**
     * Event lines in it, where the index still knows.
     */
    events: number | null;
  }[];
  lostBytes: number;
}
