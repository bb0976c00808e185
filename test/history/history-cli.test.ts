/** baseline history and baseline bisect, as people and scripts meet them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateDocument } from '../../src/schema/validate.ts';
import { BRAIN, OTA, daemon, replaced } from '../drift/story.ts';
import { Workbench, transcript } from '../drift/workbench.ts';
import { BETA_1, BETA_2, BETA_3, RELEASE, upgrade } from './builds.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

const HELPER = daemon('platform:com.apple.updateattestd', '/usr/libexec/updateattestd', 210, BRAIN);
const MOVED = replaced(
  OTA,
  'com_apple_MobileAsset_MacSoftwareUpdate',
  'com_apple_MobileAsset_MacSystemUpdate',
);
const FILES = ['release.baseline.json', 'b1.baseline.json', 'b2.baseline.json', 'b3.baseline.json'];
const NAMES = [BETA_1, BETA_2, BETA_3].flatMap((build, n) => ['--name', `${build}=26.2 beta ${n + 1}`]);
const HOSTILE = 'adhoc:`|<img src=x>\u001b[31m\u202e';

beforeAll(() => {
  bench.write('b1.baseline.json', upgrade(BETA_1));
  bench.write('b2.baseline.json', upgrade(BETA_2, HELPER));
  bench.write('b3.baseline.json', upgrade(BETA_3, [], {}, MOVED));
  bench.write('release.baseline.json', upgrade(RELEASE, HELPER, {}, MOVED));
  bench.write('installer.baseline.json', upgrade('25D125', [], { method: 'full-installer' }));
  bench.write('hostile.baseline.json', upgrade('25D125', daemon(HOSTILE, '/tmp/|`x`', 100, BRAIN)));
});

describe('baseline history', () => {
  const args = ['baseline', 'history', ...FILES, ...NAMES];

  it.each([
    ['text', []],
    ['build', ['--build', BETA_3]],
    ['markdown', ['--format', 'markdown']],
  ])('%s', async (name, flags) => {
    const all = [...args, ...flags];
    await expect(transcript(all, await bench.esdrift(all))).toMatchFileSnapshot(
      `golden/history-${name}.golden.txt`,
    );
  });

  it('prints its document, lists what held, and writes to a file but never over another one', async () => {
    const [json, formatted] = await Promise.all([
      bench.esdrift([...args, '--json']),
      bench.esdrift([...args, '--format', 'json']),
    ]);
    expect(validateDocument('history', JSON.parse(json.stdout), 'stdout').series[0]?.builds).toHaveLength(4);
    expect(formatted.stdout).toBe(json.stdout);
    const held = await bench.esdrift([...args, '--held'], { COLUMNS: '200' });
    expect(held.stdout).toContain(`\n  ${BRAIN} create /System/Volumes/Update/Preflight.plist\n`);
    const out = [...args, '--format', 'markdown', '--out', 'notes.md'];
    expect((await bench.esdrift(out)).code).toBe(0);
    expect(bench.read('notes.md')).toContain('introduced in 26.2 beta 2 (25C5037j)');
    expect((await bench.esdrift(out)).code).toBe(2);
  });

  it('takes names and order of builds from the configuration', async () => {
    const config = {
      traces: ['x'],
      baselines: ['y'],
      buildNames: { [BETA_2]: 'the second one' },
      buildOrder: [BETA_2, BETA_1],
    };
    bench.write('esdrift.config.json', JSON.stringify(config));
    const two = [
      'baseline',
      'history',
      'b1.baseline.json',
      'b2.baseline.json',
      '--config',
      'esdrift.config.json',
    ];
    const { stdout } = await bench.esdrift(two);
    expect(stdout).toContain('A  26.1 (25B78) → the second one (25C5037j)');
    expect(stdout).toContain('gone in 26.2 beta (25C5031i), last in the second one (25C5037j)');
  });

  it('shows what is hostile as what it is, in a terminal and in Markdown', async () => {
    const two = ['baseline', 'history', 'b1.baseline.json', 'hostile.baseline.json'];
    const text = await bench.esdrift(two);
    expect(text.stdout).toContain('\\u{1b}[31m\\u{202e}');
    const markdown = (await bench.esdrift([...two, '--format', 'markdown'])).stdout;
    expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    // Within a code span that the backtick inside does not end; in the table the pipe does not end the cell.
    expect(markdown).toContain('program-added ``adhoc:`|<img src=x>\\u{1b}[31m\\u{202e}``');
    expect(markdown).toContain('| ``program adhoc:`\\|<img src=x>\\u{1b}[31m\\u{202e}`` |');
  });

  it.each([
    [['b1.baseline.json'], 3, 'needs two builds of one series'],
    [['b1.baseline.json', 'installer.baseline.json'], 3, 'needs two builds of one series'],
    [['b1.baseline.json', 'b2.baseline.json', '--name', 'nonsense'], 2, 'takes a build and what to call it'],
    [['b1.baseline.json', 'b2.baseline.json', '--build', '25Z1'], 2, 'No upgrade to build 25Z1'],
    [['missing.baseline.json', 'b2.baseline.json'], 5, 'not-found'],
  ])('%j ends with %d', async (files, code, message) => {
    const ended = await bench.esdrift(['baseline', 'history', ...files]);
    expect([ended.code, ended.stderr.includes(message)]).toEqual([code, true]);
  });

  it('tells of a file that has no fellow', async () => {
    const { stdout } = await bench.esdrift([...args, 'installer.baseline.json']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Only 26.2 (25D125) is of the series full-installer');
  });
});

describe('baseline bisect', () => {
  const bisect = (...flags: string[]): readonly string[] => [
    'baseline',
    'bisect',
    ...FILES,
    ...NAMES,
    ...flags,
  ];
  const idOf = async (after: string, subject: string): Promise<string> => {
    const { stdout } = await bench.esdrift(['diff', 'b1.baseline.json', after, '--json']);
    const { findings } = validateDocument('drift-report', JSON.parse(stdout), 'stdout');
    return findings.find((finding) => finding.subject.includes(subject))?.id ?? '';
  };

  it('names every build with which a finding of a report turned', async () => {
    const args = bisect('--finding', await idOf('b2.baseline.json', 'updateattestd'));
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot('golden/bisect.golden.txt');
  });

  it('finds a finding of a report over several builds, by a beginning of its id', async () => {
    const id = await idOf('release.baseline.json', 'AssetsV2');
    const { stdout } = await bench.esdrift(bisect('--finding', id.slice(0, 6), '--json'));
    const { rows } = validateDocument('bisect', JSON.parse(stdout), 'stdout');
    expect(rows[0]?.transitions.map(({ what, at }) => [what, at])).toEqual([['changed', 2]]);
  });

  it('answers for facts as reports name them, those that turned first', async () => {
    const { stdout } = await bench.esdrift(bisect('--fact', '*updateattestd*', '--limit', '2'));
    expect(stdout).toContain('A 0/3  B 3/3  C 0/3  D 3/3');
    expect(stdout).toContain('1 more fact: --limit 0 shows all.');
    const held = await bench.esdrift(bisect('--fact', `${BRAIN} create */Preflight.plist`));
    expect(held.stdout).toContain('held in every run of every build');
  });

  it.each([
    [[], 2, 'asks for one finding, or for facts'],
    [['--finding', 'ffff0000ffff'], 2, 'finding-unknown'],
    [['--finding', 'f'], 2, 'finding-unknown'],
    [['--fact', 'nobody*'], 2, 'No build shows a fact'],
    [['--fact', '*', '--finding', 'ffff'], 2, 'cannot also be provided'],
  ])('%j ends with %d', async (flags, code, message) => {
    const ended = await bench.esdrift(bisect(...flags));
    expect([ended.code, ended.stderr.includes(message)]).toEqual([code, true]);
  });

  it('wants files of one series', async () => {
    bench.write('installer-2.baseline.json', upgrade('25D200', [], { method: 'full-installer' }));
    const files = ['installer.baseline.json', 'installer-2.baseline.json'];
    const ended = await bench.esdrift(bisect('--fact', '*', ...files));
    expect([ended.code, ended.stderr.includes('of several series')]).toEqual([2, true]);
  });
});
