/** SIGKILL at random moments. */
import { seededRandom } from '../eslogger-stand-in/random.ts';
import { judge } from './judge.ts';
import { everyLine, runRecorder, type RecorderRun } from './recorder-run.ts';
import { inLanes, rowOf, type NamedJudgement, type Row } from './row.ts';

const ESLOGGER = { events: 40_000, eventsPerSecond: 10_000, startTimeMs: Date.UTC(2026, 7, 2) };
const LANES = 4;
/** Within it a recorder flushes some times and closes its trace. */
const LONGEST_MS = 5_000;

export async function killAtRandom(mode: RecorderRun['mode'], runs: number, seed: number): Promise<Row> {
  const random = seededRandom(seed);
  const moments = Array.from({ length: runs }, () => Math.round(random() * LONGEST_MS));
  const lines = await everyLine(ESLOGGER);
  const judged = await inLanes(moments, LANES, async (killAfterMs): Promise<NamedJudgement> => {
    const ran = await runRecorder({ mode, eslogger: ESLOGGER, killAfterMs });
    const judgement = await judge(ran, lines);
    ran.remove();
    return { ...judgement, run: `after ${killAfterMs} ms` };
  });
  return rowOf(`SIGKILL, ${mode}`, judged);
}
