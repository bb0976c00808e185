// Made from schemas/trace-verification.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift trace verify --json` prints.
 */
export interface TraceVerification {
  kind: 'esdrift.trace-verification';
  path: string;
  /**
   * Null where the header does not read.
   */
  id: string | null;
  state: 'whole' | 'cut' | 'damaged';
  bytes: number;
  frames: number;
  events: number;
  goodBytes: number;
  cut: {
    offset: number;
    bytes: number;
  } | null;
  /**
   * The first hundred.
   */
  problems: {
    offset: number;
    bytes: number | null;
    message: string;
  }[];
  problemCount: number;
  /**
   * With --schema.
   */
  lines: {
    checked: number;
    deviations: {
      place: string;
      message: string;
      count: number;
      firstLine: number;
    }[];
    novelties: {
      scope: string;
      key: string;
      count: number;
      firstLine: number;
    }[];
  } | null;
  /**
   * With --no-secrets: what redaction would still replace.
   */
  secrets: {
    policy: 'none' | 'default' | 'strict' | 'unknown';
    /**
     * It was never redacted, so finding nothing would prove nothing.
     */
    refused: boolean;
    found: number;
    byKind: {
      [k: string]: number;
    };
    /**
     * The first hundred.
     */
    places: {
      where: 'event' | 'record' | 'header';
      /**
       * Of events: the line as `trace cat` counts them, from 1.
       */
      line: number | null;
      globalSeq: number | null;
      /**
       * Type of the event, or kind of the record.
       */
      type: string | null;
      /**
       * The JSON key it stands under; null where a whole line is unreadable, or a text of esdrift's own.
       */
      key: string | null;
      kind: string;
    }[];
  } | null;
}
