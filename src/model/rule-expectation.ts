import type { Rule } from './rules.ts';
import type { Method } from './trace.ts';

/** `open`: whether it shows in such a recording says nothing about the rule. */
export type RuleExpectation = 'fires' | 'silent' | 'open';

/** Starts are judged by how the recording calls itself; stages may or may not show. */
export function expectationOf({ claim, method }: Rule, recorded: Method): RuleExpectation {
  if (claim !== 'start' || recorded === 'unknown') return 'open';
  const isUpgrade = recorded === 'ota' || recorded === 'full-installer';
  if (method === 'any') return isUpgrade ? 'fires' : 'silent';
  return method === recorded ? 'fires' : 'silent';
}
