/** diff, baseline accept and explain, as people and scripts meet them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '../../src/model/drift.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import {
  BRAIN,
  MOUNT,
  OTA,
  SESSIOND,
  UPDATE_ASSET,
  baseline,
  daemon,
  jittered,
  line,
  profile,
  replaced,
  without,
  type Line,
} from './story.ts';
import { Workbench, transcript } from './workbench.ts';

const bench = new Workbench();
const EXTRACTOR = 'platform:com.apple.STExtractionService.privileged';

/** Asset folder moved, brain re-signed, an extraction service added. */
const RELEASE: readonly Line[] = replaced(
  replaced(
    [
      ...OTA,
      ...daemon(
        EXTRACTOR,
        '/System/Library/PrivateFrameworks/StreamingExtractor.framework/x/STExtractionService.privileged',
        105,
      ),
      line('file', [EXTRACTOR, 'create', `${UPDATE_ASSET}/AssetData/payload`], 110, 5),
      line('file', [EXTRACTOR, 'create', `${UPDATE_ASSET}/AssetData/part0`], 111, 5),
      line('handoff', [SESSIOND, EXTRACTOR, `${UPDATE_ASSET}/AssetData/part0`], 111),
    ],
    'com_apple_MobileAsset_MacSoftwareUpdate',
    'com_apple_MobileAsset_MacSystemUpdate',
  ),
  BRAIN,
  'platform:com.apple.MobileSoftwareUpdate.UpdateEngine',
);

const hostile = 'adhoc:\u001b[31mred\u202e\u0007';

beforeAll(() => {
  bench.write('old.baseline.json', baseline());
  bench.write('same.profile.json', profile('new', jittered(OTA, 9)));
  bench.write('release.profile.json', profile('new', jittered(RELEASE, 9)));
  const window = { fromMs: 295_000, toMs: 310_000 };
  bench.write(
    'lossy.profile.json',
    profile('new', jittered(without(OTA, MOUNT), 9), {
      lost: 44,
      lostByType: { exec: 40, mount: 4 },
      gaps: [
        { lost: 44, ...window },
        { eventType: 'exec', lost: 40, ...window },
        { eventType: 'mount', lost: 4, ...window },
      ],
    }),
  );
  bench.write('synthetic.profile.json', profile('new', OTA, { provenance: 'synthetic' }));
  bench.write(
    'hostile.profile.json',
    profile('new', [...OTA, ...daemon(hostile, '/tmp/\u001b]0;owned\u0007\nDRIFT', 100, BRAIN)]),
  );
});
afterAll(() => bench.remove());

