import { AppError } from '../errors.ts';

/** The `code` of a system error, such as `ENOENT`; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Turns a system error met while reading `path` into one a person can act on. Other errors pass unchanged. */
export function readError(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === undefined || code.startsWith('ERR_')) return error;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError(
        'not-found',
        `There is no file ${path}.`,
        'Check the path; `ls` shows what is there.',
        {
          cause: error,
        },
      );
    case 'EISDIR':
    case 'ELOOP':
    case 'ENXIO':
    case 'ENODEV':
      return notAFile(path, code === 'EISDIR' ? 'a directory' : 'not a file that can be read', error);
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'permission-denied',
        `${path} may not be read.`,
        'Run as a user who may read it, or change its permissions (`ls -l` shows them).',
        { cause: error },
      );
    default:
      return new AppError(
        'read-failed',
        `The system could not read ${path} (${code}).`,
        'Copy the file to a healthy disk, then run the command on the copy.',
        { cause: error },
      );
  }
}

export function notAFile(path: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'not-a-file',
    `${path} is ${what}.`,
    what === 'a directory'
      ? 'Name the files inside it.'
      : 'Name a regular file; where the command takes `-`, pipe the data into it.',
    { cause },
  );
}

/** Turns a system error met while writing `path` into one a person can act on. Other errors pass unchanged. */
export function writeError(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === undefined || code.startsWith('ERR_')) return error;
  if (code === 'EEXIST') return outputExists(path, error);
  const [reason, hint] = WRITE_REASONS[code] ?? [
    `the system says ${code}`,
    'Choose another place with --out.',
  ];
  return new AppError('output-unwritable', `${path} cannot be written: ${reason}.`, hint, { cause: error });
}

const WRITE_REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['its folder does not exist', 'Create the folder with `mkdir -p`, then run the command again.'],
  ENOTDIR: ['its folder is not a folder', 'Choose another place with --out.'],
  EISDIR: ['it is a directory', 'Name a file with --out.'],
  ELOOP: ['it is a symbolic link, which is never followed when writing', 'Name the real file with --out.'],
  EACCES: ['permission denied', 'Choose a folder you may write to with --out.'],
  EPERM: ['permission denied', 'Choose a folder you may write to with --out.'],
  EROFS: ['the disk is read-only', 'Choose another place with --out.'],
  ENOSPC: [
    'the disk is full',
    'Free some space or choose another disk with --out, then run the command again.',
  ],
  EDQUOT: ['the disk quota is used up', 'Free some space or choose another disk with --out.'],
  ENAMETOOLONG: ['its name is too long', 'Choose a shorter name with --out.'],
};

export function outputExists(path: string, cause?: unknown): AppError {
  return new AppError(
    'output-exists',
    `${path} is already there.`,
    'Choose another name with --out, or add --force to replace it.',
    {
      cause,
    },
  );
}
