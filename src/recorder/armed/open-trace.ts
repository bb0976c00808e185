/** The trace of an armed recording: begun at the first boot, gone on with at each later one. */
import { AppError, type ErrorCode } from '../../errors.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { moveAside } from '../../platform/move-aside.ts';
import { TraceWriter } from '../../trace/writer.ts';
import type { EarlierPart } from '../recording.ts';
import type { ArmedPaths } from './paths.ts';

export interface ArmedTrace {
  readonly writer: TraceWriter;
  /** Undefined where nothing was recorded before. */
  readonly earlier: EarlierPart | undefined;
  /** What could not be gone on with, and where it is now. */
  readonly warning: string | undefined;
}

const KEEP = { force: false, whenInterrupted: 'keep' } as const;

/** `reason`: why nobody recorded since. Errors: output-locked while another recorder runs, output-exists where it has been closed, output-unwritable. */
export async function openArmedTrace(
  paths: ArmedPaths,
  makeHeader: () => TraceHeader,
  reason: string,
): Promise<ArmedTrace> {
  try {
    const { writer, left } = await TraceWriter.resume(paths.trace, KEEP);
    const { segment, lastTime } = left;
    if (segment?.isOpen === true) {
      writer.record({
        kind: 'segment-end',
        segment: segment.segment,
        reason: 'cut',
        ...(lastTime !== undefined && { time: lastTime }),
      });
    }
    const { os, bootTime } = segment ?? {};
    return {
      writer,
      earlier: { segment: segment?.segment ?? -1, lastTime, os, bootTime, reason },
      warning: undefined,
    };
  } catch (error) {
    const warning = await clearTheWay(error, paths);
    const writer = await TraceWriter.create(paths.trace, makeHeader(), KEEP);
    return { writer, earlier: undefined, warning };
  }
}

/** What is wrong with a trace itself, not with the place it is in. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set([
  'trace-cut',
  'not-a-trace',
  'trace-damaged',
  'document-invalid',
]);

/** A trace that cannot be gone on with is kept beside the new one. Undefined where there was none; rethrows what stands in the way of any trace. */
async function clearTheWay(error: unknown, { trace }: ArmedPaths): Promise<string | undefined> {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'not-found') return undefined;
  if (!HOPELESS.has(error.code)) throw error;
  const aside = await moveAside(`${trace}.partial`);
  return `What was recorded before cannot be gone on with (${error.message}); it is kept as ${aside}.`;
}
