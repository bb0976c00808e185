import { mkdtemp, rm } from 'node:fs/promises';

/** An empty folder that only this user may enter, and the way to remove it with all that is in it. */
export async function makePrivateFolder(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  // Not from TMPDIR: a variable must not say where root writes.
  const path = await mkdtemp('/tmp/esdrift-');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
