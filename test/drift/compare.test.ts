/** One change in one story against five runs of it: found, named rightly, and told once. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/drift/compare.ts';
import type { ChangeKind, Finding, Severity } from '../../src/model/drift.ts';
import {
  ASSETD,
  BRAIN,
  FLAGS,
  LAUNCHER,
  MOUNT,
  OPTIONS,
  OTA,
  SESSIOND,
  UPDATED,
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

const five = baseline();

function findingsOf(story: readonly Line[]): readonly Finding[] {
  return compare(five, profile('new', jittered(story, 9)), OPTIONS).findings;
}

const mapped = (change: (part: Line) => Line): readonly Line[] => OTA.map(change);
const isProgram = (part: Line, program: string): boolean =>
  part.kind === 'program' && part.key[0] === program;

interface Case {
  readonly story: readonly Line[];
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly subject: string;
  /** Kinds that may be said beside it. */
  readonly also: readonly ChangeKind[];
}

const found = (
  name: string,
  story: readonly Line[],
  [change, severity, subject]: readonly [ChangeKind, Severity, string],
  ...also: ChangeKind[]
): readonly [string, Case] => [name, { story, change, severity, subject, also }];

/** What must be said at low or above, and nothing else. */
const CASES: readonly (readonly [string, Case])[] = [
  found('a program gone', without(OTA, MOUNT), ['program-removed', 'high', MOUNT], 'event-removed'),
  found(
    'a new child of the brain',
    [...OTA, ...daemon('platform:com.apple.attest', '/usr/libexec/attest', 250, BRAIN)],
    ['program-added', 'high', 'platform:com.apple.attest'],
  ),
  found(
    'a new program nobody knows',
    [...OTA, ...daemon('adhoc:tool', '/opt/tool', 250)],
    ['program-added', 'low', 'adhoc:tool'],
  ),
  found('a new signing id on the same path', replaced(OTA, BRAIN, 'platform:com.apple.Brain2'), [
    'program-resigned',
    'high',
    'Brain2',
  ]),
  found('a platform binary no longer', replaced(OTA, MOUNT, 'adhoc:com.apple.mount_apfs'), [
    'program-resigned',
    'high',
    'adhoc:',
  ]),
  found(
    'another validation category',
    mapped((part) =>
      isProgram(part, BRAIN) ? { ...part, attributes: { ...part.attributes, category: 'none' } } : part,
    ),
    ['program-resigned', 'high', BRAIN],
  ),
  found('a moved program', replaced(OTA, '/usr/libexec/mobileassetd', '/usr/sbin/mobileassetd'), [
    'program-moved',
    'medium',
    ASSETD,
  ]),
  found(
    'another parent',
    mapped((part) =>
      part.kind === 'launch' && part.key[1] === MOUNT ? { ...part, key: [UPDATED, MOUNT] } : part,
    ),
    ['program-reparented', 'medium', MOUNT],
  ),
  found('a moved asset folder', replaced(OTA, 'AssetsV2', 'AssetsV3'), ['file-moved', 'medium', 'AssetsV2']),
  found('a new argument', replaced(OTA, '"YES"]', '"YES","--new"]'), [
    'arguments-changed',
    'medium',
    LAUNCHER,
  ]),
  found(
    'one more way to start',
    [...OTA, line('arguments', [LAUNCHER, '["a","b","c","d"]'], 505)],
    ['arguments-added', 'medium', LAUNCHER],
  ),
  found(
    'brain and download in the other order',
    mapped((part) =>
      (part.key[2] ?? '').includes('MacUpdateBrain') ? { ...part, firstMs: part.firstMs + 100_000 } : part,
    ),
    ['order-changed', 'medium', 'brain-staged before download-started'],
    'phase-reordered',
  ),
  found(
    'a missing mount',
    OTA.filter(({ key }) => key[1] !== 'mount'),
    ['event-removed', 'medium', 'mount'],
  ),
  found(
    'hardened runtime lost',
    mapped((part) =>
      isProgram(part, BRAIN)
        ? { ...part, attributes: { ...part.attributes, flags: FLAGS.replace('|RUNTIME', '') } }
        : part,
    ),
    ['signing-flags-changed', 'high', BRAIN],
  ),
  found(
    'a new file of the brain',
    [...OTA, line('file', [BRAIN, 'create', '/System/Volumes/Update/New.plist'], 220)],
    ['file-added', 'medium', 'New.plist'],
  ),
  found('a file no longer written', without(OTA, '/System/Volumes/Update/Preflight.plist'), [
    'file-removed',
    'medium',
    'Preflight.plist',
  ]),
  found(
    'a handoff gone',
    OTA.filter(({ kind }) => kind !== 'handoff'),
    ['handoff-removed', 'medium', SESSIOND],
  ),
  found(
    'twelve times the files',
    mapped((part) =>
      part.kind === 'file' && part.key[0] === SESSIOND ? { ...part, count: part.count * 12 } : part,
    ),
    ['count-changed', 'low', SESSIOND],
  ),
  found(
    'twelve times as many names',
    [
      ...OTA,
      ...Array.from({ length: 40 }, (_, n) =>
        line('file', [SESSIOND, 'create', `${UPDATE_ASSET}/AssetData/more${n}`], 110, 20),
      ),
    ],
    ['count-changed', 'low', `${SESSIOND} create`],
    'file-added',
  ),
  found(
    'a new key in exec',
    [...OTA, line('shape', ['exec', '10', 'launch_reason', 'string'], 0, 60)],
    ['shape-added', 'low', 'launch_reason'],
  ),
  found(
    'a key gone',
    OTA.filter(({ key }) => key[2] !== 'args'),
    ['shape-removed', 'low', 'args'],
  ),
  found(
    'another type',
    mapped((part) => (part.key[2] === 'args' ? { ...part, key: ['exec', '10', 'args', 'string'] } : part)),
    ['shape-changed', 'low', 'args'],
  ),
  found(
    'a stage gone',
    without(OTA, '/System/Volumes/Update/Update.plist'),
    ['phase-missing', 'high', 'staged'],
    'file-removed',
  ),
];