describe('diff', () => {
  it.each([
    ['release', ['diff', 'old.baseline.json', 'release.profile.json']],
    ['same', ['diff', 'old.baseline.json', 'same.profile.json']],
    ['lossy', ['diff', 'old.baseline.json', 'lossy.profile.json']],
    ['refused', ['diff', 'old.baseline.json', 'synthetic.profile.json']],
    ['one-run', ['diff', 'same.profile.json', 'release.profile.json', '--all']],
    ['markdown', ['diff', 'old.baseline.json', 'release.profile.json', '--format', 'markdown']],
    ['junit', ['diff', 'old.baseline.json', 'release.profile.json', '--format', 'junit']],
    ['sarif', ['diff', 'old.baseline.json', 'release.profile.json', '--format', 'sarif']],
    ['github', ['diff', 'old.baseline.json', 'release.profile.json', '--format', 'github']],
  ])('%s', async (name, args) => {
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot(
      `golden/diff-${name}.golden.txt`,
    );
  });

  it('fits one screen where a release differs in one large way', async () => {
    const { stdout } = await bench.esdrift(['diff', 'old.baseline.json', 'release.profile.json']);
    expect(stdout.split('\n').length).toBeLessThan(48);
    for (const row of stdout.split('\n').filter((text) => !/^(next|if it is)/.test(text))) {
      expect(row.length).toBeLessThanOrEqual(100);
    }
  });

  it.each([
    ['release.profile.json', 1],
    ['same.profile.json', 0],
    ['lossy.profile.json', 3],
    ['synthetic.profile.json', 3],
  ])('%s ends with %d, with --json too, and the document is valid', async (after, code) => {
    const args = ['diff', 'old.baseline.json', after];
    const [json, formatted] = await Promise.all([
      bench.esdrift([...args, '--json']),
      bench.esdrift([...args, '--format', 'json']),
    ]);
    expect([json.code, formatted.code]).toEqual([code, code]);
    const report = validateDocument('drift-report', JSON.parse(json.stdout), 'the output');
    expect(report.findings.length).toBe(Object.values(counted(report)).reduce((a, b) => a + b, 0));
    expect(formatted.stdout).toBe(json.stdout);
  });

  it.each([
    [['release.profile.json', '--fail-on', 'never'], 0],
    [['synthetic.profile.json', '--allow-synthetic'], 0],
    [['lossy.profile.json', '--max-loss', '0.01'], 3],
    [['lossy.profile.json', '--max-loss', 'much'], 2],
    [['missing.profile.json'], 5],
    [[], 2],
  ])('%j: %d', async (flags, code) => {
    expect((await bench.esdrift(['diff', 'old.baseline.json', ...flags])).code).toBe(code);
  });

  it('takes several runs a side', async () => {
    bench.write('second.profile.json', profile('second', jittered(RELEASE, 8)));
    const { stdout } = await bench.esdrift([
      'diff',
      'old.baseline.json',
      'release.profile.json',
      'second.profile.json',
      '--json',
    ]);
    const report = validateDocument('drift-report', JSON.parse(stdout), 'the output');
    expect(report.after.runs.length).toBe(2);
    expect(report.findings.find(({ change }) => change === 'program-added')?.support).toEqual({
      runs: 2,
      seenIn: 2,
    });
  });

  it('writes the report to a file, and never over another one', async () => {
    const args = ['diff', 'old.baseline.json', 'release.profile.json', '--out', 'out.txt'];
    expect((await bench.esdrift(args)).code).toBe(1);
    expect(bench.read('out.txt')).toMatch(/^DRIFT: /);
    const again = await bench.esdrift(args);
    expect([again.code, again.stderr.includes('output-exists')]).toEqual([2, true]);
    expect((await bench.esdrift([...args, '--force'])).code).toBe(1);
  });

  it('shows what is hostile as what it is', async () => {
    const { stdout } = await bench.esdrift(['diff', 'old.baseline.json', 'hostile.profile.json'], {
      FORCE_COLOR: '0',
    });
    expect(stdout).toContain('\\u{1b}[31mred\\u{202e}\\u{7}');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout).not.toMatch(/^DRIFT$/m);
  });

  it('colours only where it is asked to, and never by colour alone', async () => {
    const args = ['diff', 'old.baseline.json', 'release.profile.json'];
    const plain = await bench.esdrift(args);
    const coloured = await bench.esdrift(args, { NO_COLOR: '', FORCE_COLOR: '1' });
    expect(plain.stdout).not.toContain('\u001b');
    expect(coloured.stdout).toContain('\u001b[');
    expect(coloured.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
  });
});

function counted({ findings }: DriftReport): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(findings, ({ severity }) => severity)].map(([severity, list]) => [severity, list.length]),
  );
}

