import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { notAFile, readError } from './file-errors.ts';

/** A regular file opened for reading at any position. `size` is a snapshot: a file that still grows is read up to there. */
export class InputFile {
  readonly path: string;
  /** Bytes, when the file was opened. */
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /** Refuses everything but a regular file; never waits for the other end of a fifo. */
  static async open(path: string): Promise<InputFile> {
    let handle: FileHandle;
    try {
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      throw readError(error, path);
    }
    try {
      const status = await handle.stat();
      if (!status.isFile()) {
        throw notAFile(
          path,
          status.isDirectory() ? 'a directory' : status.isFIFO() ? 'a pipe' : 'a device or socket',
        );
      }
      return new InputFile(path, status.size, handle);
    } catch (error) {
      await handle.close();
      throw readError(error, path);
    }
  }

  /** The same open file, with the size that it has now. Closing one closes both. Follows it through a rename. */
  async atPresent(): Promise<InputFile> {
    try {
      return new InputFile(this.path, (await this.#handle.stat()).size, this.#handle);
    } catch (error) {
      throw readError(error, this.path);
    }
  }

  /** Up to `length` bytes from `offset`; fewer only at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const buffer = Buffer.allocUnsafe(wanted);
    const filled = await this.readInto(buffer, offset);
    if (filled !== wanted) {
      throw new AppError(
        'read-failed',
        `${this.path} became shorter while it was read: byte ${offset + filled} is gone.`,
        'Wait until nothing writes to the file, then run the command again.',
      );
    }
    return buffer;
  }

  /** Fills `buffer` from `offset` on and returns how many bytes there were. */
  async readInto(buffer: Buffer, offset: number): Promise<number> {
    let filled = 0;
    try {
      while (filled < buffer.length) {
        const { bytesRead } = await this.#handle.read(
          buffer,
          filled,
          buffer.length - filled,
          offset + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (error) {
      throw readError(error, this.path);
    }
    return filled;
  }

  /** The whole file from `offset` on, in pieces. Each piece is a new buffer. */
  async *chunks(offset = 0, chunkBytes = 1 << 20): AsyncGenerator<Buffer, void> {
    for (let position = offset; position < this.size; position += chunkBytes) {
      yield await this.read(position, chunkBytes);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
