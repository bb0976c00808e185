import { lstat, stat } from 'node:fs/promises';
import { systemCode, writeError } from './file-errors.ts';

/** What is at `path`, links not followed; `none` where nothing is. */
export async function kindOfPath(path: string): Promise<'none' | 'file' | 'directory' | 'link' | 'other'> {
  try {
    const status = await lstat(path);
    if (status.isFile()) return 'file';
    if (status.isDirectory()) return 'directory';
    return status.isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'none';
    throw writeError(error, path);
  }
}

/** Whether two paths lead to one file, by whatever names; false where one of them is not there. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([stat(a), stat(b)]);
    return first.dev === second.dev && first.ino === second.ino;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/** Bytes; undefined for what is no regular file, or not there: whoever opens it says so. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  try {
    const status = await stat(path);
    return status.isFile() ? status.size : undefined;
  } catch {
    return undefined;
  }
}
