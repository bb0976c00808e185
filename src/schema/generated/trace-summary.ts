// Made from schemas/trace-summary.schema.json by `npm run generate`. Do not edit.

/**
 * Last JSON frame of a closed trace (skippable, magic 0x184D2A52).
 */
export interface TraceSummary {
  kind: 'esdrift.trace-summary';
  formatVersion: number;
  events: number;
  eventsByType: Counts;
  badLines: number;
  oversizeLines: number;
  segments: {
    /**
     * Segment the record belongs to, from 0.
     */
    segment: number;
    events: number;
    firstTime: string;
    lastTime: string;
    firstGlobalSeq: number;
    lastGlobalSeq: number;
    firstMachTime: number;
    lastMachTime: number;
    /**
     * By the global counter.
     */
    lost: number;
    lostByType: Counts;
    /**
     * Lines that repeat an event already recorded in this segment.
     */
    duplicates: number;
    messageVersions: number[];
  }[];
  /**
   * Items: A run of missing sequence numbers, both ends included.
   */
  gaps: {
    /**
     * Segment the record belongs to, from 0.
     */
    segment: number;
    /**
     * Absent: the global counter.
     */
    eventType?: string;
    from: number;
    to: number;
    lost: number;
    /**
     * Wall clock of the last event before.
     */
    after?: string;
    /**
     * Wall clock of the first event after.
     */
    before?: string;
  }[];
  frames: {
    /**
     * Byte offset of the frame in the file.
     */
    offset: number;
    compressedBytes: number;
    rawBytes: number;
    /**
     * Segment the record belongs to, from 0.
     */
    segment: number;
    lines: number;
    eventsByType: Counts;
    firstGlobalSeq: number;
    lastGlobalSeq: number;
    firstTime: string;
    lastTime: string;
    /**
     * Of the compressed frame, hex.
     */
    sha256: string;
  }[];
  /**
   * SHA-256 over the frames' digests in order, hex.
   */
  digest: string;
}
/**
 * Number by event type.
 */
interface Counts {
  [k: string]: number;
}
