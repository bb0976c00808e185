import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';

export interface NamedPipe {
  /** Ends when every writer has closed it and `letGo` was called. */
  readonly stream: Readable;
  /** From now on the end of the last writer is the end of the stream. */
  readonly letGo: () => void;
}

/**
 * The reading end of a named pipe that nobody has opened for writing yet. Opening it waits for nobody; a writing end of our own keeps it from
 * ending before the first writer came. Errors: not-a-file where it is something else.
 */
export function openNamedPipe(path: string): NamedPipe {
  // Plain descriptors: the stream owns and closes its own.
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  let keeper: number | undefined;
  try {
    if (!fstatSync(reader).isFIFO())
      throw new AppError('not-a-file', `${path} is no named pipe.`, 'Remove it; it is made anew.');
    keeper = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    closeSync(reader);
    throw error;
  }
  return {
    stream: new Socket({ fd: reader, readable: true, writable: false }),
    letGo: () => {
      if (keeper !== undefined) closeSync(keeper);
      keeper = undefined;
    },
  };
}
