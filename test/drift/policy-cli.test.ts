/** Policy presets, patterns that match nothing, and --max-loss, as diff and check know them. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckSummary } from '../../src/model/check.ts';
import type { DriftReport } from '../../src/model/drift.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import {
  ASSETD,
  MOUNT,
  OTA,
  UPDATE_ASSET,
  baseline,
  jittered,
  line,
  profile,
  without,
  type Line,
} from './story.ts';
import { Workbench } from './workbench.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

const LATE: Partial<RunInfo> = { target: { productVersion: '26.3', buildVersion: '25D125' } };
/** One more file of the upgrade, which one run alone proves too little of to be more than medium. */
const FILE = line('file', [ASSETD, 'create', `${UPDATE_ASSET}/manifest.plist`], 130, 3);
const policyOf = (policy: object): string => {
  const globs = { traces: ['traces/*.profile.json'], baselines: ['*.baseline.json'] };
  return bench.write('esdrift.config.json', JSON.stringify({ ...globs, policy }));
};
const recording = (story: readonly Line[], info: Partial<RunInfo> = {}): string =>
  bench.write('traces/new.profile.json', profile('new', jittered(story, 9), { ...LATE, ...info }));

async function diff(...flags: string[]): Promise<{ code: number; report: DriftReport }> {
  const args = ['diff', 'b.baseline.json', 'traces/new.profile.json', '--config', 'esdrift.config.json'];
  const { code, stdout } = await bench.esdrift([...args, '--json', ...flags]);
  return { code, report: validateDocument('drift-report', JSON.parse(stdout), 'stdout') };
}

async function check(...flags: string[]): Promise<{ code: number; summary: CheckSummary }> {
  const { code, stdout } = await bench.esdrift(['check', '--json', ...flags], { CI: 'true' });
  return { code, summary: validateDocument('check-summary', JSON.parse(stdout), 'stdout') };
}

beforeEach(() => {
  bench.write('b.baseline.json', baseline());
});

describe('a preset', () => {
  it('strict counts what belongs to the upgrade one step more, and nothing else', async () => {
    recording([...OTA, FILE, line('file', ['platform:com.apple.metadata.mdworker', 'create', '/tmp/x'], 20)]);
    policyOf({});
    const usual = (await diff()).report;
    policyOf({ preset: 'strict' });
    const strict = (await diff()).report;
    const severities = (report: DriftReport): readonly string[] =>
      report.findings.map(({ severity }) => severity);
    expect([severities(usual), severities(strict)]).toEqual([
      ['medium', 'low'],
      ['high', 'low'],
    ]);
    expect(strict.policy.preset).toBe('strict');
  });

  it('learn says what it would have said, and fails nothing unless told to', async () => {
    recording(without(OTA, MOUNT));
    policyOf({ preset: 'learn' });
    const { code, report } = await diff();
    expect([code, report.verdict, report.failOn, report.summary.high]).toEqual([0, 'drift', 'never', 1]);
    expect((await diff('--fail-on', 'high')).code).toBe(1);
    expect((await check()).code).toBe(0);
    expect((await check('--fail-on', 'medium')).code).toBe(1);
  });
});

describe('a pattern of the policy', () => {
  it('that matches no program is told, once for all recordings', async () => {
    recording(OTA);
    policyOf({
      programs: [
        { match: '*mobileassetd', severity: 'low' },
        { match: 'com.apple.mobileasetd', severity: 'off' },
      ],
    });
    expect((await diff()).report.policy.unmatched).toEqual(['com.apple.mobileasetd']);
    expect((await check()).summary.warnings).toEqual([
      '"com.apple.mobileasetd" of "policy" matches no program of any recording or baseline.',
    ]);
    const text = await bench.esdrift(['check'], { CI: 'true' });
    expect(text.stdout).toContain('note: "com.apple.mobileasetd" of "policy"');
  });
});

describe('--max-loss', () => {
  it('ends a check with 3, and says how much was lost', async () => {
    recording(OTA, { lost: 40, lostByType: { exec: 40 } });
    policyOf({});
    expect((await check()).code).toBe(0);
    const { code, summary } = await check('--max-loss', '0.01');
    expect([code, summary.outcome]).toEqual([3, 'not-comparable']);
    expect(bench.read('esdrift-report/new.drift.txt')).toContain(
      '3.8 % of the events of a recording after were lost',
    );
    expect((await bench.esdrift(['check', '--max-loss', '3'])).code).toBe(2);
  });
});
