import { AppError } from '../errors.ts';
import type { TraceRedaction } from '../model/trace-report.ts';
import { isSameFile } from '../platform/path-kind.ts';
import type { RedactionPolicy } from '../recorder/redaction/kinds.ts';
import { newRedactionKey } from '../recorder/redaction/pseudonym.ts';
import { Redactor } from '../recorder/redaction/redactor.ts';
import { FrameReader } from '../trace/frame-reader.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { scanTrace } from '../trace/scan.ts';
import { TraceWriter } from '../trace/writer.ts';
import { TraceRedactor } from './trace-redactor.ts';
import { Reading } from './reading.ts';
import { shellWord } from '../model/shell-word.ts';
import type { OnProgress } from '../model/progress.ts';

export interface RedactOptions {
  readonly out: string;
  readonly force: boolean;
  readonly policy: Exclude<RedactionPolicy, 'none'>;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Writes the same recording without what is nobody's business: the redaction that `record` does at capture time. The input is not touched.
 * It is read twice, because a name may stand in it before the event that shows it to be one. The key of the pseudonyms is new and kept nowhere.
 * Errors: usage, trace-cut (repair first), trace-damaged, output-exists, and those of reading and writing.
 */
export async function redactTrace(path: string, options: RedactOptions): Promise<TraceRedaction> {
  if (await isSameFile(path, options.out)) {
    throw new AppError('usage', 'A trace is never redacted in place.', 'Name another file with --out.');
  }
  const { out, force } = options;
  const input = await openTrace(path);
  try {
    refuseUnclosed(input);
    // What was hidden by strict stays hidden, and says so.
    const policy = input.header.redaction.policy === 'strict' ? 'strict' : options.policy;
    // It is read twice.
    const reading = await Reading.of([path, path], options.onProgress);
    const redactor = new Redactor({
      policy,
      key: newRedactionKey(),
      names: await learnNames(input, policy, reading),
    });
    const writer = await TraceWriter.open(out, {
      force,
      whenInterrupted: 'remove',
      partialEnding: '.redact.partial',
    });
    try {
      const changed = new TraceRedactor(writer, redactor);
      await copy(path, changed, reading);
      await writer.close();
      const { changedLines, replaced } = redactor.report();
      return {
        kind: 'esdrift.trace-redaction',
        path,
        out,
        id: input.header.id,
        policyBefore: input.header.redaction.policy,
        policy,
        events: changed.events,
        changedLines,
        changedRecords: changed.changedRecords,
        unreadableLines: changed.unreadableLines,
        replaced: Object.fromEntries(Object.entries(replaced).filter(([, times]) => times > 0)),
        bytes: writer.bytesWritten,
      };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  } finally {
    await input.close();
  }
}

function refuseUnclosed({ path, closed, cut }: TraceReader): void {
  if (closed && cut === undefined) return;
  throw new AppError(
    'trace-cut',
    `${path} was not closed, so what it holds is not certain.`,
    `Save what is good of it first: esdrift trace repair ${shellWord(path)} --out FILE`,
  );
}

async function learnNames(
  input: TraceReader,
  policy: RedactionPolicy,
  reading: Reading,
): Promise<ReturnType<Redactor['names']>> {
  const learner = new Redactor({ policy, key: newRedactionKey() });
  reading.begin(input.path);
  for (const frame of input.frames) {
    learner.eachLine(await input.decodeFrame(frame), () => undefined);
    reading.add(frame.compressedBytes);
  }
  return learner.names();
}

async function copy(path: string, changed: TraceRedactor, reading: Reading): Promise<void> {
  const reader = await FrameReader.open(path);
  try {
    reading.begin(path);
    for await (const part of scanTrace(reader)) {
      reading.add(part.bytes);
      if (part.kind === 'damage' || part.kind === 'rest') {
        throw new AppError(
          'trace-damaged',
          `${path} is damaged at byte ${part.offset}: ${part.reason}.`,
          `Save what is good of it first: esdrift trace repair ${shellWord(path)} --out FILE`,
        );
      }
      if (part.kind === 'header') changed.header(part.header);
      else if (part.kind === 'records') for (const record of part.frame.records) changed.record(record);
      else if (part.kind === 'data') changed.lines(part.content, part.metas);
      await changed.drain();
    }
  } finally {
    await reader.close();
  }
}
