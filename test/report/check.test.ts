/** What a check prints: the head of it, where there is much to say and little room. */
import { describe, expect, it } from 'vitest';
import { CHECK_OUTCOMES, type CheckEntry, type CheckSummary } from '../../src/model/check.ts';
import { PRODUCER } from '../../src/model/version.ts';
import { renderCheck } from '../../src/report/check.ts';

const checks = CHECK_OUTCOMES.map((outcome): CheckEntry => ({
  about: 'recording',
  trace: `${outcome}.jsonl.zst`,
  series: '',
  baseline: null,
  outcome,
  exitCode: 0,
  summary: null,
  files: [],
  notes: [],
}));
const summary: CheckSummary = {
  kind: 'esdrift.check-summary',
  formatVersion: 1,
  producer: PRODUCER,
  outcome: 'unreadable',
  exitCode: 5,
  out: 'out',
  checks,
  pending: [],
  warnings: [],
};

describe('the headline of a check', () => {
  it('goes on in the next line between words, and loses none', () => {
    const lines = renderCheck(summary, { columns: 80, color: false }).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'UNREADABLE: 7 recordings: 1 unreadable, 1 refused, 1 drift, 1 cannot tell, 1 no',
      'baseline, 1 same, 1 skipped',
    ]);
  });
});
