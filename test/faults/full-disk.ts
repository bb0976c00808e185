/** A disk that is really full: a small file system where one may be mounted, and a limit on the size of the file, which needs no rights. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge } from './judge.ts';
import { everyLine, runRecorder, type RecorderRun } from './recorder-run.ts';
import { inLanes, rowOf, type NamedJudgement, type Row } from './row.ts';
import { saidProblems } from './said.ts';

const ESLOGGER = { events: 24_000, eventsPerSecond: 8_000, startTimeMs: Date.UTC(2026, 7, 3) };
const SIZES_KIB = [8, 20, 64, 120, 180, 240];

export async function limitFile(sizesKib: readonly number[] = SIZES_KIB): Promise<Row> {
  return fill('file size limit (ulimit -f)', sizesKib, (fileBlocks) =>
    runAndJudge({ fileBlocks }, `${fileBlocks} KiB`),
  );
}

/** Undefined where this system lets nobody mount one. `floor`: the recorder is to end before the disk is full. */
export async function fillFileSystem(
  floor: boolean,
  sizesKib: readonly number[] = SIZES_KIB,
): Promise<Row | undefined> {
  if (!mayMount()) return undefined;
  const flags = ['--disk-floor', floor ? '80KiB' : '1'];
  return fill(`tmpfs${floor ? ', with --disk-floor' : ''}`, sizesKib, async (kib) => {
    const folder = mkdtempSync(join(tmpdir(), 'esdrift-full-'));
    mount(folder, kib);
    try {
      return await runAndJudge({ folder, flags }, `${kib} KiB`);
    } finally {
      spawnSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });
}

async function fill(
  what: string,
  sizesKib: readonly number[],
  one: (kib: number) => Promise<NamedJudgement>,
): Promise<Row> {
  return rowOf(what, await inLanes(sizesKib, 3, one));
}

async function runAndJudge(more: Partial<RecorderRun>, name: string): Promise<NamedJudgement> {
  const lines = await everyLine(ESLOGGER);
  const ran = await runRecorder({ mode: 'pipe', eslogger: ESLOGGER, ...more });
  const judgement = await judge(ran, lines, mkdtempSync(join(tmpdir(), 'esdrift-repaired-')));
  const problems = [...judgement.problems, ...saidProblems(ran, judgement, ESLOGGER.events)];
  ran.remove();
  return { ...judgement, problems, run: name };
}

function mount(folder: string, kib: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k,mode=700`, 'tmpfs', folder]).status === 0;
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-mount-'));
  const may = mount(folder, 64);
  if (may) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return may;
}
