/**
 * A release that differs in one large way: the asset folder moved, the brain was signed anew, and a service came that extracts. Several runs of either
 * side, with all the noise of a Mac. A person must see on one screen what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diff } from '../../src/operations/diff.ts';
import { renderDrift } from '../../src/report/drift.ts';
import type { DriftReport } from '../../src/model/drift.ts';
import { simulate } from '../simulator/simulate.ts';
import { NO_TWEAKS, type Tweaks } from '../simulator/tweaks.ts';
import { findVersion } from '../simulator/versions.ts';
import { inProcess } from './pipeline.ts';

const folder = mkdtempSync(join(tmpdir(), 'esdrift-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RELEASE: Tweaks = {
  ...NO_TWEAKS,
  traits: { extractionService: true, brainRunsSqlite: false },
  assetFolder: (path) => path.replace('/AssetsV2/', '/AssetsV3/'),
  edit: (id, program) =>
    id === 'brain'
      ? { ...program, signingId: 'com.apple.MobileSoftwareUpdate.UpdateEngineService' }
      : program,
};
const SCREEN = { columns: 100, lines: 48 };

async function record(name: string, to: '26.2' | '26.3', tweaks: Tweaks): Promise<string> {
  const step = { from: findVersion('26.1'), to: findVersion(to) };
  const out = join(folder, `${name}.jsonl.zst`);
  const simulation = simulate({ scenario: 'ota', step, seed: name, noise: 0.3, tweaks });
  const machine = { model: 'VirtualMac2,1', virtualMachine: true };
  await inProcess.import({ scenario: 'ota', step, simulation, listsEvents: true, machine, out });
  return out;
}

const recordAll = (names: readonly string[], to: '26.2' | '26.3', tweaks: Tweaks): Promise<string[]> =>
  Promise.all(names.map((name) => record(name, to, tweaks)));

async function compared(): Promise<DriftReport> {
  const before = join(folder, 'macos-26.2.baseline.json');
  const old = await recordAll(['old-1', 'old-2', 'old-3', 'old-4', 'old-5'], '26.2', NO_TWEAKS);
  await inProcess.baseline(old, [], before);
  const after = await recordAll(['new-1', 'new-2', 'new-3'], '26.3', RELEASE);
  const options = { allowSynthetic: false, acrossMethods: false, require: 'majority' } as const;
  return (await diff({ before: [before], after, ...options })).report;
}

/** Without the folder, whose name differs from machine to machine. */
function anonymous(report: DriftReport): DriftReport {
  const bare = (text: string): string => text.replaceAll(`${folder}/`, '');
  const [before, after] = [report.before, report.after].map((side) => ({
    ...side,
    name: bare(side.name),
    files: side.files.map((file) => ({ ...file, path: bare(file.path) })),
  }));
  return { ...report, before: before ?? report.before, after: after ?? report.after };
}

describe('a release that differs in one large way', () => {
  it('is told on one screen', async () => {
    const options = { columns: SCREEN.columns, color: false, all: false, limit: 100 };
    const text = renderDrift(anonymous(await compared()), options);
    await expect(text).toMatchFileSnapshot('golden/release.golden.txt');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(SCREEN.lines);
  });
});
