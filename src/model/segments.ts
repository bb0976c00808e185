import type { SegmentSummary } from './trace.ts';

/** The machine was restarted between the two: mach_time begins anew at boot. */
export function isAfterRestart(
  segment: Pick<SegmentSummary, 'firstMachTime'>,
  previous: Pick<SegmentSummary, 'lastMachTime'> | undefined,
): boolean {
  return previous !== undefined && segment.firstMachTime < previous.lastMachTime;
}
