import { EXIT, type ExitCode } from './exit-codes.ts';

/** Every error esdrift raises on purpose, with the exit code it ends the process with and what it means. */
export const ERROR_CODES = {
  usage: { exit: EXIT.usage, title: 'The command line is wrong' },
  'rules-invalid': { exit: EXIT.usage, title: 'The detection rules are wrong' },
  'config-invalid': { exit: EXIT.usage, title: 'The configuration file is wrong' },
  'output-exists': { exit: EXIT.usage, title: 'The output file is already there' },
  'output-unwritable': { exit: EXIT.usage, title: 'The output cannot be written' },
  'output-locked': { exit: EXIT.usage, title: 'Another esdrift is writing this file' },
  'ci-never-writes': { exit: EXIT.usage, title: 'CI does not change baselines' },
  'nothing-to-compare': { exit: EXIT.inconclusive, title: 'There is nothing to compare' },
  'not-comparable': { exit: EXIT.inconclusive, title: 'The two sides cannot be compared' },
  'no-events': { exit: EXIT.inconclusive, title: 'No event was found' },
  'bad-lines': { exit: EXIT.inconclusive, title: 'Some lines are not events' },
  'recording-cut': { exit: EXIT.inconclusive, title: 'The recording broke off' },
  'trace-cut': { exit: EXIT.inconclusive, title: 'The trace ends early' },
  'no-baseline': { exit: EXIT.noBaseline, title: 'No baseline fits' },
  'finding-unknown': { exit: EXIT.usage, title: 'No such finding' },
  'not-found': { exit: EXIT.unreadable, title: 'The file is not there' },
  'not-a-file': { exit: EXIT.unreadable, title: 'The path is not a regular file' },
  'permission-denied': { exit: EXIT.unreadable, title: 'The file may not be read' },
  'read-failed': { exit: EXIT.unreadable, title: 'The system could not read the file' },
  'not-a-trace': { exit: EXIT.unreadable, title: 'The file is not an esdrift trace' },
  'trace-damaged': { exit: EXIT.unreadable, title: 'The trace is damaged' },
  'document-invalid': { exit: EXIT.unreadable, title: 'The document does not have the expected form' },
  'future-version': { exit: EXIT.unreadable, title: 'The file was written by a newer esdrift' },
  'limit-exceeded': { exit: EXIT.unreadable, title: 'The input goes past a safety limit' },
  'unsupported-here': { exit: EXIT.unable, title: 'This machine or runtime cannot do that' },
  interrupted: { exit: EXIT.interrupted, title: 'Interrupted' },
  bug: { exit: EXIT.bug, title: 'A bug in esdrift' },
} as const satisfies Record<string, { exit: ExitCode; title: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An error meant for the person at the terminal.
 * `message` says what is wrong, `hint` names the next command or step, `code` is stable and has a page under `esdrift explain`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): ExitCode {
    return ERROR_CODES[this.code].exit;
  }
}

/** Proves to the compiler that a union was handled whole. */
export function assertNever(value: never): never {
  throw new AppError(
    'bug',
    `Unhandled case: ${JSON.stringify(value)}`,
    'Please report this with the command you ran.',
  );
}
