import { rm } from 'node:fs/promises';
import { writeError } from './file-errors.ts';
import { kindOfPath } from './path-kind.ts';

/** Removes files and folders with all that is in them; returns those that were there. A link goes, not what it leads to. Errors: output-unwritable. */
export async function removeAll(paths: readonly string[]): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const path of paths) {
    if ((await kindOfPath(path)) === 'none') continue;
    try {
      await rm(path, { recursive: true });
    } catch (error) {
      throw writeError(error, path);
    }
    removed.push(path);
  }
  return removed;
}
