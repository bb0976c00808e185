/** One change at a time must not hide a start; many at once must be told as unknown, with the reason. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import type { Program } from '../simulator/program.ts';
import { NO_TWEAKS, type Tweaks } from '../simulator/tweaks.ts';
import type { UpgradeProgram } from '../simulator/upgrade-programs.ts';
import { without } from './rule-sets.ts';
import { detectIn, play, type Played } from './streams.ts';

const OTA: readonly UpgradeProgram[] = [
  'softwareupdate',
  'mobile-softwareupdated',
  'nsurlsessiond',
  'unzip-service',
  'extraction-service',
  'mobileassetd',
  'xpcroleaccountd',
  'mount_apfs',
  'bless',
  'commit-launcher',
];
const INSTALLER: readonly UpgradeProgram[] = [
  'installer-springboard',
  'installer-assistant',
  'startosinstall',
  'osinstallersetupd',
  'osishelperd',
  'osisstashhelper',
  'xpcroleaccountd',
  'brain',
  'mount_apfs',
];

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const edits: Readonly<Record<string, (program: Program) => Program>> = {
  're-signed': (program) => ({ ...program, signingId: `com.apple.other.${basename(program.path)}` }),
  moved: (program) => ({ ...program, path: `/usr/libexec/elsewhere/${basename(program.path)}` }),
  renamed: (program) => ({
    ...program,
    path: `${program.path.slice(0, program.path.lastIndexOf('/') + 1)}other`,
  }),
};
const changed = (id: UpgradeProgram, edit: (program: Program) => Program): Tweaks => ({
  ...NO_TWEAKS,
  edit: (other, program) => (other === id ? edit(program) : program),
});
const gone = (...ids: readonly UpgradeProgram[]): Tweaks => ({ ...NO_TWEAKS, absent: new Set(ids) });

const changesOf = (programs: readonly UpgradeProgram[]): readonly (readonly [string, Tweaks])[] =>
  programs.flatMap((id) => [
    [`${id} gone`, gone(id)] as const,
    ...Object.entries(edits).map(([name, edit]) => [`${id} ${name}`, changed(id, edit)] as const),
  ]);

const FOLDERS: readonly (readonly [string, Tweaks])[] = [
  ['AssetsV2 moved', { ...NO_TWEAKS, assetFolder: (folder) => folder.replace('AssetsV2', 'AssetsV3') }],
  [
    'update asset renamed',
    { ...NO_TWEAKS, assetFolder: (folder) => folder.replace('MacSoftwareUpdate', 'MacSystemUpdate') },
  ],
  ['no mount seen', { ...NO_TWEAKS, mountsUpdateVolume: false }],
  ['brain first', { ...NO_TWEAKS, order: 'brain-runs, download' }],
  ['no rename recorded', { ...NO_TWEAKS, unsubscribed: new Set(['rename']) }],
  ['no exec recorded', { ...NO_TWEAKS, unsubscribed: new Set(['exec']) }],
  ['no create recorded', { ...NO_TWEAKS, unsubscribed: new Set(['create']) }],
];

const SCENES: readonly Played[] = [
  { scenario: 'ota', target: '15.6.1' },
  { scenario: 'ota', target: '26.3' },
  { scenario: 'ota', target: '26.3', from: '15.6' },
  { scenario: 'full-installer', target: '15.6.1', initiator: 'cli' },
  { scenario: 'full-installer', target: '26.3', initiator: 'gui' },
  { scenario: 'full-installer', target: '27.0', from: '26.2', initiator: 'cli' },
];
const title = ({ scenario, target, from, initiator }: Played): string =>
  [scenario, initiator, from, target].filter((word) => word !== undefined).join(' ');

describe.each(SCENES.map((scene) => [title(scene), scene] as const))('%s', (_title, scene) => {
  const isOta = scene.scenario === 'ota';
  const recorded = play(scene);

  it('is found through every single change of a program, a folder or the recording', () => {
    const changes = [...changesOf(isOta ? OTA : INSTALLER), ...(isOta ? FOLDERS : [])];
    const missed = changes.flatMap(([name, tweaks]) => {
      const { method, confidence } = detectIn(play({ ...scene, tweaks }));
      return method === scene.scenario ? [] : [`${name}: ${method}, ${confidence.reasons.join('; ')}`];
    });
    expect(missed).toEqual([]);
  });

  it('is found without any one signal', () => {
    const missed = BUILT_IN_RULES.signals.filter(
      ({ id }) => detectIn(recorded, { rules: without([id]) }).method !== scene.scenario,
    );
    expect(missed.map(({ id }) => id)).toEqual([]);
  });

  it.each([1, 5, 20])('is found with %d of 100 events lost', (share) => {
    const trials = Array.from({ length: 20 }, (_, trial) => trial);
    const missed = trials.filter((trial) => {
      const keeps = (_event: unknown, index: number): boolean => hash(index * 31 + trial) % 100 >= share;
      return detectIn(recorded, { keeps }).started === null;
    });
    expect(missed).toEqual([]);
  });

  it('tells a minor from a major upgrade', () => {
    const isMajor = scene.from === '15.6' || scene.target === '27.0';
    expect(detectIn(recorded).scope).toBe(isMajor ? 'major' : 'minor');
  });
});

describe('with nothing of the brain and its children to be seen', () => {
  it('a whole upgrade is unknown where nothing else prepares, and says what was missing', () => {
    const { method, started, outcome, confidence, rules } = detectIn(
      play({ target: '15.6.1', tweaks: gone('brain') }),
    );
    expect({ method, started, outcome, level: confidence.level }).toEqual({
      method: 'unknown',
      started: null,
      outcome: 'completed',
      level: 'none',
    });
    expect(confidence.reasons.join('\n')).toMatch(
      /no rule saw it begin[^]*ota-started: none of new-system-mounted/,
    );
    const start = rules.find(({ id }) => id === 'ota-started');
    expect(start?.state).toBe('partial');
    expect(start?.reason).toMatch(/; seen: .*update-asset-moved/);
  });

  it('macOS 26 still shows the launcher that commits: late, and found', () => {
    const { method, rules } = detectIn(play({ target: '26.3', tweaks: gone('brain') }));
    expect(method).toBe('ota');
    const evidence = rules.find(({ id }) => id === 'ota-started')?.evidence ?? [];
    expect(evidence.at(-1)?.signal).toBe('commit-launcher-runs');
    const both = detectIn(play({ target: '26.3', tweaks: gone('brain', 'commit-launcher') }));
    expect({ method: both.method, started: both.started }).toEqual({ method: 'unknown', started: null });
  });

  it('a brain of another name and place is found by what it does', () => {
    const tweaks = changed('brain', (program) => ({
      ...program,
      signingId: 'com.apple.MobileSoftwareUpdate.UpdateEngine',
      path: '/private/var/db/com.apple.updateengine/UpdateEngine',
    }));
    for (const target of ['15.6.1', '26.3']) expect(detectIn(play({ target, tweaks })).method).toBe('ota');
  });
});

describe('with everything changed that tells the methods apart', () => {
  it('says that an upgrade began, and not how', () => {
    const tweaks = gone(
      ...(['softwareupdate', 'mobileassetd', 'mobile-softwareupdated'] as const),
      ...(['unzip-service', 'extraction-service', 'commit-launcher'] as const),
    );
    const { method, started, confidence } = detectIn(play({ target: '26.3', tweaks }));
    expect(method).toBe('unknown');
    expect(started?.rule).toBe('upgrade-started');
    expect(confidence.level).toBe('low');
    expect(confidence.reasons.join()).toMatch(/method is unknown/);
  });
});

describe('what a recording lacks', () => {
  const idle = play({ scenario: 'control', target: '26.3', noise: 0.1 });

  it('is no proof of nothing: lost events make "none" unknown', () => {
    expect(detectIn(idle).method).toBe('none');
    const { method, confidence } = detectIn(idle, { keeps: (_event, index) => index !== 100 });
    expect(method).toBe('unknown');
    expect(confidence.reasons.at(-1)).toMatch(/1 event was lost/);
  });

  it('is told where it began late, and where it holds the end alone', () => {
    const recorded = play({ target: '26.3' });
    const from = (path: string): number =>
      recorded.events.findIndex(({ payload }) => payload.kind === 'file' && payload.path.endsWith(path));
    const late = detectIn({ ...recorded, events: recorded.events.slice(from('/restore.log')) });
    expect(late).toMatchObject({ method: 'ota', startedBeforeRecording: true });
    const end = detectIn({ ...recorded, events: recorded.events.slice(from('/FirstBootAfterUpdate')) });
    expect(end).toMatchObject({
      method: 'unknown',
      started: null,
      startedBeforeRecording: true,
      outcome: 'completed',
    });
  });
});

/** A fixed mix of a number, so that a trial loses the same events every time. */
function hash(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b_3c6d);
  return (mixed ^ (mixed >>> 12)) >>> 0;
}
