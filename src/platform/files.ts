import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { appendFile, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TextDecoder } from 'node:util';
import { AppError } from '../errors.ts';
import { outputExists, systemCode, writeError } from './file-errors.ts';
import { InputFile } from './input-file.ts';
import { kindOfPath } from './path-kind.ts';

export { listFiles } from './glob.ts';

/**
 * A whole text file, UTF-8. For documents a person or a tool wrote, not for traces.
 * Errors: not-found, not-a-file, permission-denied, limit-exceeded above `limitBytes`, document-invalid for other encodings.
 */
export async function readTextFile(path: string, limitBytes: number): Promise<string> {
  await using file = await InputFile.open(path);
  if (file.size > limitBytes) {
    throw new AppError(
      'limit-exceeded',
      `${path} has ${file.size} bytes; at most ${limitBytes} are read here.`,
      'Check that this is the file you meant.',
    );
  }
  const bytes = await file.read(0, file.size);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError(
      'document-invalid',
      `${path} is not UTF-8 text.`,
      'Check that this is the file you meant.',
      {
        cause: error,
      },
    );
  }
}

/** Refuses an output path that is taken, before any work is done. A directory or device is refused even with `force`. */
export async function checkOutputPath(path: string, options: { readonly force: boolean }): Promise<void> {
  const kind = await kindOfPath(path);
  if (kind === 'none') return;
  if (kind === 'directory' || kind === 'other') {
    throw new AppError(
      'output-unwritable',
      `${path} cannot be written: it is ${kind === 'directory' ? 'a directory' : 'a device, pipe or socket'}.`,
      'Name a file with --out.',
    );
  }
  if (!options.force) throw outputExists(path);
}

/** Opens a file that did not exist before; follows no link. */
export async function createExclusively(path: string, mode = 0o666): ReturnType<typeof open> {
  return open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
}

/**
 * Gives the finished file at `from` its name. Without `force` an existing name is never replaced, not even by a race:
 * a hard link fails where a rename would overwrite. Where the disk has no hard links, the check right before has to do.
 */
export async function moveIntoPlace(
  from: string,
  to: string,
  options: { readonly force: boolean },
): Promise<void> {
  if (options.force) return rename(from, to);
  try {
    await link(from, to);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') throw outputExists(to, error);
    if (
      code !== 'EPERM' &&
      code !== 'ENOTSUP' &&
      code !== 'EOPNOTSUPP' &&
      code !== 'ENOSYS' &&
      code !== 'EMLINK'
    )
      throw error;
    if ((await kindOfPath(to)) !== 'none') throw outputExists(to, error);
    return rename(from, to);
  }
  // It has its name now; a second one that stays is no reason to say that it was not written.
  await rm(from).catch(() => undefined);
}

/** What systems say that cannot sync a directory. Any other code is a disk that failed. */
const NO_DIRECTORY_SYNC = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EBADF', 'EACCES', 'EPERM'];

/** Makes a rename durable. Some systems cannot sync a directory; there the rename is as durable as it gets. */
export async function syncDirectory(path: string): Promise<void> {
  try {
    await using directory = await open(path, constants.O_RDONLY);
    await directory.sync();
  } catch (error) {
    if (!NO_DIRECTORY_SYNC.includes(systemCode(error) ?? '')) throw error;
  }
}

/** Removes a file; one that is not there is no error. Errors: output-unwritable. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw writeError(error, path);
  }
}

/**
 * Writes a document whole or not at all: a new file beside it, synced, then moved into place.
 * Errors: output-exists without `force`, output-unwritable.
 */
export async function writeFileSafely(
  path: string,
  data: string | Uint8Array,
  options: { readonly force: boolean; readonly mode?: number },
): Promise<void> {
  await checkOutputPath(path, options);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
  try {
    {
      await using handle = await createExclusively(temporary, options.mode);
      await handle.writeFile(data);
      await handle.sync();
    }
    await moveIntoPlace(temporary, path, options);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, path);
  }
}

/** At the end of a file that may be there. Errors: output-unwritable. */
export async function appendText(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw writeError(error, path);
  }
}
