/** A disk that takes its time: eslogger has to wait, which the trace says, and either nothing is lost or the trace says exactly what. */
import { isDeepStrictEqual } from 'node:util';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { runRecorder, type RanRecorder, type RecorderRun } from './recorder-run.ts';
import { rowOf, type Row } from './row.ts';

const START = Date.UTC(2026, 7, 4);
/** Two pieces of a pipe: full as soon as the recorder waits for the disk at all. */
const QUEUE_BYTES = 128 * 1024;
/** More than pipe, queue and frames in flight hold together. */
const PATIENT = { events: 40_000, startTimeMs: START };
/** As the kernel: what no longer fits its queue is dropped. */
const DROPPING = { ...PATIENT, eventsPerSecond: 20_000, queue: 2_000 };

/** `delayMs`: of every operation. */
export function makeWait(delayMs: number): Promise<Row> {
  return slow('slow disk, eslogger waits', { mode: 'live', eslogger: PATIENT, disk: { delayMs } });
}

/** Shows what it is for where the machine is fast enough to send 20,000 events a second. */
export function makeDrop(delayMs: number): Promise<Row> {
  return slow('slow disk, the kernel drops', { mode: 'live', eslogger: DROPPING, disk: { delayMs } });
}

async function slow(what: string, run: RecorderRun): Promise<Row> {
  const ran = await runRecorder({ ...run, queueBytes: QUEUE_BYTES });
  const problems =
    ran.code === 0
      ? await problemsOf(ran, run.eslogger.queue !== undefined)
      : [`it ended with ${ran.code ?? 'a signal'}`];
  const events = ran.eslogger.account(0)?.written ?? 0;
  ran.remove();
  return rowOf(what, [{ run: 'one run', left: 'whole', events, problems }]);
}

async function problemsOf({ out, eslogger }: RanRecorder, mayLose: boolean): Promise<readonly string[]> {
  const truth = eslogger.account(0);
  const [info, { state }] = [await traceInfo(out), await verifyTrace(out, { schema: false })];
  let records = '';
  for await (const piece of (await traceLines(out, { records: true })).pieces) records += piece.toString();
  return [
    ...(state === 'whole' ? [] : [`it is ${state}`]),
    ...(records.includes('"backpressure"') ? [] : ['it does not say that eslogger had to wait']),
    ...(info.events === truth?.written ? [] : [`${truth?.written ?? 0} written, ${info.events} recorded`]),
    ...(info.lost === truth?.lost ? [] : [`${truth?.lost ?? 0} lost, ${info.lost} said`]),
    ...(isDeepStrictEqual(info.lostByType, truth?.lostByType)
      ? []
      : ['the loss is not said by type as it was']),
    ...(mayLose === info.lost > 0 ? [] : ['the run did not show what it is for']),
  ];
}
