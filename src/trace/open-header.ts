import { AppError } from '../errors.ts';
import { NOTHING_TO_RECOVER } from '../model/trace-report.ts';
import type { TraceHeader } from '../model/trace.ts';
import { validateDocument } from '../schema/validate.ts';
import { ByteWindow } from './byte-window.ts';
import { HEADER_MAGIC, isSkippableMagic, ZSTD_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import type { FrameReader } from './frame-reader.ts';
import { locateFrame } from './locate.ts';
import { findFrame } from './resync.ts';
import { shellWord } from '../model/shell-word.ts';

export interface OpenedHeader {
  readonly header: TraceHeader;
  /** Size of the header frame. */
  readonly bytes: number;
}

/** Errors: not-a-trace, future-version, trace-cut, DamageError. */
export async function readHeader(reader: FrameReader): Promise<OpenedHeader> {
  const { path, size } = reader.file;
  await refuseForeign(reader);
  const first = await locateFrame(new ByteWindow(reader.file), 0);
  if (first.kind !== 'skippable') {
    if (await findFrame(reader, 1)) throw new DamageError(0, 'its header has lost its end');
    throw cutInHeader(path, size);
  }
  const value = await reader.decodeJson(HEADER_MAGIC, 0, first.bytes);
  if (value['kind'] !== 'esdrift.trace') throw new DamageError(0, 'its first frame is no trace header');
  return { header: validateDocument('trace-header', value, path), bytes: first.bytes };
}

/** Errors: not-a-trace where the file does not begin as a trace does. */
export async function refuseForeign(reader: FrameReader): Promise<void> {
  const { path, size } = reader.file;
  if (size === 0) {
    throw new AppError('not-a-trace', `${path} is empty.`, NOTHING_TO_RECOVER);
  }
  const start = await reader.file.read(0, 4);
  if (start.length < 4 || start.readUInt32LE(0) !== HEADER_MAGIC) throw notATrace(path, start);
}

function notATrace(path: string, start: Buffer): AppError {
  const magic = start.length < 4 ? 0 : start.readUInt32LE(0);
  const zstd = magic === ZSTD_MAGIC || isSkippableMagic(magic);
  const gzip = start[0] === 0x1f && start[1] === 0x8b;
  const text = start[0] === 0x7b;
  const what = zstd
    ? ': it is zstd, without our header'
    : gzip
      ? ': it is gzip'
      : text
        ? ': it looks like JSON'
        : '';
  return new AppError(
    'not-a-trace',
    `${path} is not an esdrift trace${what}.`,
    `If it holds eslogger lines, make it a trace with \`esdrift trace import ${shellWord(path)}\`.`,
  );
}

function cutInHeader(path: string, size: number): AppError {
  return new AppError(
    'trace-cut',
    `${path} ends within its header, after ${size} bytes: no event was saved.`,
    NOTHING_TO_RECOVER,
  );
}
