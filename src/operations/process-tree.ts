import { AppError } from '../errors.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { GrownTree, ProcessTree, TreeHead } from '../model/process-tree.ts';
import type { OnProgress } from '../model/progress.ts';
import { treeDocument } from '../model/tree-rows.ts';
import { PRODUCER } from '../model/version.ts';
import { framesAhead } from '../events/frames-ahead.ts';
import { LifeLines } from '../events/life-lines.ts';
import { LifeOrder } from '../events/life-order.ts';
import { Forest } from '../processes/forest.ts';
import { freeBytes } from '../platform/free-bytes.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { framesInOrder } from './frame-order.ts';
import { Reading } from './reading.ts';
import { recordingNote } from './recording-note.ts';
import { parseTimePoint } from './time-point.ts';
import { arrangeTree } from '../views/tree-arrangement.ts';
import { shellWord } from '../model/shell-word.ts';

export interface ProcessTreeOptions {
  readonly by: 'parent' | 'responsible';
  /** Glob over name, signing id, path and job label. Ancestors and descendants of a match are kept. */
  readonly program?: string | undefined;
  /** Offset from the first event, or a UTC time: processes that started before it are left out. */
  readonly since?: string | undefined;
  /** Levels below a root. */
  readonly depth?: number | undefined;
  /** Most processes in the result; 0: all. */
  readonly limit?: number | undefined;
  readonly withArgs?: boolean | undefined;
  /** Lines that cannot be read are an error (bad-lines) instead of a number. */
  readonly strict?: boolean | undefined;
  /** 1: everything in this thread. */
  readonly workers?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

const LIFE_EVENTS = ['fork', 'exec', 'exit'];

interface Grown {
  readonly forest: Forest;
  readonly badLines: number;
}

/** Other threads decode frames, this one reads their lines: the result depends on the lines alone. */
async function growForest(reader: TraceReader, options: ProcessTreeOptions): Promise<Grown> {
  const frames = framesInOrder(reader.frames, LIFE_EVENTS);
  const forest = new Forest();
  const order = new LifeOrder((rows, at) => forest.take(rows, at));
  const lines = new LifeLines({
    withArgs: options.withArgs ?? false,
    texts: forest.texts,
    visit: (rows, at) => order.push(rows, at),
  });
  const reading = await Reading.of([reader.path], options.onProgress);
  reading.begin(reader.path);
  let index = 0;
  for await (const { frame, bytes } of framesAhead(reader, frames, options.workers)) {
    lines.read(bytes, frame.segment);
    freeBytes(bytes);
    index += 1;
    const next = frames[index];
    if (next?.segment === frame.segment) order.passBelow(next.firstGlobalSeq);
    reading.add(frame.compressedBytes);
  }
  order.flush();
  forest.finish();
  return { forest, badLines: lines.badLines };
}

/** What `processTree` returns, without an object for each process. Errors: the same. */
export async function growTree(path: string, options: ProcessTreeOptions): Promise<GrownTree> {
  await using reader = await openTrace(path);
  const recording = await recordingNote(reader);
  const startMs = parseTimeMs(recording.startedAt) ?? 0;
  const sinceMs = options.since === undefined ? undefined : parseTimePoint(options.since, startMs, '--since');
  const { forest, badLines } = await growForest(reader, options);
  if (badLines > 0 && options.strict === true) {
    throw new AppError(
      'bad-lines',
      `${badLines} lines of ${path} are no events.`,
      `Locate them: esdrift trace verify ${shellWord(path)}`,
    );
  }
  if (forest.processes.count === 0) {
    throw new AppError(
      'no-events',
      `${path} has no fork, exec or exit event, so there is no process to draw.`,
      `See what it holds: esdrift trace info ${shellWord(path)}`,
    );
  }
  const { columns, totals } = arrangeTree(forest, { ...options, sinceMs, startMs });
  const head: TreeHead = {
    kind: 'esdrift.process-tree',
    formatVersion: 1,
    producer: PRODUCER,
    recording,
    by: options.by,
    filters: {
      ...(options.program === undefined ? {} : { program: options.program }),
      ...(sinceMs === undefined ? {} : { sinceMs }),
      ...(options.depth === undefined ? {} : { depth: options.depth }),
    },
    totals: { ...totals, badLines },
  };
  return { head, columns };
}

/**
 * The processes of a trace, with their parents or responsible processes. Errors: no-events where there is no fork, exec or exit;
 * usage; those of opening and reading a trace.
 */
export async function processTree(path: string, options: ProcessTreeOptions): Promise<ProcessTree> {
  return { ...treeDocument(await growTree(path, options)) };
}
