/**
 * Lines that another program reads from eslogger, over a pipe or from a file, as the source of a recording. Nothing here knows when eslogger started or ended:
 * segments follow from the numbers of the lines.
 */
import { AppError } from '../errors.ts';
import { closeStdin } from '../platform/stdin.ts';
import { openInputInBlocks, readInput } from '../trace/input/open-input.ts';
import { ImportedSegments } from '../trace/input/segments.ts';
import type { TraceLimits } from '../trace/limits.ts';
import { LineIntake } from './line-intake.ts';
import type { Recording } from './recording.ts';
import { RecordingQueue } from './recording-queue.ts';
import type { Redactor } from './redaction/redactor.ts';
import { shellWord } from '../model/shell-word.ts';

export interface InputSourceOptions {
  /** A path, or `-`. */
  readonly from: string;
  readonly limits: TraceLimits;
  readonly queueBytes: number;
  readonly redactor: Redactor;
  readonly clock: () => number;
}

/** Until the input ends or the recording does. Errors: those of reading the input; usage for an input that is a trace. */
export async function recordInput(recording: Recording, options: InputSourceOptions): Promise<void> {
  const { from, limits, redactor, clock } = options;
  const { input, release } = openInputInBlocks(from);
  const segments = new ImportedSegments(recording.writer);
  const queue = new RecordingQueue({
    limitBytes: options.queueBytes,
    clock,
    // A file waits without loss; behind a pipe somebody may be dropping events meanwhile.
    onWaited: (waited) => {
      if (from === '-')
        recording.record({
          kind: 'backpressure',
          segment: segments.current,
          time: recording.nowText(),
          ...waited,
        });
    },
  });
  const intake = new LineIntake({
    source: 'input',
    maxLineBytes: limits.maxLineBytes,
    redactor,
    onRecord: (record) => recording.record(record),
    onEvent: (line, envelope) =>
      recording.event(
        line,
        envelope,
        segments.place(envelope, () => ({ source: 'input' })),
      ),
  });
  void recording.stopping.then(() => {
    queue.close();
    if (from === '-') closeStdin();
  });
  const cut = () => {
    const { lastTime } = recording;
    recording.record({
      kind: 'blind-window',
      ...(lastTime === undefined ? {} : { from: lastTime }),
      reason: 'input-cut',
    });
  };
  const filling = queue.fillFrom(contents(input.name, readInput(input, limits), cut));
  try {
    for await (const chunk of queue.chunks()) {
      intake.push(chunk);
      release(chunk);
      await recording.drain();
    }
    intake.end();
    segments.finish(recording.isStopping ? await recording.stopping : 'end-of-input');
  } finally {
    queue.close();
    if (from === '-') closeStdin();
    await filling;
  }
}

async function* contents(
  name: string,
  parts: ReturnType<typeof readInput>,
  onCut: () => void,
): AsyncGenerator<Buffer, void> {
  for await (const part of parts) {
    if (part.kind === 'content') yield part.bytes;
    else if (part.kind === 'cut') onCut();
    else {
      throw new AppError(
        'usage',
        `${name} is a trace already.`,
        `Look at it with: esdrift trace info ${shellWord(name)}`,
      );
    }
  }
}
