// Made from schemas/detection-event.schema.json by `npm run generate`. Do not edit.

/**
 * One line of `detect --jsonl`: a rule fired.
 */
export interface DetectionEvent {
  kind: 'esdrift.detection-event';
  formatVersion: 1;
  rule: string;
  title: string;
  claim: 'start' | 'phase' | 'abort' | 'failure';
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'any';
  phase:
    | 'requested'
    | 'brain-staged'
    | 'downloading'
    | 'preparing'
    | 'staged'
    | 'committing'
    | 'dark'
    | 'first-boot'
    | 'settled';
  time: string;
  offsetMs: number;
  evidence: SignalEvidence[];
}
interface SignalEvidence {
  signal: string;
  title: string;
  program: string;
  level: 'verified' | 'reported' | 'guess';
  time: string;
  /**
   * From the first event.
   */
  offsetMs: number;
  segment: number;
  /**
   * null for a probe.
   */
  globalSeq: number | null;
  eventType: string;
  /**
   * Path of the program that acted; of an exec, the one that was started.
   */
  actor: string;
  signingId: string | null;
  /**
   * What it was done to: a path, arguments, a mount point.
   */
  object: string;
}
