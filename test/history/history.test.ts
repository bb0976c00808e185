/** Behaviour over several builds: what was introduced, went, came back or changed, with which build, and what held. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { history } from '../../src/operations/history.ts';
import type { SeriesHistory } from '../../src/model/history.ts';
import {
  ASSETD,
  BRAIN,
  MOUNT,
  OTA,
  UPDATED,
  UPDATE_ASSET,
  daemon,
  line,
  replaced,
  without,
} from '../drift/story.ts';
import {
  BETA_1,
  BETA_2,
  BETA_3,
  RELEASE,
  columns,
  from,
  historyOfSets,
  rowAbout,
  upgrade,
} from './builds.ts';

const HELPER = 'platform:com.apple.updateattestd';
const helper = daemon(HELPER, '/usr/libexec/updateattestd', 210, BRAIN);

describe('columns', () => {
  it('stand in the order of builds, betas before their release, however the files are named', () => {
    const sets = [RELEASE, BETA_3, '25B78', BETA_1].map((build) => upgrade(build));
    expect(columns(sets).map(({ build }) => build)).toEqual(['25B78', BETA_1, BETA_3, RELEASE]);
    expect(columns([...sets].reverse()).map(({ build }) => build)).toEqual([
      '25B78',
      BETA_1,
      BETA_3,
      RELEASE,
    ]);
  });

  it('keep the order of the files where nobody knows another, and say so; a table decides', () => {
    const sets = [upgrade('25C2056'), upgrade(RELEASE)];
    expect(historyOfSets(sets).notes.join()).toContain(
      'The order of 26.2 (25C2056) and 26.2 (25C56) is not known',
    );
    const sorted = columns(sets, { buildOrder: [RELEASE, '25C2056'] });
    expect(sorted.map(({ build }) => build)).toEqual([RELEASE, '25C2056']);
  });

  it('take recordings of one upgrade together, and are called as people call them', () => {
    const labels = { initiator: 'cli', release: '26.2 beta 1' };
    const more = upgrade(BETA_1, [], { labels, sha256: 'more' });
    const other = { ...more, runs: more.runs.map((run) => ({ ...run, trace: `more-${run.trace}` })) };
    const [first, second] = columns([upgrade(BETA_1), other, upgrade(BETA_2)], {
      names: new Map([[BETA_2, '26.2 beta 2']]),
    });
    expect([first?.name, first?.runs, second?.name]).toEqual([
      `26.2 beta 1 (${BETA_1})`,
      6,
      `26.2 beta 2 (${BETA_2})`,
    ]);
  });

  it('leave out what does not say where it leads', () => {
    const set = upgrade(BETA_3);
    const runs = set.runs.map(({ target, ...run }) => (target === undefined ? [] : run)).flat();
    const aimless = { ...set, runs };
    expect(historyOfSets([upgrade(BETA_1), upgrade(BETA_2), aimless]).notes[0]).toContain(
      '2.baseline.json does not say',
    );
  });
});

describe('a behaviour', () => {
  it('that comes, goes and comes back is one row', () => {
    const told = historyOfSets([
      upgrade(BETA_1),
      upgrade(BETA_2, helper),
      upgrade(BETA_3),
      upgrade(RELEASE, helper),
    ]);
    const row = rowAbout(told, HELPER);
    expect(row.line).toBe('no yes no yes');
    expect(row.transitions.map(({ what, build }) => [what, build])).toEqual([
      ['introduced', BETA_2],
      ['gone', BETA_3],
      ['back', RELEASE],
    ]);
    expect(row.summary).toBe(
      `introduced in 26.2 beta (${BETA_2}), not in 26.2 beta (${BETA_1}); gone in 26.2 beta (${BETA_3}); back in 26.2 (${RELEASE})`,
    );
    expect(told.rows).toHaveLength(1);
  });

  it('that changes its form and changes back is one row', () => {
    const moved = replaced(
      OTA,
      'com_apple_MobileAsset_MacSoftwareUpdate',
      'com_apple_MobileAsset_MacSystemUpdate',
    );
    const told = historyOfSets([upgrade(BETA_1), upgrade(BETA_2, [], {}, moved), upgrade(BETA_3)]);
    const row = rowAbout(told, 'AssetsV2');
    expect([row.changes, row.line]).toEqual([['file-moved'], 'before after before']);
    expect(row.transitions.map(({ what }) => what)).toEqual(['changed', 'back']);
    expect(row.after).toContain('MacSystemUpdate');
  });

  it('is not said to be gone where it was not recorded, and the change behind the gap is found', () => {
    const types = ['exec', 'fork', 'rename', 'create', 'signal'];
    const gone = OTA.filter(({ kind, key }) => !(kind === 'event' && key[0] === MOUNT));
    const blind = upgrade(BETA_2, [], { subscribed: types }, gone);
    const told = historyOfSets([upgrade(BETA_1), blind, upgrade(BETA_3, [], {}, gone)]);
    const row = rowAbout(told, 'mount /System/Volumes/Update/mnt1');
    expect(row.line).toBe('yes unknown no');
    expect(row.summary).toContain(`last in that to 26.2 beta (${BETA_1})`);
    const back = historyOfSets([upgrade(BETA_1), blind, upgrade(BETA_3)]);
    expect(back.rows.filter(({ subject }) => subject.includes('mnt1'))).toEqual([]);
  });

  it('belongs to the system that acts', () => {
    const early = daemon('platform:com.apple.earlyd', '/usr/libexec/earlyd', 20, UPDATED);
    const byBrain = daemon('platform:com.apple.sqlite3', '/usr/bin/sqlite3', 220, BRAIN);
    const late = line('file', [ASSETD, 'create', `${UPDATE_ASSET}/AssetData/done`], 800, 3);
    const told = historyOfSets([
      upgrade('25C56', [], from('26.1', '25B78')),
      upgrade('25D125', [...early, ...byBrain, late], from('26.2', '25C56')),
    ]);
    const sentences = ['earlyd', 'sqlite3', 'AssetData/done'].map((text) => {
      const { actor, summary } = rowAbout({ ...told, rows: told.rows }, text);
      return `${actor ?? ''}: ${summary}`;
    });
    expect(sentences).toEqual([
      'source: introduced in 26.2 (25C56), not in 26.1 (25B78)',
      'brain: introduced in 26.2 (25D125), not in 26.2 (25C56)',
      'target: introduced in 26.2 (25D125), not in 26.2 (25C56)',
    ]);
  });

  it('before the restart of one and the same system is of no build of it', () => {
    const early = daemon('platform:com.apple.earlyd', '/usr/libexec/earlyd', 20, UPDATED);
    const told = historyOfSets([upgrade(BETA_1), upgrade(BETA_2, early)]);
    const row = rowAbout(told, 'earlyd');
    expect(row.transitions[0]?.build).toBeNull();
    expect(row.summary).toContain(`introduced with the upgrade to 26.2 beta (${BETA_2})`);
    expect(told.notes.join()).toContain('26.1 (25B78) was running before the restart in 2 of these upgrades');
  });

  it('that held in every run of every build is listed, and what controls show is told apart', () => {
    const told = historyOfSets([upgrade(BETA_1), upgrade(BETA_2, helper)]);
    const texts = told.held.map(({ text }) => text);
    expect(texts).toContain(`${BRAIN} create /System/Volumes/Update/Preflight.plist`);
    expect(texts.filter((text) => text.includes(HELPER))).toEqual([]);
    const idle = upgrade(BETA_3, [], { role: 'control', method: 'control' }, without(OTA, BRAIN));
    const both = historyOfSets([upgrade(BETA_1), upgrade(BETA_2), idle]);
    expect(both.builds).toHaveLength(2);
  });
});

describe('the sample baselines', () => {
  const folder = fileURLToPath(new URL('../../baselines/', import.meta.url));
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.baseline.json'))
    .map((name) => folder + name);
  const tell = async (order: readonly string[]): Promise<readonly SeriesHistory[]> =>
    (await history({ files: order, least: 'medium', names: [], allowSynthetic: false })).series;

  it('give one history a method, and every simulated change to the release that brings it', async () => {
    const all = await tell(files);
    const ota = all.find(({ series }) => series.startsWith('ota'));
    expect(all.map(({ builds }) => builds.length)).toEqual([3, 3]);
    const since = (text: string): string | undefined =>
      ota?.rows.find(({ subject }) => subject.includes(text))?.summary;
    expect({
      launcher: since('SoftwareUpdateLauncher'),
      helper: since('deleted_helper'),
      staging: since('UpdateBrainService'),
      extraction: since('STExtractionService'),
      sqlite: since('sqlite3'),
    }).toEqual({
      launcher: 'introduced in 26.1 (25B78), not in 15.6 (24G84)',
      helper: 'introduced in 26.1 (25B78), not in 15.6 (24G84)',
      staging: 'changed in 26.2 (25C56), as before in 26.1 (25B78)',
      extraction: 'introduced in 26.2 (25C56), not in 26.1 (25B78)',
      sqlite: 'introduced in 26.3 (25D125), not in 26.2 (25C56)',
    });
  });

  it('tell the same in whatever order they are named', async () => {
    const ota = files.filter((name) => name.includes('.ota.'));
    expect(await tell([...ota].reverse())).toEqual(await tell(ota));
  });
});