describe('one change against five runs', () => {
  it.each(CASES)('%s', (_name, { story, change, severity, subject, also }) => {
    const told = findingsOf(story).filter((finding) => finding.severity !== 'info');
    const named = told.find((finding) => finding.change === change && finding.subject.includes(subject));
    expect(
      named,
      told.map(({ change: kind, subject: about }) => `${kind} ${about}`).join('\n'),
    ).toBeDefined();
    expect([named?.severity, named?.certainty]).toEqual([severity, 'observed']);
    const others = told.filter((finding) => finding !== named && !also.includes(finding.change));
    expect(others.map(({ change: kind, subject: about }) => `${kind} ${about}`)).toEqual([]);
  });

  it('says nothing of a further run of the same story', () => {
    expect(findingsOf(OTA)).toEqual([]);
  });

  it('takes another cdhash for an update, as info', () => {
    const story = mapped((part) =>
      isProgram(part, BRAIN) ? { ...part, attributes: { ...part.attributes, cdhash: 'arm64:BB' } } : part,
    );
    expect(findingsOf(story).map(({ change, severity }) => `${change} ${severity}`)).toEqual([
      'program-updated info',
    ]);
  });
});

describe('one cause', () => {
  it('is one finding, with what follows from it folded under it', () => {
    const [finding, ...others] = findingsOf(replaced(OTA, 'AssetsV2', 'AssetsV3'));
    expect(others).toEqual([]);
    // 2 of the brain, 6 downloads, 6 moves into place, and the handoff that follows.
    expect(finding?.members.total).toBe(15);
    expect(finding?.before).toBe('/System/Library/AssetsV2');
    expect(finding?.after).toBe('/System/Library/AssetsV3');
  });

  it('takes along what a re-signed program does, and still knows the stages', () => {
    const findings = findingsOf(replaced(OTA, BRAIN, 'platform:com.apple.Brain2'));
    expect(findings.map(({ change }) => change)).toEqual(['program-resigned']);
  });

  it('sees a folder move through collapsed names', () => {
    const many = Array.from({ length: 70 }, (_, n) =>
      line('file', [BRAIN, 'create', `/old/place/here/name-${n}x`], 210),
    );
    const few = Array.from({ length: 3 }, (_, n) =>
      line('file', [BRAIN, 'create', `/new/place/here/name-${n}x`], 210),
    );
    const { findings } = compare(baseline([...OTA, ...many]), profile('new', [...OTA, ...few]), OPTIONS);
    const told = findings.filter(({ severity, change }) => severity !== 'info' && change !== 'count-changed');
    expect(told.map(({ change, before, after }) => [change, before, after])).toEqual([
      ['file-moved', '/old', '/new'],
    ]);
  });

  it('tells one name that changed in many folders once, and many names of one folder once', () => {
    const inFolders = (name: string): readonly Line[] =>
      Array.from({ length: 6 }, (_, n) =>
        line('file', [BRAIN, 'create', `/System/Volumes/Update/d${n}x/${name}`], 220),
      );
    const inOne = (mark: string): readonly Line[] =>
      ['alder', 'birch', 'cedar', 'maple', 'poplar'].map((tree) =>
        line('file', [BRAIN, 'create', `/System/Volumes/Update/trees/${tree}-${mark}.db`], 220),
      );
    const was = [...OTA, ...inFolders('manifest.plist'), ...inOne('aa')];
    const is = [...OTA, ...inFolders('manifests.plist'), ...inOne('bb')];
    const { findings } = compare(baseline(was), profile('new', is), OPTIONS);
    expect(findings.map(({ change, before, members }) => [change, before, members.total])).toEqual([
      ['file-moved', '/System/Volumes/Update/trees', 5],
      ['file-moved', '…/manifest.plist', 6],
    ]);
  });

  it('leaves equal rivals added and removed, and says so', () => {
    const was = [...OTA, line('file', [BRAIN, 'create', '/System/Volumes/Update/state-aa.db'], 220)];
    const is = [
      ...OTA,
      line('file', [BRAIN, 'create', '/System/Volumes/Update/state-ab.db'], 220),
      line('file', [BRAIN, 'create', '/System/Volumes/Update/state-ac.db'], 220),
    ];
    const { findings } = compare(baseline(was), profile('new', is), OPTIONS);
    expect(findings.map(({ change }) => change).sort()).toEqual(['file-added', 'file-added', 'file-removed']);
    expect(findings.find(({ change }) => change === 'file-removed')?.reason).toContain('it may be a move');
  });

  it('is no other parent where a tool that shells start is also started by the upgrade now', () => {
    const tool = 'platform:com.apple.plutil';
    const shell = 'platform:com.apple.sh';
    const started = (by: string): readonly Line[] => [...OTA, ...daemon(tool, '/usr/bin/plutil', 250, by)];
    const { findings } = compare(baseline(started(shell)), profile('new', started(BRAIN)), OPTIONS);
    const launches = findings.filter(({ subject }) => subject.includes(tool));
    expect(launches.map(({ change, severity }) => `${change} ${severity}`).sort()).toEqual([
      'launch-added medium',
      'launch-removed low',
    ]);
  });

  it('tells the successor of a program', () => {
    const files = (program: string): readonly Line[] =>
      ['a', 'b'].map((name) => line('file', [program, 'create', `${UPDATE_ASSET}/payload/${name}`], 130));
    const was = [
      ...OTA,
      ...daemon('platform:com.apple.Unzip', '/x/Unzip', 90),
      ...files('platform:com.apple.Unzip'),
    ];
    const is = [
      ...OTA,
      ...daemon('platform:com.apple.Extract', '/y/Extract', 90),
      ...files('platform:com.apple.Extract'),
    ];
    const { findings } = compare(baseline(was), profile('new', is), OPTIONS);
    expect(findings.map(({ change }) => change)).toEqual(['program-added', 'program-removed']);
    expect(findings[0]?.reason).toContain('it takes over 2 paths of com.apple.Unzip');
    expect(findings[1]?.reason).toContain('it leaves 2 paths to com.apple.Extract');
  });
});