describe('baseline accept', () => {
  const reportOf = async (after: string): Promise<DriftReport> => {
    const { stdout } = await bench.esdrift(['diff', 'mine.baseline.json', after, '--json']);
    return validateDocument('drift-report', JSON.parse(stdout), 'the output');
  };
  const accept = (...flags: string[]): readonly string[] => [
    'baseline',
    'accept',
    'mine.baseline.json',
    '--from',
    'mine.json',
    ...flags,
  ];

  beforeAll(async () => {
    bench.write('mine.baseline.json', baseline());
    bench.write('mine.json', JSON.stringify(await reportOf('release.profile.json')));
  });

  it('is refused in CI', async () => {
    const { code, stderr } = await bench.esdrift(accept('--all', '--reason', 'x'), { CI: 'true' });
    expect([code, stderr.includes('ci-never-writes')]).toEqual([2, true]);
    expect(() => bench.read('mine.accepted.json')).toThrow();
  });

  it('takes one finding, then all, and the same change passes from then on', async () => {
    const report = await reportOf('release.profile.json');
    const [first] = report.findings;
    const one = await bench.esdrift(
      accept(first?.id.slice(0, 6) ?? '', '--reason', 'known', '--owner', 'mac-team'),
    );
    expect(one.code).toBe(0);
    expect((await reportOf('release.profile.json')).summary.accepted).toBe(1);
    const all = await bench.esdrift(accept('--all', '--reason', '26.3 reviewed', '--until-build', '25E100'));
    expect(all.code).toBe(0);
    const after = await reportOf('release.profile.json');
    expect([after.verdict, after.acceptance]).toEqual(['same', { expired: [], undated: [], stale: [] }]);
    validateDocument('acceptances', JSON.parse(bench.read('mine.accepted.json')), 'the file');
  });

  it('is loud again from its build on, and said to be stale when the change is gone', async () => {
    const target = { productVersion: '26.4', buildVersion: '25E200' };
    bench.write('later.profile.json', profile('later', jittered(RELEASE, 9), { target }));
    const later = await bench.esdrift(['diff', 'mine.baseline.json', 'later.profile.json']);
    expect([later.code, later.stdout.includes('ended with build 25E100: it counts again')]).toEqual([
      1,
      true,
    ]);
    const same = await bench.esdrift(['diff', 'mine.baseline.json', 'same.profile.json']);
    expect([same.code, same.stdout.includes('matches nothing here any more')]).toEqual([0, true]);
  });

  it.each([
    [['ffffffffffff', '--reason', 'x'], 'finding-unknown', 2],
    [['--reason', 'x'], 'usage', 2],
    [['--all', '--reason', ' '], 'usage', 2],
    [['--all', 'abcd', '--reason', 'x'], 'usage', 2],
  ])('%j: %s', async (flags, code, exit) => {
    const ended = await bench.esdrift(accept(...flags));
    expect([ended.code, ended.stderr.includes(`error[${code}]`)]).toEqual([exit, true]);
  });

  it('refuses the report of another baseline', async () => {
    bench.write('other.baseline.json', {
      ...baseline(),
      runs: baseline().runs.map((run) => ({ ...run, trace: `other-${run.trace}` })),
    });
    const { code, stderr } = await bench.esdrift([
      'baseline',
      'accept',
      'other.baseline.json',
      '--all',
      '--from',
      'mine.json',
      '--reason',
      'x',
    ]);
    expect([code, stderr.includes('no recording in common')]).toEqual([2, true]);
  });
});

describe('explain', () => {
  it('lists every page, shows one, and knows near words', async () => {
    const list = await bench.esdrift(['explain']);
    expect([
      list.code,
      list.stdout.includes('program-resigned'),
      list.stdout.includes('trace-damaged'),
    ]).toEqual([0, true, true]);
    const page = await bench.esdrift(['explain', 'program-resigned']);
    await expect(transcript(['explain', 'program-resigned'], page)).toMatchFileSnapshot(
      'golden/explain-page.golden.txt',
    );
    const json = await bench.esdrift(['explain', '3', '--json']);
    expect(validateDocument('explanation', JSON.parse(json.stdout), 'the output').page?.term).toBe('exit-3');
    const unknown = await bench.esdrift(['explain', 'program-resined']);
    expect([unknown.code, unknown.stderr.includes('esdrift explain program-resigned')]).toEqual([2, true]);
  });
});
