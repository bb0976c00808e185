/** No loss proof, no "removed": what an absence proves, and what is not compared at all. */
import { describe, expect, it } from 'vitest';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { compare, type CompareOptions } from '../../src/drift/compare.ts';
import type { ComparabilityNote, Finding } from '../../src/model/drift.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import {
  BRAIN,
  LAUNCHER,
  MOUNT,
  OPTIONS,
  OTA,
  UPDATED,
  baseline,
  daemon,
  jittered,
  line,
  profile,
  without,
  type Line,
} from './story.ts';

const five = baseline();

function judged(story: readonly Line[], info: Partial<RunInfo> = {}, before = five): readonly Finding[] {
  return compare(before, profile('new', jittered(story, 9), info), OPTIONS).findings;
}

/** Loss of some types in one window, as a recording tells it: by type and by the global counter. */
function loss(
  types: Readonly<Record<string, number>>,
  fromSeconds: number,
  toSeconds: number,
  unattributed = 0,
): Partial<RunInfo> {
  const total = Object.values(types).reduce((sum, lost) => sum + lost, unattributed);
  const window = { fromMs: fromSeconds * 1000, toMs: toSeconds * 1000 };
  return {
    lost: total,
    lostByType: types,
    lostUnattributed: unattributed,
    gaps: [
      { lost: total, ...window },
      ...Object.entries(types).map(([eventType, lost]) => ({ eventType, lost, ...window })),
    ],
  };
}

const certaintyOf = (findings: readonly Finding[], change: string, subject: string): string | undefined =>
  findings.find((finding) => finding.change === change && finding.subject.includes(subject))?.certainty;

describe('an absence', () => {
  const mountless = OTA.filter(({ key }) => key[1] !== 'mount');

  it.each([
    ['is proven where nothing was lost', mountless, {}, 'observed'],
    ['is proven where another type was lost', mountless, loss({ create: 50 }, 290, 310), 'observed'],
    ['is proven where the loss was at another time', mountless, loss({ mount: 5 }, 20, 40), 'observed'],
    ['is open where its type was lost then', mountless, loss({ mount: 5 }, 290, 310), 'inconclusive'],
    ['is open where loss that no type explains was then', mountless, loss({}, 290, 310, 5), 'inconclusive'],
    [
      'is open where nothing was recorded then',
      mountless,
      {
        segments: [
          { startMs: 0, endMs: 280_000, reboot: false },
          { startMs: 330_000, endMs: 600_000, reboot: false },
        ],
      },
      'inconclusive',
    ],
    [
      'is open where the last canary came before',
      mountless,
      { segments: [{ startMs: 0, endMs: 600_000, reboot: false, trustedMs: 240_000 }] },
      'inconclusive',
    ],
    [
      'is open where no canary was seen at all',
      mountless,
      { segments: [{ startMs: 0, endMs: 600_000, reboot: false, trustedMs: 0 }] },
      'inconclusive',
    ],
    [
      'is proven where a canary came after',
      mountless,
      { segments: [{ startMs: 0, endMs: 600_000, reboot: false, trustedMs: 540_000 }] },
      'observed',
    ],
    [
      'is proven where the dark time of a restart is all that nobody saw',
      mountless,
      {
        segments: [
          { startMs: 0, endMs: 600_000, reboot: false },
          { startMs: 1_200_000, endMs: 1_300_000, reboot: true },
        ],
      },
      'observed',
    ],
    [
      'is open where the recording was cut before',
      mountless,
      { cut: true, segments: [{ startMs: 0, endMs: 290_000, reboot: false }] },
      'inconclusive',
    ],
  ] as const)('%s', (_name, story, info, certainty) => {
    expect(certaintyOf(judged(story, info), 'event-removed', 'mount')).toBe(certainty);
  });

  it('of a program is open where as much as it does at least was lost, proven where less was', () => {
    const story = without(OTA, MOUNT);
    expect(certaintyOf(judged(story, loss({ exec: 40 }, 290, 310)), 'program-removed', MOUNT)).toBe(
      'inconclusive',
    );
    expect(certaintyOf(judged(story, loss({ exec: 10 }, 290, 310)), 'program-removed', MOUNT)).toBe(
      'observed',
    );
  });

  it('is open where the recording ends long before', () => {
    const story = OTA.filter(({ firstMs }) => firstMs < 110_000);
    const findings = judged(story, { segments: [{ startMs: 0, endMs: 115_000, reboot: false }] });
    expect(certaintyOf(findings, 'program-removed', BRAIN)).toBe('inconclusive');
    expect(certaintyOf(findings, 'phase-missing', 'staged')).toBe('inconclusive');
    expect(
      findings.filter(({ certainty, severity }) => certainty === 'observed' && severity !== 'info'),
    ).toEqual([]);
  });

  it('of what runs beside the upgrade is open wherever its loss was', () => {
    const tool = 'platform:com.apple.tool';
    const before = baseline([...OTA, ...daemon(tool, '/usr/libexec/tool', 300)]);
    const early = loss({ exec: 40 }, 20, 40);
    expect(certaintyOf(judged(OTA, early, before), 'program-removed', tool)).toBe('inconclusive');
    expect(certaintyOf(judged(without(OTA, MOUNT), early), 'program-removed', MOUNT)).toBe('observed');
  });

  it('is proven by one run that lost nothing, whatever the others lost', () => {
    const clean = profile('clean', jittered(without(OTA, MOUNT), 1));
    const lossy = baseline(without(OTA, MOUNT), 3, loss({ exec: 40, mount: 5 }, 290, 310));
    const { findings } = compare(five, mergeFactSets([lossy, clean]), OPTIONS);
    expect(certaintyOf(findings, 'program-removed', MOUNT)).toBe('observed');
  });

  it('right after a restart never fails a check', () => {
    const restarted: Partial<RunInfo> = {
      segments: [
        { startMs: 0, endMs: 520_000, reboot: false },
        { startMs: 600_000, endMs: 900_000, reboot: true },
      ],
    };
    const early = 'platform:com.apple.early';
    const late = 'platform:com.apple.softwareupdate_firstrun_tasks';
    const story = [...OTA, ...daemon(early, '/usr/libexec/early', 620), ...daemon(late, '/x/late', 800)];
    const findings = judged(OTA, restarted, baseline(story, 5, restarted));
    const [first] = findings.filter(({ subject }) => subject === early);
    expect([first?.severity, first?.certainty]).toEqual(['low', 'inconclusive']);
    expect(certaintyOf(findings, 'program-removed', late)).toBe('observed');
  });

  it('behind a restart that one side does not show is not compared', () => {
    const restarted: Partial<RunInfo> = {
      segments: [
        { startMs: 0, endMs: 520_000, reboot: false },
        { startMs: 600_000, endMs: 900_000, reboot: true },
      ],
    };
    const late = daemon('platform:com.apple.softwareupdate_firstrun_tasks', '/x/late', 800);
    const after = profile('new', jittered(OTA, 9), {
      segments: [{ startMs: 0, endMs: 520_000, reboot: false }],
    });
    const { findings, comparability } = compare(baseline([...OTA, ...late], 5, restarted), after, OPTIONS);
    expect(findings).toEqual([]);
    expect(noteOf(comparability, 'phases')).toMatch(
      /^excluded: the side after ends in "committing": dark, first-boot/,
    );
  });
});

