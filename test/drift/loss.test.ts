/** What a recording that lost events may be said to lack: each of these was once called removed, moved or reordered. */
import { describe, expect, it } from 'vitest';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { compare } from '../../src/drift/compare.ts';
import type { Finding } from '../../src/model/drift.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import {
  ASSETD,
  LAUNCHER,
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

const judged = (
  story: readonly Line[],
  info: Partial<RunInfo>,
  before: ReturnType<typeof baseline>,
): readonly Finding[] => compare(before, profile('new', jittered(story, 9), info), OPTIONS).findings;

type Gap = RunInfo['gaps'][number];

const gap = (eventType: string, lost: number, fromSeconds: number, toSeconds: number): Gap => ({
  eventType,
  lost,
  fromMs: fromSeconds * 1000,
  toMs: toSeconds * 1000,
});

/** Loss by type, and the same by the global counter. */
function lossOf(...gaps: readonly Gap[]): Partial<RunInfo> {
  const lostByType: Record<string, number> = {};
  for (const { eventType = '', lost } of gaps) lostByType[eventType] = (lostByType[eventType] ?? 0) + lost;
  const all = gaps.map(({ lost, fromMs, toMs }) => ({ lost, fromMs, toMs }));
  return { lost: gaps.reduce((sum, { lost }) => sum + lost, 0), lostByType, gaps: [...all, ...gaps] };
}

const changesOf = (findings: readonly Finding[], subject: string): readonly string[] =>
  findings
    .filter((finding) => finding.subject.includes(subject))
    .map(({ change, certainty }) => `${change} ${certainty}`);

const later = (story: readonly Line[], seconds: number, name: string): readonly Line[] =>
  story.map((part) =>
    part.key.some((text) => text.includes(name)) ? { ...part, firstMs: part.firstMs + seconds * 1000 } : part,
  );

describe('the end of a segment', () => {
  const UMOUNT = 'platform:com.apple.umount';
  const restarted = (endSeconds: number, trustedSeconds?: number): Partial<RunInfo> => ({
    segments: [
      {
        startMs: 0,
        endMs: endSeconds * 1000,
        reboot: false,
        ...(trustedSeconds === undefined ? {} : { trustedMs: trustedSeconds * 1000 }),
      },
      { startMs: 1_200_000, endMs: 3_000_000, reboot: true },
    ],
  });
  const story = [...OTA, ...daemon(UMOUNT, '/sbin/umount', 540)];
  const before = baseline(story, 5, restarted(600));
  const elsewhere = lossOf(gap('unlink', 1, 20, 25));

  it.each([
    ['leaves open what may have been lost behind it', { ...restarted(550), ...elsewhere }, 'inconclusive'],
    ['proves an absence where nothing was lost', restarted(550), 'observed'],
    ['proves one where a canary was seen behind it', { ...restarted(640, 639.5), ...elsewhere }, 'observed'],
    ['proves one where it came long after', { ...restarted(900), ...elsewhere }, 'observed'],
  ] as const)('%s', (_name, info, certainty) => {
    const findings = judged(without(story, UMOUNT), info, before);
    expect(changesOf(findings, UMOUNT)).toEqual([`program-removed ${certainty}`]);
  });
});

