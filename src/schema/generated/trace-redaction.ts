// Made from schemas/trace-redaction.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift trace redact --json` prints.
 */
export interface TraceRedaction {
  kind: 'esdrift.trace-redaction';
  path: string;
  out: string;
  /**
   * The id of the input: it is the same recording.
   */
  id: string;
  policyBefore: 'none' | 'default' | 'strict' | 'unknown';
  policy: 'default' | 'strict';
  events: number;
  changedLines: number;
  changedRecords: number;
  /**
   * Event lines that redaction cannot read, left out and recorded as bad lines.
   */
  unreadableLines: number;
  /**
   * Replacements by kind; only kinds that occurred.
   */
  replaced: {
    [k: string]: number;
  };
  /**
   * Of the new file.
   */
  bytes: number;
}
