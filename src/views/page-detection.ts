/** What a page shows of a detection: evidence and silent signals stay with the command that lists them. */
import type { Detection } from '../model/detection.ts';
import type { PageDetection } from '../model/page.ts';

export function pageDetection(detection: Detection): PageDetection {
  return {
    ruleSet: detection.ruleSet,
    method: detection.method,
    confidence: detection.confidence.level,
    startedMs: detection.started?.offsetMs ?? null,
    restartMs: detection.restart?.offsetMs ?? null,
    rules: detection.rules.map(
      ({
        id,
        title,
        claim,
        method,
        phase,
        state,
        quorum,
        programs,
        time,
        offsetMs,
        leadMs,
        firings,
        reason,
      }) => ({
        id,
        title,
        claim,
        method,
        phase,
        state,
        quorum,
        programs,
        time,
        offsetMs,
        leadMs,
        firings,
        reason,
      }),
    ),
  };
}