function noteOf(notes: readonly ComparabilityNote[], axis: string): string | undefined {
  const note = notes.find((candidate) => candidate.axis === axis && candidate.level !== 'ok');
  return note === undefined ? undefined : `${note.level}: ${note.message}`;
}

describe('the gate', () => {
  const gate = (
    info: Partial<RunInfo>,
    options: Partial<CompareOptions> = {},
    story: readonly Line[] = OTA,
  ): ReturnType<typeof compare> =>
    compare(five, profile('new', jittered(story, 9), info), { ...OPTIONS, ...options });

  it.each([
    ['provenance', { provenance: 'synthetic' }, {}, 'fatal'],
    ['provenance', { provenance: 'synthetic' }, { allowSynthetic: true }, 'warning'],
    ['provenance', { provenance: 'imported' }, {}, undefined],
    ['method', { method: 'full-installer' }, {}, 'fatal'],
    ['method', { method: 'full-installer' }, { acrossMethods: true }, 'warning'],
    ['method', { method: 'unknown' }, {}, 'warning'],
    ['arch', { arch: 'x86_64' }, {}, 'excluded'],
    ['machine', { virtualMachine: false }, {}, 'warning'],
    ['initiator', { labels: {} }, {}, 'warning'],
    ['label filevault', { labels: { initiator: 'cli', filevault: 'on' } }, {}, 'warning'],
    ['label lab', { labels: { initiator: 'cli', lab: 'b' } }, {}, undefined],
    ['scope', { target: { productVersion: '27.0', buildVersion: '26A300' } }, {}, 'warning'],
    ['message version', { messageVersions: [11] }, {}, 'excluded'],
    ['max loss', { lost: 100 }, { maxLoss: 0.05 }, 'fatal'],
    ['max loss', { lost: 10 }, { maxLoss: 0.05 }, undefined],
    ['loss', { lost: 10 }, {}, 'warning'],
    ['cut', { cut: true }, {}, 'warning'],
    ['lines', { badLines: 3 }, {}, 'warning'],
    ['handoffs', { handoffsForgotten: 3 }, {}, 'warning'],
  ] as const)('%s: %j with %j is %s', (axis, info, options, level) => {
    const { comparability, findings } = gate(info, options);
    expect(noteOf(comparability, axis)?.split(':')[0]).toBe(level);
    if (level === 'fatal') expect(findings).toEqual([]);
  });

  it('refuses other template rules', () => {
    const { comparability } = compare(five, { ...profile('new', OTA), normalizer: '2' }, OPTIONS);
    expect(noteOf(comparability, 'normalizer')).toMatch(/^fatal/);
  });

  it('leaves cdhashes of another processor alone', () => {
    const story = OTA.map((part) =>
      part.kind === 'program' ? { ...part, attributes: { ...part.attributes, cdhash: 'arm64:BB' } } : part,
    );
    expect(gate({ arch: 'x86_64' }, {}, story).findings).toEqual([]);
  });

  it('says that one run on each side tells little', () => {
    const { comparability } = compare(profile('old', OTA), profile('new', OTA), OPTIONS);
    expect(noteOf(comparability, 'runs')).toMatch(/^warning: one run on each side/);
    expect(noteOf(compare(profile('old', OTA), five, OPTIONS).comparability, 'runs')).toMatch(
      /^warning: one run before/,
    );
    expect(noteOf(gate({}).comparability, 'runs')).toBeUndefined();
  });

  it('tells of every axis, also where the sides agree', () => {
    const axes = gate({}).comparability.map(({ axis, level }) => `${axis} ${level}`);
    const names = ['provenance', 'normalizer', 'milestones', 'method', 'arch', 'machine', 'initiator'];
    const measured = ['loss', 'event types', 'message version', 'phases'];
    expect(axes).toEqual([...names, ...measured].map((name) => `${name} ok`));
  });
});

