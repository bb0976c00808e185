/** Every operation on the disk goes wrong once, in each way that fits it. */
import type { DiskOperation, FaultKind } from './disk-plan.ts';
import { judge } from './judge.ts';
import { everyLine, runRecorder, type RecorderRun } from './recorder-run.ts';
import { inLanes, rowOf, type NamedJudgement, type Row } from './row.ts';
import { saidProblems } from './said.ts';

const ESLOGGER = { events: 16_000, eventsPerSecond: 8_000, startTimeMs: Date.UTC(2026, 7, 1) };
const LANES = 3;

interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
}

/** `most`: of all the faults there are, so many, evenly chosen. */
export async function breakEveryOperation(
  mode: RecorderRun['mode'],
  most = Infinity,
): Promise<readonly Row[]> {
  const run: RecorderRun = { mode, eslogger: ESLOGGER, sync: 'always' };
  const lines = await everyLine(ESLOGGER);
  const clean = await runRecorder(run);
  clean.remove();
  const faults = clean.operations.flatMap(({ name }, at) =>
    faultsOf(name).map((kind): Fault => ({ at, kind })),
  );
  const step = Math.max(1, faults.length / most);
  const chosen = faults.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const judged = await inLanes(chosen, LANES, async (fault): Promise<Fault & NamedJudgement> => {
    const ran = await runRecorder({ ...run, disk: { fault } });
    const judgement = await judge(ran, lines);
    const problems = [...judgement.problems, ...saidProblems(ran, judgement, ESLOGGER.events)];
    const met = ran.operations.find(({ ended }) => ended !== 'done')?.name ?? 'not reached';
    ran.remove();
    return { ...fault, ...judgement, problems, run: `operation ${fault.at} (${met})` };
  });
  const kinds: readonly FaultKind[] = ['ENOSPC', 'EIO', 'torn', 'short'];
  return kinds.map((kind) =>
    rowOf(
      `${kind}, ${mode}`,
      judged.filter((one) => one.kind === kind),
    ),
  );
}

function faultsOf(name: DiskOperation['name']): readonly FaultKind[] {
  return name === 'write' ? ['ENOSPC', 'EIO', 'torn', 'short'] : ['ENOSPC', 'EIO'];
}
