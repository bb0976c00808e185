import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { constants } from 'node:fs';

const CHUNK_BYTES = 1 << 18;
const PAUSE_MS = 50;

/** What a file holds and what is appended to it, until `isEnded` says so and all of it was read. */
export async function* readGrowing(path: string, isEnded: () => boolean): AsyncGenerator<Buffer, void> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  for (;;) {
    // Asked before reading: what was written before the end is read after it.
    const ended = isEnded();
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
    if (bytesRead > 0) yield chunk.subarray(0, bytesRead);
    else if (ended) return;
    else await pause(PAUSE_MS);
  }
}