describe('a clock that loss has put wrong', () => {
  const path = `${UPDATE_ASSET}/AssetData/manifest`;
  const story = [...OTA, line('file', [SESSIOND, 'clone', path], 108)];
  const before = baseline(story);
  const lacking = story.filter(({ key }) => key[2] !== path);

  it('does not say when a fact was due: the first of a download is lost, and a clone with it', () => {
    const seenLate = later(lacking, 90, `${UPDATE_ASSET}/AssetData/part`);
    const info = lossOf(gap('create', 9, 70, 190), gap('clone', 1, 95, 115), gap('rename', 9, 95, 205));
    expect(changesOf(judged(seenLate, info, before), path)).toEqual(['file-removed inconclusive']);
  });

  it('does not make a loss long before hide a fact', () => {
    const info = lossOf(gap('create', 2, 2, 9), gap('clone', 2, 2, 9), gap('rename', 2, 2, 9));
    expect(changesOf(judged(lacking, info, before), path)).toEqual(['file-removed observed']);
  });

  it('starts when something is seen: what was lost before may be the beginning', () => {
    const early = lacking
      .filter(({ firstMs }) => firstMs === 0 || firstMs > 130_000)
      .map((part) => ({ ...part, firstMs: Math.max(0, part.firstMs - 130_000) }));
    const info = lossOf(gap('create', 200, 0, 0), gap('clone', 1, 0, 0), gap('rename', 200, 0, 0));
    expect(
      judged(early, info, before).filter(
        ({ change, certainty }) => change === 'file-removed' && certainty === 'observed',
      ),
    ).toEqual([]);
  });

  it('of one run leaves the pace of the next one open', () => {
    const slow = lacking.map((part) => ({ ...part, firstMs: part.firstMs * 1.3 }));
    const far = line('file', [ASSETD, 'clone', '/System/Library/AssetsV2/late'], 190);
    const findings = judged(slow, lossOf(gap('clone', 1, 235, 260)), baseline([...OTA, far], 1));
    expect(changesOf(findings, '/AssetsV2/late')).toEqual(['file-removed inconclusive']);
  });
});

describe('what may be lost', () => {
  const old = '/System/Library/AssetsV2/old-name.asset';
  const young = '/System/Library/AssetsV2/new-name.asset';
  const story = [...OTA, line('file', [ASSETD, 'rename', old], 130)];
  const moved = replaced(story, old, young);

  it('has not become something else', () => {
    expect(changesOf(judged(moved, {}, baseline(story)), old)).toEqual(['file-moved observed']);
    const lossy = judged(moved, lossOf(gap('rename', 1, 125, 135)), baseline(story));
    expect(changesOf(lossy, old)).toEqual(['file-removed inconclusive']);
    expect(changesOf(lossy, young)).toEqual(['file-added observed']);
  });

  it('has not become something else in a baseline either', () => {
    const before = baseline(story, 5, lossOf(gap('rename', 1, 125, 135)));
    expect(changesOf(judged(moved, {}, before), young)).toEqual(['file-added inconclusive']);
  });

  it('is not a whole folder: more moved than was lost', () => {
    const folder = (name: string): readonly Line[] =>
      Array.from({ length: 8 }, (_, n) =>
        line('file', [ASSETD, 'rename', `/System/Library/AssetsV2/${name}/file-${n}`], 130),
      );
    const before = baseline([...OTA, ...folder('old')]);
    const findings = judged([...OTA, ...folder('new')], lossOf(gap('rename', 1, 125, 135)), before);
    expect(findings.filter(({ certainty }) => certainty === 'observed').map(({ change }) => change)).toEqual([
      'file-moved',
    ]);
  });

  it('is no other parent', () => {
    const helper = 'platform:com.apple.helper';
    const path = '/System/Library/CoreServices/Software Update.app/helper';
    const [by, to] = [daemon(helper, path, 400, UPDATED), daemon(helper, path, 400, ASSETD)];
    const before = baseline([...OTA, ...by]);
    expect(changesOf(judged([...OTA, ...to], {}, before), helper)).toContain('program-reparented observed');
    const findings = judged([...OTA, ...to], lossOf(gap('exec', 1, 390, 410)), before);
    expect(findings.map(({ change }) => change)).not.toContain('program-reparented');
    expect(changesOf(findings, `${UPDATED} launches ${helper}`)).toEqual(['launch-removed inconclusive']);
  });

  it('are no arguments that changed', () => {
    const asked = [...OTA, line('arguments', [UPDATED, JSON.stringify(['/x/softwareupdated', '-a'])], 300)];
    const other = [...OTA, line('arguments', [UPDATED, JSON.stringify(['/x/softwareupdated', '-b'])], 300)];
    const before = baseline(asked);
    expect(changesOf(judged(other, {}, before), UPDATED)).toEqual(['arguments-changed observed']);
    const findings = judged(other, lossOf(gap('exec', 1, 290, 310)), before);
    expect(findings.map(({ change }) => change)).not.toContain('arguments-changed');
  });

  it('can be one thing of several at a place, and leave the others proven', () => {
    const place = '/System/Library/AssetsV2/staging/plan';
    const both = [
      line('file', [ASSETD, 'clone', place], 130),
      line('file', [ASSETD, 'truncate', place], 130),
    ];
    const before = baseline([...OTA, ...both]);
    const changes = (...lost: readonly Gap[]): readonly string[] =>
      changesOf(judged(OTA, lossOf(...lost), before), place);
    expect(changes(gap('clone', 1, 125, 135))).toEqual(['file-removed observed']);
    expect(changes(gap('truncate', 1, 125, 135))).toEqual(['file-removed observed']);
    expect(changes(gap('clone', 1, 125, 135), gap('truncate', 1, 125, 135))).toEqual([
      'file-removed inconclusive',
    ]);
  });

  it('can come at any time where nothing ties it to a stage', () => {
    // Named by the table, as a guess; it came at another stage in each run.
    const graft = 'platform:com.apple.MobileSoftwareUpdate.CryptegraftService';
    const at = (seconds: number): readonly Line[] => [
      ...OTA,
      ...daemon(graft, '/x/CryptegraftService', seconds),
    ];
    const before = mergeFactSets(
      [30, 100, 150, 260].map((seconds, n) => profile(`run-${n}`, jittered(at(seconds), n))),
    );
    const [one] = [profile('one', jittered(at(30), 1))];
    const info = lossOf(gap('exec', 40, 550, 560));
    expect(changesOf(judged(OTA, info, before), graft)).toEqual(['program-removed inconclusive']);
    expect(changesOf(judged(OTA, info, one), graft)).toEqual(['program-removed inconclusive']);
    expect(changesOf(judged(OTA, {}, before), graft)).toEqual(['program-removed observed']);
  });
});

