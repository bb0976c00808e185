// Made from schemas/signal-test.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * What rules did on stored recordings, and what they would have done with events or signals missing.
 */
export interface SignalTest {
  kind: 'esdrift.signal-test';
  formatVersion: 1;
  producer: Producer;
  ruleSet: string;
  verdict: 'pass' | 'fail' | 'nothing-tested';
  rules: {
    id: string;
    claim: 'start' | 'phase' | 'abort' | 'failure';
    method: 'ota' | 'full-installer' | 'background-security-improvement' | 'any';
  }[];
  traces: TestedTrace[];
  failures: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface TestedTrace {
  path: string;
  trace: string;
  provenance: Provenance;
  recorded: Method;
  os?: OsVersion;
  target?: OsVersion;
  /**
   * What a negative case shows.
   */
  negative?: string;
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'none' | 'unknown';
  outcome: 'completed' | 'aborted' | 'failed' | 'rolled-back' | 'unknown';
  confidence: 'high' | 'medium' | 'low' | 'none';
  phases: (
    | 'requested'
    | 'brain-staged'
    | 'downloading'
    | 'preparing'
    | 'staged'
    | 'committing'
    | 'dark'
    | 'first-boot'
    | 'settled'
  )[];
  rules: RuleTrial[];
}
interface OsVersion {
  /**
   * As sw_vers prints it, e.g. 26.2.
   */
  productVersion: string;
  /**
   * As sw_vers prints it, e.g. 25C56.
   */
  buildVersion: string;
}
interface RuleTrial {
  rule: string;
  expected: 'fires' | 'silent' | 'open';
  fired: boolean;
  verdict: 'ok' | 'missed' | 'false-alarm' | 'open';
  offsetMs: number | null;
  /**
   * From firing to the restart.
   */
  leadMs: number | null;
  /**
   * Of a start that fired: with events removed at random.
   */
  loss: LossTolerance[];
  /**
   * Of a start that fired: signals without any one of which it no longer does.
   */
  fragile: string[];
}
interface LossTolerance {
  percent: number;
  trials: number;
  fired: number;
}
