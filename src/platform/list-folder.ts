import { readdir } from 'node:fs/promises';
import { readError } from './file-errors.ts';

/** Names in a folder, sorted by code units. Errors: not-found, permission-denied. */
export async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    throw readError(error, path);
  }
}