describe('an event type that one side did not record', () => {
  const signalless = OTA.filter(({ key }) => key[1] !== 'signal');

  it('is left out with a warning where the subscription says so', () => {
    const subscribed = ['exec', 'fork', 'create', 'rename', 'mount'];
    const { findings, comparability } = compare(
      five,
      profile('new', jittered(signalless, 9), { subscribed }),
      OPTIONS,
    );
    expect(findings).toEqual([]);
    expect(noteOf(comparability, 'event types')).toMatch(/^excluded: signal was not subscribed after/);
  });

  it('is left out where several programs would have shown it', () => {
    const { findings, comparability } = compare(five, profile('new', jittered(signalless, 9)), OPTIONS);
    expect(findings).toEqual([]);
    expect(noteOf(comparability, 'event types')).toMatch(/^excluded: signal was never seen/);
  });

  it('is behaviour where it is one event, or was subscribed', () => {
    expect(certaintyOf(judged(OTA.filter(({ key }) => key[1] !== 'mount')), 'event-removed', 'mount')).toBe(
      'observed',
    );
    const subscribed = ['exec', 'fork', 'create', 'rename', 'mount', 'signal'];
    const findings = judged(signalless, { subscribed });
    expect(certaintyOf(findings, 'event-removed', UPDATED)).toBe('observed');
  });

  it('takes what is known from it alone along', () => {
    const quiet = 'platform:com.apple.quiet';
    const story = [
      ...OTA,
      line('program', [quiet], 400, 3, { path: '/usr/libexec/quiet' }),
      line('event', [quiet, 'signal', 'SIGKILL'], 400),
    ];
    expect(judged(signalless, {}, baseline(story))).toEqual([]);
  });
});

describe('support', () => {
  const rare = [...OTA, line('file', [BRAIN, 'create', '/System/Volumes/Update/rare.plist'], 220)];

  it('of some runs is no news when it is missing once more', () => {
    const runs = mixed([rare, rare, OTA, OTA, OTA]);
    expect(judged(OTA, {}, runs)).toEqual([]);
  });

  it('of most runs is news, but of no consequence', () => {
    const [finding] = judged(OTA, {}, mixed([rare, rare, rare, rare, OTA]));
    expect([finding?.severity, finding?.support]).toEqual(['info', { runs: 5, seenIn: 4 }]);
  });

  it('grows with the runs that agree', () => {
    const bits = [1, 2, 3, 5, 10].map((count) => {
      const [finding] = judged(without(OTA, LAUNCHER), {}, baseline(OTA, count)).filter(
        ({ change }) => change === 'program-removed',
      );
      return finding?.surprise;
    });
    expect(bits).toEqual([2, 2.58, 3, 3.58, 4.46]);
  });

  it('of one run against one is enough for what the tool writes', () => {
    const story = [...OTA, line('shape', ['exec', '10', 'novel', 'string'], 0, 60)];
    const findings = judged(story, {}, baseline(OTA, 1));
    expect(findings.map(({ change, severity }) => `${change} ${severity}`)).toEqual(['shape-added low']);
  });

  it('of one run against one keeps single files low', () => {
    const [finding] = judged(rare, {}, baseline(OTA, 1));
    expect([finding?.change, finding?.severity]).toEqual(['file-added', 'low']);
  });
});

function mixed(stories: readonly (readonly Line[])[]): ReturnType<typeof baseline> {
  return mergeFactSets(stories.map((story, n) => profile(`run-${n}`, jittered(story, n))));
}
