import { mkdir } from 'node:fs/promises';
import { writeError } from './file-errors.ts';

/** Makes a folder and those above it; one that is there is fine. Errors: output-unwritable. */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw writeError(error, path);
  }
}
