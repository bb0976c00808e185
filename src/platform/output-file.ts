import { constants, unlinkSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../errors.ts';
import { writeError } from './file-errors.ts';
import { checkOutputPath, createExclusively, moveIntoPlace, syncDirectory } from './files.ts';
import { LockFile } from './lock-file.ts';
import { kindOfPath } from './path-kind.ts';
import { shellWord } from '../model/shell-word.ts';

export interface OutputOptions {
  /** Replace what is there. */
  readonly force: boolean;
  /** What happens to the unfinished file when the process ends early: a recording keeps it, a conversion does not. */
  readonly whenInterrupted: 'keep' | 'remove';
  /** Ending of the unfinished file, where another one may be beside it that must stay: `.repair.partial`. Default `.partial`. */
  readonly partialEnding?: string;
}

/**
 * A file that grows under `NAME.partial`, beside `NAME.lock`, and gets its name only when it is whole.
 * It follows no symbolic link and replaces nothing without `force`.
 */
export class OutputFile {
  readonly path: string;
  readonly partialPath: string;
  readonly #options: OutputOptions;
  readonly #handle: FileHandle;
  readonly #lock: LockFile;
  #position = 0;
  #open = true;
  #nameIsSynced = false;

  private constructor(path: string, options: OutputOptions, handle: FileHandle, lock: LockFile) {
    this.path = path;
    this.partialPath = partialName(path, options);
    this.#options = options;
    this.#handle = handle;
    this.#lock = lock;
  }

  /** Errors: output-exists, output-locked, output-unwritable. */
  static async create(path: string, options: OutputOptions): Promise<OutputFile> {
    await checkOutputPath(path, options);
    const partial = partialName(path, options);
    const lock = await LockFile.acquire(`${path}.lock`);
    try {
      const kind = await kindOfPath(partial);
      if (kind === 'directory' || kind === 'other') throw inTheWay(partial);
      if (kind !== 'none') {
        if (!options.force && options.partialEnding === undefined) throw leftover(partial, path);
        await rm(partial);
      }
      const file = new OutputFile(path, options, await createExclusively(partial), lock);
      if (options.whenInterrupted === 'remove') removeAtExit(partial, lock.path);
      return file;
    } catch (error) {
      await lock.release();
      throw writeError(error, partial);
    }
  }

  /**
   * Goes on with the unfinished file of a process that is gone. `findEnd` looks at it, and says how many of its bytes stay.
   * Errors: not-found, output-exists where the file is finished, output-locked, output-unwritable, those of `findEnd`.
   */
  static async resume(
    path: string,
    options: OutputOptions,
    findEnd: (partialPath: string) => Promise<number>,
  ): Promise<OutputFile> {
    await checkOutputPath(path, options);
    const partial = partialName(path, options);
    const lock = await LockFile.acquire(`${path}.lock`);
    try {
      const end = await findEnd(partial);
      const file = new OutputFile(path, options, await openUnfinished(partial), lock);
      await file.#handle.truncate(end);
      file.#position = end;
      return file;
    } catch (error) {
      await lock.release();
      throw error instanceof AppError ? error : writeError(error, partial);
    }
  }

  /** Bytes written so far. */
  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    } catch (error) {
      throw writeError(error, this.partialPath);
    }
  }

  /** Makes what was written so far survive a power loss. */
  async sync(): Promise<void> {
    try {
      await this.#handle.datasync();
      // The file is safe only where its name is.
      if (!this.#nameIsSynced) await syncDirectory(dirname(this.path));
      this.#nameIsSynced = true;
    } catch (error) {
      throw writeError(error, this.partialPath);
    }
  }

  /** Another owner, while it still has its unfinished name. */
  async giveTo({ uid, gid }: { readonly uid: number; readonly gid: number }): Promise<void> {
    try {
      await this.#handle.chown(uid, gid);
    } catch (error) {
      throw writeError(error, this.partialPath);
    }
  }

  /** Ends the file: durable, under its real name, lock gone. */
  async commit(): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#close();
      await moveIntoPlace(this.partialPath, this.path, this.#options);
      await syncDirectory(dirname(this.path));
    } catch (error) {
      throw writeError(error, this.path);
    }
    await this.#forget();
  }

  /** Leaves nothing behind, as far as the disk lets it: what made the caller give up counts, not what fails after it. */
  async discard(): Promise<void> {
    await this.#close().catch(() => undefined);
    await rm(this.partialPath, { force: true }).catch(() => undefined);
    await this.#forget();
  }

  /** Gives up and leaves what was written; returns where it is: under its real name where only what comes after `commit` gave it that failed. */
  async abandon(): Promise<string> {
    await this.#close().catch(() => undefined);
    await this.#forget();
    return (await kindOfPath(this.partialPath)) === 'none' ? this.path : this.partialPath;
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }

  async #forget(): Promise<void> {
    await this.#lock.release();
    leftBehind.delete(this.partialPath);
    leftBehind.delete(this.#lock.path);
  }
}

function partialName(path: string, options: OutputOptions): string {
  return path + (options.partialEnding ?? '.partial');
}

/** Follows no link: what stands at that name may have been put there. */
function openUnfinished(partial: string): Promise<FileHandle> {
  return open(partial, constants.O_RDWR | constants.O_NOFOLLOW);
}

function inTheWay(partial: string): AppError {
  return new AppError(
    'output-unwritable',
    `${partial} is in the way: it is no file of esdrift's.`,
    'See what it is with `ls -l`, and remove it or choose another name with --out.',
  );
}

function leftover(partial: string, path: string): AppError {
  return new AppError(
    'output-exists',
    `${partial} is left from a run that did not finish.`,
    `Keep what it holds with \`esdrift trace repair ${shellWord(partial)} --out ${shellWord(path)}\`, or add --force to start over.`,
  );
}

const leftBehind = new Set<string>();
let watchingExit = false;

/** Ctrl-C ends the process at once; only synchronous work is possible then. */
function removeAtExit(...paths: readonly string[]): void {
  if (!watchingExit) process.once('exit', removeLeftBehind);
  watchingExit = true;
  for (const path of paths) leftBehind.add(path);
}

function removeLeftBehind(): void {
  for (const path of leftBehind) {
    try {
      unlinkSync(path);
    } catch {
      // Gone already, or not ours to remove any more.
    }
  }
}
