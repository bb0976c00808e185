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
}
