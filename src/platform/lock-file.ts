import { rename, rm } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { bootId } from './boot-id.ts';
import { systemCode, writeError } from './file-errors.ts';
import { createExclusively, readTextFile } from './files.ts';
import { kindOfPath } from './path-kind.ts';

interface LockOwner {
  readonly pid: number;
  /** Empty where the system cannot tell its boots apart. */
  readonly boot: string;
}

/**
 * A file that says who is writing. Node has no flock, so the lock is the exclusive creation of this file, and it is stale
 * once the process in it is gone or the machine has restarted.
 */
export class LockFile {
  readonly path: string;
  #held = true;

  private constructor(path: string) {
    this.path = path;
  }

  /** Errors: output-locked while another process holds it. */
  static async acquire(path: string): Promise<LockFile> {
    const self: LockOwner = { pid: process.pid, boot: await bootId() };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (await tryCreate(path, self)) return new LockFile(path);
      const kind = await kindOfPath(path);
      if (kind === 'none') continue;
      if (kind !== 'file') throw noLock(path);
      const text = await readLock(path);
      if (text === undefined) continue;
      const owner = parseOwner(text);
      if (owner && (await isAlive(owner))) throw locked(path, owner);
      await removeStale(path, text);
    }
    throw locked(path, undefined);
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    // One that cannot be removed is stale as soon as this process ends.
    await rm(this.path, { force: true }).catch(() => undefined);
  }
}

/** Whether a process that runs holds the lock at `path`. */
export async function isLockHeld(path: string): Promise<boolean> {
  if ((await kindOfPath(path)) !== 'file') return false;
  const text = await readLock(path);
  const owner = text === undefined ? undefined : parseOwner(text);
  return owner !== undefined && isAlive(owner);
}

async function tryCreate(path: string, owner: LockOwner): Promise<boolean> {
  try {
    await using handle = await createExclusively(path);
    await handle.writeFile(`${JSON.stringify(owner)}\n`).catch(async (error: unknown) => {
      await rm(path, { force: true });
      throw error;
    });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw writeError(error, path);
  }
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readTextFile(path, 4096);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** A lock that does not parse was cut while it was written: its writer died within that moment. */
function parseOwner(text: string): LockOwner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('boot' in value))
      return undefined;
    if (typeof value.pid !== 'number' || typeof value.boot !== 'string') return undefined;
    return { pid: value.pid, boot: value.boot };
  } catch {
    return undefined;
  }
}

async function isAlive(owner: LockOwner): Promise<boolean> {
  const boot = await bootId();
  if (boot !== '' && owner.boot !== '' && owner.boot !== boot) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Moves the lock away before deleting it, so that a lock another process took in between is noticed and put back. */
async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw writeError(error, path);
  }
  const text = await readLock(aside);
  if (text !== undefined && text !== expected) await rename(aside, path);
  else await rm(aside, { force: true });
}

function noLock(path: string): AppError {
  return new AppError(
    'output-unwritable',
    `${path} is in the way: it is no lock of esdrift's, which are plain files.`,
    'See what it is with `ls -l`, and remove it or choose another name with --out.',
  );
}

function locked(path: string, owner: LockOwner | undefined): AppError {
  return new AppError(
    'output-locked',
    `${path} is held by ${owner ? `process ${owner.pid}` : 'another process'}, which is writing this file.`,
    'Wait until it has finished, or choose another name with --out.',
  );
}
