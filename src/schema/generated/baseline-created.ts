// Made from schemas/baseline-created.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift baseline create --json` prints.
 */
export interface BaselineCreatedDocument {
  kind: 'esdrift.baseline-created';
  formatVersion: 1;
  /**
   * The baseline that was written.
   */
  path: string;
  bytes: number;
  /**
   * Recordings of upgrades.
   */
  upgrades: number;
  /**
   * Recordings without an upgrade.
   */
  controls: number;
  facts: {
    kind: 'program' | 'launch' | 'responsible' | 'arguments' | 'file' | 'handoff' | 'event' | 'shape';
    total: number;
    /**
     * Shown by every upgrade run.
     */
    always: number;
    /**
     * Shown by one run only.
     */
    once: number;
  }[];
  /**
   * Sets that grew too large and became holes.
   */
  collapsed: string[];
  /**
   * What a person should know before trusting it.
   */
  warnings: string[];
}
