import { Command } from '@oclif/core/command';
import * as Errors from '@oclif/core/errors';
import type { LoadOptions } from '@oclif/core/interfaces';
import { AppError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { isWatched, LiveLine } from './live-line.ts';
import type { OnProgress } from './model/progress.ts';
import { writeError } from './platform/file-errors.ts';
import { escapeText } from './report/escape.ts';
import { quietCommands } from './report/workflow-log.ts';
import { unframed, usageError } from './usage-error.ts';

/** What a command leaves behind: a document for `--json`, the same for people, and the exit code that goes with both. */
export interface Outcome<Document> {
  readonly document: Document;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** The form of an error under `--json`. */
export interface ErrorDocument {
  readonly kind: 'esdrift.error';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** Turns anything thrown into an AppError, so that every failure has a code, a hint and an exit code of the table. `command`: that threw it, `trace info`. */
export function toAppError(error: unknown, command?: string): AppError {
  if (error instanceof AppError) return unframed(error);
  if (error instanceof Errors.CLIError) return usageError(error, command);
  if (error instanceof Error && 'code' in error && error.code === 'ABORT_ERR') {
    return new AppError('interrupted', 'Interrupted.', 'Run the command again; nothing was overwritten.', {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('bug', message, 'Set DEBUG=esdrift for the stack, and please report it.', {
    cause: error,
  });
}

/** Standard output could not take the result: a full disk, most of all. */
export function toOutputError(error: NodeJS.ErrnoException): AppError {
  return toAppError(writeError(error, 'Standard output'));
}

export function toErrorDocument(error: AppError): ErrorDocument {
  return {
    kind: 'esdrift.error',
    code: error.code,
    message: error.message,
    hint: error.hint,
    exitCode: error.exitCode,
  };
}

/** What goes to stderr is never a document, and often the log of a job. */
function shown(message: string): string {
  return quietCommands(escapeText(message));
}

/** Two lines for stderr: what is wrong, and what to do next. */
export function renderError(error: AppError): string {
  const lines = [`error[${error.code}]: ${shown(error.message)}`, `  next: ${shown(error.hint)}`];
  if (process.env['DEBUG']?.includes('esdrift')) {
    const { cause } = error;
    lines.push(cause instanceof Error && cause.stack ? cause.stack : (error.stack ?? ''));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * The base of every command. `run` returns `this.finish(outcome)`: the text goes to stdout, or with `--json` the document does;
 * the exit code is the same for both.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  /** With the configuration that it is given; oclif's own `run` would load it once more. */
  static override run<T extends Command>(
    this: new (argv: string[], config: Command['config']) => T,
    argv: string[] = [],
    config?: LoadOptions,
  ): Promise<ReturnType<T['run']>> {
    const command = new this(argv, config as Command['config']);
    return BaseCommand.prototype._run.call(command) as Promise<ReturnType<T['run']>>;
  }

  readonly #live = new LiveLine(process.stderr, () => performance.now());

  /** The one line that is drawn while something goes on. Undefined where nobody watches. */
  protected liveLine(): LiveLine | undefined {
    const options = { json: this.jsonEnabled(), term: process.env['TERM'] };
    if (!isWatched(process, options)) return undefined;
    // An interruption ends the process wherever it is.
    process.once('exit', () => this.#live.clear());
    return this.#live;
  }

  /** For the options of an operation that reads a while. */
  protected watchProgress(): { readonly onProgress?: OnProgress } {
    const onProgress = this.liveLine()?.watch();
    return onProgress === undefined ? {} : { onProgress };
  }

  /** No command is deprecated, which oclif would look for among all of them. */
  protected override init(): Promise<void> {
    return Promise.resolve();
  }

  protected finish<Document>(outcome: Outcome<Document>): Document {
    this.#live.clear();
    process.exitCode = outcome.exitCode ?? EXIT.ok;
    if (!this.jsonEnabled() && outcome.text !== '') {
      process.stdout.write(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`);
    }
    return outcome.document;
  }

  /** Progress, warnings and hints: stderr, in text and in JSON mode alike. */
  protected note(message: string): void {
    this.#live.clear();
    process.stderr.write(`${shown(message)}\n`);
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  }

  // oclif's own mapping would end every foreign error with 1, which means "drift" here.
  protected override catch(thrown: Error): Promise<void> {
    this.#live.clear();
    // In development oclif warns of a command that did not parse its arguments; this one could not.
    this.parsed = true;
    const error = toAppError(thrown, this.id?.replaceAll(':', ' '));
    process.exitCode = error.exitCode;
    if (this.jsonEnabled()) this.logJson(toErrorDocument(error));
    else process.stderr.write(renderError(error));
    return Promise.resolve();
  }
}
