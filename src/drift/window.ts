/** A stretch of a run, in ms from its first event. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}
