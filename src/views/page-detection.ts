/** What a page shows of a detection: evidence and silent signals stay with the command that lists them. */
import type { DetectedRule, Detection } from '../model/detection.ts';
import type { PageDetection, PageRule } from '../model/page.ts';

export function pageDetection(detection: Detection): PageDetection {
  return {
    ruleSet: detection.ruleSet,
    method: detection.method,
    confidence: detection.confidence.level,
    startedMs: detection.started?.offsetMs ?? null,
    restartMs: detection.restart?.offsetMs ?? null,
    rules: detection.rules.map(pageRule),
  };
}

function pageRule({ evidence, silent, ...rule }: DetectedRule): PageRule {
  return rule;
}
