import { mkdtemp, rm, stat } from 'node:fs/promises';
import { writeError } from './file-errors.ts';

/** An empty folder that only this user may enter, and the way to remove it with all that is in it. */
export async function makePrivateFolder(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  // Not from TMPDIR: a variable must not say where root writes.
  const path = await mkdtemp('/tmp/esdrift-');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Whether anybody may put files there. Errors: output-unwritable where there is no such folder. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  try {
    return ((await stat(folder)).mode & 0o002) !== 0;
  } catch (error) {
    throw writeError(error, folder);
  }
}