describe('an order', () => {
  const before = baseline();
  const swapped = later(OTA, 100, 'MacUpdateBrain');
  const ordersOf = (info: Partial<RunInfo>): readonly string[] =>
    judged(swapped, info, before)
      .filter(({ change }) => change === 'order-changed' || change === 'phase-reordered')
      .map(({ change, certainty }) => `${change} ${certainty}`)
      .sort();

  it('is open where what came late may have come before', () => {
    const info = lossOf(gap('rename', 9, 30, 90));
    expect(ordersOf(info)).toEqual(['order-changed inconclusive', 'phase-reordered inconclusive']);
  });

  it('is known where only other kinds were lost before', () => {
    const info = lossOf(gap('create', 9, 30, 90));
    expect(ordersOf(info)).toEqual(['order-changed observed', 'phase-reordered observed']);
  });

  it('is open where the runs before lost it', () => {
    const lossy = baseline(OTA, 5, lossOf(gap('create', 9, 30, 90), gap('rename', 9, 30, 90)));
    const changes = judged(swapped, {}, lossy).filter(({ change }) => change === 'order-changed');
    expect(changes.map(({ certainty }) => certainty)).toEqual(['inconclusive']);
  });
});

it('says of a program that lost its identity in a lossy recording only what is known', () => {
  const other = 'platform:com.apple.SoftwareUpdateLauncher2';
  const info = lossOf(gap('exec', 60, 490, 520));
  const findings = judged(replaced(OTA, LAUNCHER, other), info, baseline());
  expect(
    findings.filter(({ change }) => change === 'program-resigned').map(({ certainty }) => certainty),
  ).toEqual(['inconclusive']);
  const whole = judged(replaced(OTA, LAUNCHER, other), {}, baseline());
  expect(changesOf(whole, other)).toContain('program-resigned observed');
});
