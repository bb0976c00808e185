/** Detection on a trace. */
import { conclude } from '../detection/conclude.ts';
import { Detector, type DetectorOptions } from '../detection/engine.ts';
import type { Firing, RuleWatch } from '../detection/rule-watch.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Detection, DetectionEvent } from '../model/detection.ts';
import type { RuleSet } from '../model/rules.ts';
import type { OsVersion } from '../model/trace.ts';
import type { OnProgress } from '../model/progress.ts';
import { passTrace } from './trace-pass.ts';
import { Reading } from './reading.ts';

export interface DetectOptions extends DetectorOptions {
  readonly rules: RuleSet;
  /** In place of what the header says. */
  readonly os?: OsVersion | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Errors: no-events; those of opening and reading a trace. */
export async function detect(path: string, options: DetectOptions): Promise<Detection> {
  const detector = new Detector(options.rules, options);
  const reading = await Reading.of([path], options.onProgress);
  reading.begin(path);
  const { facts } = await passTrace(path, detector, { onBytes: reading.add });
  return conclude(options.rules, detector, { ...facts, os: options.os ?? facts.os });
}

/** A firing as a machine gets it. */
export function detectionEvent({ rule }: RuleWatch, { decision, hits }: Firing): DetectionEvent {
  const { id, title, claim, method, phase } = rule;
  const { time, offsetMs } = decision.evidence;
  const evidence = hits.map((hit) => hit.evidence);
  return {
    kind: 'esdrift.detection-event',
    formatVersion: 1,
    rule: id,
    title,
    claim,
    method,
    phase,
    time,
    offsetMs,
    evidence,
  };
}

/** An answer is 0, also that nothing began; that one cannot tell is 3. */
export function exitOfDetection({ method }: Detection): ExitCode {
  return method === 'unknown' ? EXIT.inconclusive : EXIT.ok;
}
