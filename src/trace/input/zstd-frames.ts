import { AppError } from '../../errors.ts';
import { ZstdError } from '../../platform/zstd-error.ts';
import type { ZstdEngine } from '../../platform/zstd.ts';
import { validateDocument } from '../../schema/validate.ts';
import {
  HEADER_MAGIC,
  isSkippableMagic,
  RECORDS_MAGIC,
  SKIPPABLE_HEADER_BYTES,
  ZSTD_MAGIC,
} from '../container.ts';
import { DamageError } from '../damage.ts';
import { frameHeaderBytes, MAX_FRAME_HEADER_BYTES, parseFrameHeader } from '../frame-header.ts';
import { decodeJsonFrame } from '../json-frame.ts';
import { MAX_JSON_FRAME_BYTES } from '../limits.ts';
import { parseRecords } from '../records.ts';
import type { ByteQueue } from './byte-queue.ts';
import type { InputPart } from './content.ts';
import { CutError, FrameBytes } from './frame-bytes.ts';
import { inputDamaged } from './input-errors.ts';
import type { RatioGuard } from './ratio-guard.ts';

/** Frames of known content up to this size are decoded in one go; larger ones piece by piece. */
const ONE_SHOT_BYTES = 8 * 1024 * 1024;
/** A frame may be a little larger than its content where it does not compress, and have some empty blocks. */
const ONE_SHOT_FRAME_BYTES = ONE_SHOT_BYTES + 1024 * 1024;

export interface ZstdInput {
  /** As the person named it. */
  readonly name: string;
  readonly queue: ByteQueue;
  readonly engine: ZstdEngine;
  readonly guard: RatioGuard;
}

/**
 * Reads any row of zstd frames, ours or not, from a stream. Each frame goes to a decoder of its own, because Node's decoder
 * stops silently at a skippable frame. Errors: trace-damaged, limit-exceeded, future-version, unsupported-here.
 */
export async function* readZstdFrames(input: ZstdInput): AsyncGenerator<InputPart, void> {
  const { queue, name } = input;
  /** Inside one of our own traces frames are small and proven: repetitive events may well compress 5000 times. */
  let ours = false;
  for (;;) {
    const offset = queue.offset;
    const start = await queue.peek(SKIPPABLE_HEADER_BYTES);
    if (start.length === 0) return;
    try {
      const magic = start.length < 4 ? 0 : start.readUInt32LE(0);
      if (start.length < SKIPPABLE_HEADER_BYTES) throw new CutError();
      if (isSkippableMagic(magic)) {
        const part = await readSkippable(input, magic, offset);
        if (part?.kind === 'header') ours = true;
        if (part) yield part;
      } else if (magic === ZSTD_MAGIC) yield* readDataFrame(input, offset, ours);
      else throw new DamageError(offset, 'no zstd frame begins here');
    } catch (error) {
      if (error instanceof CutError) {
        yield { kind: 'cut', offset };
        return;
      }
      throw error instanceof DamageError ? inputDamaged(name, error) : error;
    }
  }
}

async function readSkippable(
  { queue, name }: ZstdInput,
  magic: number,
  offset: number,
): Promise<InputPart | undefined> {
  const header = await queue.take(SKIPPABLE_HEADER_BYTES);
  const bytes = header.readUInt32LE(4);
  if ((magic !== HEADER_MAGIC && magic !== RECORDS_MAGIC) || bytes > MAX_JSON_FRAME_BYTES) {
    if ((await queue.skip(bytes)) < bytes) throw new CutError();
    return undefined;
  }
  const payload = await queue.take(bytes);
  if (payload.length < bytes) throw new CutError();
  const content = decodeJsonFrame(payload);
  if (!content.ok) {
    // Other tools use skippable frames too; only one that checks itself is ours.
    if (!payload.subarray(0, 9).equals(Buffer.from('{"crc32":'))) return undefined;
    throw new DamageError(offset, `a record of the trace cannot be trusted: ${content.reason}`);
  }
  if (magic === RECORDS_MAGIC) return { kind: 'records', frame: parseRecords(content.value, offset) };
  if (content.value['kind'] !== 'esdrift.trace') return undefined;
  return { kind: 'header', header: validateDocument('trace-header', content.value, name) };
}

async function* readDataFrame(
  input: ZstdInput,
  offset: number,
  ours: boolean,
): AsyncGenerator<InputPart, void> {
  const { queue, guard } = input;
  const start = await queue.peek(MAX_FRAME_HEADER_BYTES);
  if (start.length < frameHeaderBytes(start.readUInt8(4))) throw new CutError();
  const header = parseFrameHeader(start);
  if (typeof header === 'string') throw new DamageError(offset, header);
  if (header.dictionary) throw needsDictionary(input.name);
  const { contentBytes } = header;
  const frame = new FrameBytes(queue, header, offset, guard);
  const makes = (bytes: number): void => {
    if (!ours) guard.makes(bytes);
  };
  try {
    if (contentBytes !== undefined && contentBytes <= ONE_SHOT_BYTES) {
      makes(contentBytes);
      yield {
        kind: 'content',
        bytes: await input.engine.decompress(await frame.whole(ONE_SHOT_FRAME_BYTES), contentBytes),
      };
    } else {
      for await (const bytes of streamOf(input)(frame.blocks())) {
        makes(bytes.length);
        yield { kind: 'content', bytes };
      }
    }
  } catch (error) {
    if (frame.cut) throw new CutError();
    throw error instanceof ZstdError ? new DamageError(offset, error.message, { cause: error }) : error;
  }
  if (frame.cut) throw new CutError();
}

function streamOf({ engine, name }: ZstdInput): NonNullable<ZstdEngine['stream']> {
  if (engine.stream) return engine.stream;
  throw new AppError(
    'unsupported-here',
    `${name} has zstd frames that the portable zstd engine cannot decode: they are large, or do not say how large.`,
    `Decompress it on the way in (\`zstdcat ${name} | esdrift trace import -\`), or run Node 22.15 or newer.`,
  );
}

function needsDictionary(name: string): AppError {
  return new AppError(
    'unsupported-here',
    `${name} was compressed with a zstd dictionary.`,
    'Decompress it with that dictionary (`zstd -d -D DICT`), then import the result.',
  );
}
