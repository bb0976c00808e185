/** What a recorder left behind, held against what eslogger wrote and what the disk took. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { verifyTrace, verifyExit } from '../../src/operations/trace-verify.ts';
import type { DiskOperation } from './disk-plan.ts';
import type { RanRecorder } from './recorder-run.ts';

export interface Judgement {
  /** `nothing`: it ended before the first event was on its way to the disk. */
  readonly left: 'whole' | 'cut' | 'nothing';
  readonly events: number;
  /** Broken promises, for people. */
  readonly problems: readonly string[];
}

/** `lines`: everything eslogger wrote, or would have. `folder`: where there is room for a repaired trace. */
export async function judge(ran: RanRecorder, lines: Buffer, folder = dirname(ran.out)): Promise<Judgement> {
  if (existsSync(ran.out)) return judgeClosed(ran, lines);
  const path = `${ran.out}.partial`;
  const saved = savedTo(ran.operations, path);
  if (!existsSync(path) || statSync(path).size === 0)
    return {
      left: 'nothing',
      events: 0,
      // A header without an event is not kept, where the recorder lives to say so.
      problems: saved > 0 && ran.code !== 2 ? [`${saved} bytes had landed and are gone`] : [],
    };
  const problems: string[] = [];
  const verified = await verifyTrace(path, { schema: false });
  const { state, events, goodBytes } = verified;
  if (state === 'damaged') problems.push('verify says damaged');
  if (state === 'cut' && verifyExit(verified) !== 3) problems.push('verify does not end with 3');
  if (goodBytes < saved) problems.push(`${saved} bytes had landed, ${goodBytes} read`);
  if (events === 0) return { left: 'nothing', events, problems };
  problems.push(
    ...(await prefixProblems(path, events, lines)),
    ...(await repairProblems(path, events, hasAll(lines, events), folder)),
  );
  return { left: state === 'whole' ? 'whole' : 'cut', events, problems };
}

async function judgeClosed({ out }: RanRecorder, lines: Buffer): Promise<Judgement> {
  const { state, events } = await verifyTrace(out, { schema: false });
  const problems = state === 'whole' ? [] : [`the trace has its name and is ${state}`];
  return { left: 'whole', events, problems: [...problems, ...(await prefixProblems(out, events, lines))] };
}

/** Where what landed without a fault ends; a write that was torn is no promise. */
function savedTo(operations: readonly DiskOperation[], path: string): number {
  return Math.max(
    0,
    ...operations.map((one) => (one.path === path && one.ended === 'done' ? (one.to ?? 0) : 0)),
  );
}

/** The recorder was stopped behind its last event: nothing is missing. */
function hasAll(lines: Buffer, events: number): boolean {
  let count = 0;
  for (let at = lines.indexOf(10); at !== -1; at = lines.indexOf(10, at + 1)) count += 1;
  return count === events;
}

async function prefixProblems(path: string, events: number, lines: Buffer): Promise<readonly string[]> {
  let at = 0;
  for await (const piece of (await traceLines(path, { records: false })).pieces) {
    if (!lines.subarray(at, at + piece.length).equals(piece))
      return [`its lines are not the first ${events} that eslogger wrote`];
    at += piece.length;
  }
  const { lost } = await traceInfo(path);
  return lost === 0 ? [] : [`${lost} events counted as lost, and none was`];
}

async function repairProblems(
  path: string,
  events: number,
  isAll: boolean,
  folder: string,
): Promise<readonly string[]> {
  const out = join(folder, 'repaired.jsonl.zst');
  const repair = await repairTrace(path, {
    out,
    force: true,
    now: () => 0,
    randomBytes: (count) => new Uint8Array(count),
  });
  const [verified, info] = [await verifyTrace(out, { schema: false }), await traceInfo(out)];
  const isSaid = info.blindWindows.some(
    ({ from, to, reason }) => reason === 'cut' && from === info.segments.at(-1)?.lastTime && to === null,
  );
  return [
    ...(verified.state === 'whole' ? [] : [`repaired, it is ${verified.state}`]),
    ...(repair.keptEvents === events ? [] : [`repair kept ${repair.keptEvents} of ${events} events`]),
    ...(isSaid || isAll ? [] : ['repaired, it does not say since when it is blind']),
  ];
}
