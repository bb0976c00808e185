import { InputFile } from '../platform/input-file.ts';
import { ZstdError } from '../platform/zstd-error.ts';
import { zstdEngine, type ZstdEngine } from '../platform/zstd.ts';
import { sha256Hex, type FrameRef } from './account.ts';
import { RECORDS_MAGIC, SKIPPABLE_HEADER_BYTES } from './container.ts';
import { DamageError, traceDamaged } from './damage.ts';
import { frameHeaderBytes, parseFrameHeader } from './frame-header.ts';
import { decodeJsonFrame } from './json-frame.ts';
import { MAX_FRAME_BYTES, MAX_FRAME_CONTENT_BYTES, MAX_JSON_FRAME_BYTES } from './limits.ts';
import { parseRecords, type RecordsFrame } from './records.ts';

/**
 * Decodes frames whose place is known. It holds no state but the open file, so that workers can each have their own.
 * Whatever does not fit its digest, checksum or form is damage; nothing altered is ever handed out.
 */
export class FrameReader {
  readonly file: InputFile;
  readonly #engine: ZstdEngine;

  constructor(file: InputFile, engine: ZstdEngine) {
    this.file = file;
    this.#engine = engine;
  }

  static async open(path: string): Promise<FrameReader> {
    const engine = await zstdEngine();
    return new FrameReader(await InputFile.open(path), engine);
  }

  /** The same open file as it is now, where it grows. Closing one closes both. */
  async atPresent(): Promise<FrameReader> {
    return new FrameReader(await this.file.atPresent(), this.#engine);
  }

  /** Whole event lines, each with its newline. Errors: trace-damaged with the byte offset. */
  async decodeFrame(ref: FrameRef): Promise<Buffer> {
    return this.#orDamaged(async () => {
      const frame = await this.readBytes(ref.offset, ref.compressedBytes, MAX_FRAME_BYTES);
      if (sha256Hex(frame) !== ref.sha256)
        throw new DamageError(ref.offset, 'this frame does not fit its digest');
      return this.decode(frame, ref.offset, ref.rawBytes);
    });
  }

  /** Errors: DamageError. */
  async decode(frame: Buffer, offset: number, rawBytes: number): Promise<Buffer> {
    if (rawBytes > MAX_FRAME_CONTENT_BYTES) {
      throw new DamageError(
        offset,
        `this frame claims ${rawBytes} bytes of content, more than any frame may hold`,
      );
    }
    // An engine makes room for what the header says, so that is looked at first.
    const complete = frame.length > 5 && frame.length >= frameHeaderBytes(frame.readUInt8(4));
    const header = complete ? parseFrameHeader(frame) : 'it is too short';
    if (typeof header === 'string' || header.contentBytes !== rawBytes) {
      throw new DamageError(offset, `the header of this frame does not promise ${rawBytes} bytes of content`);
    }
    try {
      return await this.#engine.decompress(frame, rawBytes);
    } catch (error) {
      if (!(error instanceof ZstdError)) throw error;
      throw new DamageError(offset, `this frame does not decode: ${error.message}`, { cause: error });
    }
  }

  /** The JSON inside the skippable frame at `offset`. Errors: DamageError. */
  async decodeJson(
    magic: number,
    offset: number,
    bytes: number,
    maxBytes = MAX_JSON_FRAME_BYTES,
  ): Promise<Readonly<Record<string, unknown>>> {
    const frame = await this.readBytes(offset, bytes, maxBytes);
    if (frame.length < SKIPPABLE_HEADER_BYTES || frame.readUInt32LE(0) !== magic) {
      throw new DamageError(offset, 'here should be another kind of frame');
    }
    if (frame.readUInt32LE(4) !== frame.length - SKIPPABLE_HEADER_BYTES) {
      throw new DamageError(offset, 'this frame has another length than the index says');
    }
    const content = decodeJsonFrame(frame.subarray(SKIPPABLE_HEADER_BYTES));
    if (!content.ok) throw new DamageError(offset, `this JSON frame cannot be trusted: ${content.reason}`);
    return content.value;
  }

  /** Errors: DamageError. */
  async decodeRecords(offset: number, bytes: number): Promise<RecordsFrame> {
    return parseRecords(await this.decodeJson(RECORDS_MAGIC, offset, bytes), offset);
  }

  async readBytes(offset: number, bytes: number, maxBytes: number): Promise<Buffer> {
    if (bytes > maxBytes || offset + bytes > this.file.size) {
      throw new DamageError(offset, `a frame of ${bytes} bytes cannot be here`);
    }
    return this.file.read(offset, bytes);
  }

  async #orDamaged<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.asAppError(error);
    }
  }

  asAppError(error: unknown): unknown {
    return error instanceof DamageError ? traceDamaged(this.file.path, error) : error;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
