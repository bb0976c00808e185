import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../errors.ts';
import { systemCode, writeError } from './file-errors.ts';

/**
 * Makes a folder and those above it; one that is there is fine. Errors: output-unwritable.
 * Step by step: Node's recursive mkdir never returns where the system says ENOENT of a folder it does not let anybody make (below /proc).
 */
export async function ensureFolder(path: string): Promise<void> {
  if (await isThere(path)) return;
  const parent = dirname(path);
  if (parent !== path) await ensureFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else made it in the meantime.
    if (systemCode(error) !== 'EEXIST' || !(await isThere(path))) throw folderError(error, path);
  }
}

/** False where nothing is; an error where something else is. */
async function isThere(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw folderError(error, path);
  }
  throw notAFolder(path);
}

function folderError(error: unknown, path: string): unknown {
  return systemCode(error) === 'EEXIST' ? notAFolder(path, error) : writeError(error, path);
}

function notAFolder(path: string, cause?: unknown): AppError {
  return new AppError(
    'output-unwritable',
    `${path} is there, and is no folder.`,
    'Name another folder with --out.',
    {
      cause,
    },
  );
}
