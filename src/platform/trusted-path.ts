/**
 * What root may believe in. A file is no safer than the folders above it: whoever can rename one of them, or put a link in its place, chooses what
 * root reads, writes or runs there.
 */
import { constants } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { AppError } from '../errors.ts';
import { systemCode, writeError } from './file-errors.ts';
import { isStickyFolder, isWritableByAll, partsOf, type PathPart } from './path-parts.ts';

const GROUP_OR_WORLD_WRITABLE = 0o022;
const ROOT = 0;

/**
 * Why a path cannot be trusted; undefined where it can. Every part of it, from the root of the file system on, must be there, be no link, belong to root
 * or `owner`, and let nobody else put things in its place.
 */
async function distrustOf(path: string, owner: number): Promise<string | undefined> {
  if (!isAbsolute(path)) return `${path} is no absolute path`;
  for await (const part of partsOf(path)) {
    const reason = distrustOfPart(part, owner);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function distrustOfPart(part: PathPart, owner: number): string | undefined {
  const { path, status } = part;
  if (status === undefined)
    return systemCode(part.error) === 'ENOENT' ? `${path} is not there` : `${path} cannot be looked at`;
  if (status.isSymbolicLink()) return `${path} is a symbolic link`;
  if (status.uid !== ROOT && status.uid !== owner) return `${path} belongs to user ${status.uid}`;
  if (isWritableByAll(status) && !isStickyFolder(status)) return `everybody may write ${path}`;
  return undefined;
}

/** Errors: output-unwritable, with the reason. */
export async function refuseDistrusted(path: string, owner: number): Promise<void> {
  const reason = await distrustOf(path, owner);
  if (reason !== undefined) throw distrusted(path, reason);
}

/** A new folder that only its owner may enter, below a trusted one. Errors: output-exists where something is there, output-unwritable. */
export async function makeOwnFolder(path: string, owner: number): Promise<void> {
  await refuseDistrusted(dirname(path), owner);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw writeError(error, path);
  }
  await refuseOpenFolder(path, owner);
}

/** A folder as `makeOwnFolder` makes it. Errors: output-unwritable. */
export async function refuseOpenFolder(path: string, owner: number): Promise<void> {
  await refuseDistrusted(path, owner);
  const { mode } = await lstat(path);
  if ((mode & 0o077) !== 0) throw distrusted(path, 'others may enter it');
}

/** Copies a regular file to a name where nothing is; neither end follows a link. Errors: output-exists, output-unwritable, those of reading. */
export async function copyExclusively(from: string, to: string, mode: number): Promise<void> {
  const source = await openRegular(from);
  try {
    const target = await openNew(to, mode);
    try {
      const buffer = Buffer.allocUnsafe(1 << 20);
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        await target.writeFile(buffer.subarray(0, bytesRead));
      }
      // The umask has no say in what may be run.
      await target.chmod(mode & ~GROUP_OR_WORLD_WRITABLE);
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new AppError('read-failed', `${path} cannot be read.`, 'Name the file itself, not a link to it.', {
      cause: error,
    });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new AppError('not-a-file', `${path} is no regular file.`, 'Name a file.');
}

async function openNew(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      mode,
    );
  } catch (error) {
    throw writeError(error, path);
  }
}

function distrusted(path: string, reason: string): AppError {
  return new AppError(
    'output-unwritable',
    `${path} cannot be trusted by root: ${reason}.`,
    `Put it right (owner root, not writable by others, no link), then run the command again: ls -lde '${dirname(path)}'`,
  );
}
