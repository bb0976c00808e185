import { rename } from 'node:fs/promises';
import { writeError } from './file-errors.ts';
import { kindOfPath } from './path-kind.ts';

/** Gives a file another name beside it, one that is free, and returns that. Errors: output-unwritable. */
export async function moveAside(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const aside = `${path}.aside-${number}`;
    if ((await kindOfPath(aside)) !== 'none') continue;
    try {
      await rename(path, aside);
    } catch (error) {
      throw writeError(error, path);
    }
    return aside;
  }
}
