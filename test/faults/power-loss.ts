/**
 * Power that goes away: what was synced is there, and of what was written later each page is there or is not, as file systems do it. Made from one recording
 * and what its disk was told; a real power loss cannot be had here.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { seededRandom } from '../eslogger-stand-in/random.ts';
import { runRecorder } from './recorder-run.ts';
import { rowOf, type NamedJudgement, type Row } from './row.ts';

const ESLOGGER = { events: 12_000, eventsPerSecond: 8_000, startTimeMs: Date.UTC(2026, 7, 5) };
const PAGE = 4096;

interface Moment {
  /** Everything before is on the disk; up to here it was written. */
  readonly syncedTo: number;
  readonly writtenTo: number;
}

export async function losePower(times: number, seed: number): Promise<Row> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-power-'));
  const ran = await runRecorder({ mode: 'live', eslogger: ESLOGGER, sync: 'always' });
  const bytes = readFileSync(ran.out);
  await using trace = await openTrace(ran.out);
  const moments = momentsOf(ran);
  const judged: NamedJudgement[] = [];
  for (let time = 0; time < times; time += 1) {
    const moment = pick(moments, random);
    const path = join(folder, `${time}.jsonl.zst.partial`);
    writeFileSync(path, imageOf(bytes, moment, random));
    const synced = trace.frames
      .filter(({ offset, compressedBytes }) => offset + compressedBytes <= moment.syncedTo)
      .reduce((sum, { lines }) => sum + lines, 0);
    judged.push({ run: `image ${time}, seed ${seed}`, ...(await judgeImage(path, synced)) });
  }
  ran.remove();
  rmSync(folder, { recursive: true });
  return rowOf('power loss', judged);
}

/** The disk synced last at some time before: with every flush, or every few seconds, as the policy has it. */
function pick(moments: readonly Moment[], random: () => number): Moment {
  const at = Math.floor(random() * moments.length);
  const { writtenTo } = moments[at] ?? { writtenTo: 0 };
  const { syncedTo } = moments[Math.floor(random() * (at + 1))] ?? { syncedTo: 0 };
  return { writtenTo, syncedTo };
}

/** After every write. */
function momentsOf({ operations, out }: Awaited<ReturnType<typeof runRecorder>>): readonly Moment[] {
  let syncedTo = 0;
  let writtenTo = 0;
  return operations
    .filter(({ path }) => path === `${out}.partial`)
    .map(({ name, to }): Moment => {
      if (name === 'sync') syncedTo = writtenTo;
      writtenTo = Math.max(writtenTo, to ?? 0);
      return { syncedTo, writtenTo };
    });
}

function imageOf(bytes: Buffer, { syncedTo, writtenTo }: Moment, random: () => number): Buffer {
  const image = Buffer.from(bytes.subarray(0, writtenTo));
  for (let page = Math.floor(syncedTo / PAGE) * PAGE; page < writtenTo; page += PAGE)
    if (random() < 0.5) image.fill(0, Math.max(page, syncedTo), Math.min(page + PAGE, writtenTo));
  // The size may be older, too.
  return random() < 0.5 ? image : image.subarray(0, syncedTo + Math.floor(random() * (writtenTo - syncedTo)));
}

async function judgeImage(path: string, synced: number): Promise<Omit<NamedJudgement, 'run'>> {
  if (synced === 0) return { left: 'nothing', events: 0, problems: [] };
  const { state } = await verifyTrace(path, { schema: false });
  const out = `${path}.repaired`;
  const fixed = { force: true, now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };
  const { keptEvents } = await repairTrace(path, { ...fixed, out });
  const repaired = await verifyTrace(out, { schema: false });
  const problems = [
    ...(keptEvents >= synced ? [] : [`${synced} events were synced, ${keptEvents} are left`]),
    ...(repaired.state === 'whole' ? [] : [`repaired, it is ${repaired.state}`]),
  ];
  return { left: state === 'whole' ? 'whole' : 'cut', events: keptEvents, problems };
}
