/**
 * Argument vector → template vector. The order stays; secrets, accounts, inline scripts and process ids become holes, paths are treated
 * as paths. A `*` in a real argument is a character like any other.
 */
import {
  ACCOUNT_FIRST,
  PID_PROGRAMS,
  REMOTE_PROGRAMS,
  attachedSecret,
  isAccountOption,
  isInterpreter,
  isNumberOption,
  isScriptOption,
  isSecretOption,
} from './argument-options.ts';
import { normalizePath } from './path.ts';
import { escapeBraces } from './template.ts';
import { normalizeText } from './text.ts';

/** Longer vectors are lists of work, not a way of calling. */
const MOST_ARGUMENTS = 48;
const SYSTEM_ACCOUNT = /^(?:_[a-z0-9_.]+|root|daemon|nobody|\d+)$/i;
const ASSIGNMENT = /^(-{0,2}[A-Za-z_][\w.-]*)=([^]*)$/;
/** An option with its path grown on: -I/usr/include. */
const ATTACHED_PATH = /^(-{1,2}[A-Za-z][\w-]*)(\/[^]*)$/;

export function normalizeArguments(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === undefined) return [];
  const vector = new ArgumentVector(basename(first));
  const out = [first.includes('/') ? normalizePath(first) : normalizeText(first)];
  for (const argument of rest.slice(0, MOST_ARGUMENTS - 1)) out.push(vector.next(argument));
  if (args.length > MOST_ARGUMENTS) out.push('{more}');
  return out;
}

/** The template vector as the text of a JSON array, which is how keys of facts hold it. */
export function argumentsTemplate(args: readonly string[]): string {
  return JSON.stringify(normalizeArguments(args));
}

/** What the arguments before say about the next one. */
class ArgumentVector {
  #program: string;
  readonly #interpreters: string[];
  #expected: 'secret' | 'script' | 'account' | 'number' | undefined;
  /** The program's first plain argument is still to come. */
  #first = true;

  constructor(program: string) {
    this.#program = program;
    this.#interpreters = isInterpreter(program) ? [program] : [];
  }

  next(argument: string): string {
    const expected = this.#expected;
    this.#expected = undefined;
    // The value of an option, unless another option follows at once.
    if (expected !== undefined && !argument.startsWith('--')) return this.#value(expected, argument);
    return argument.startsWith('-') ? this.#option(argument) : this.#plain(argument);
  }

  #value(expected: 'secret' | 'script' | 'account' | 'number', argument: string): string {
    switch (expected) {
      case 'secret':
      case 'script':
        return `{${expected}}`;
      case 'account':
        return account(argument);
      case 'number':
        return /^\d+$/.test(argument) ? '{n}' : normalizeText(argument);
    }
  }

  #option(argument: string): string {
    const assignment = ASSIGNMENT.exec(argument);
    if (assignment !== null) return this.#assignment(assignment);
    const attached = attachedSecret(this.#program, argument);
    if (attached !== undefined) return `${attached}{secret}`;
    if (isScriptOption(this.#interpreters, argument)) this.#expected = 'script';
    else if (isSecretOption(this.#program, argument)) this.#expected = 'secret';
    else if (isAccountOption(this.#program, argument)) this.#expected = 'account';
    else if (isNumberOption(argument)) this.#expected = 'number';
    const path = ATTACHED_PATH.exec(argument);
    if (path !== null) return `${path[1] ?? ''}${normalizePath(path[2] ?? '')}`;
    return normalizeText(argument);
  }

  #assignment([, name = '', value = '']: RegExpExecArray): string {
    const key = normalizeText(name);
    if (isScriptOption(this.#interpreters, name)) return `${key}={script}`;
    if (isSecretOption(this.#program, name)) return `${key}={secret}`;
    if (isAccountOption(this.#program, name)) return `${key}=${account(value)}`;
    if (isNumberOption(name) && /^\d+$/.test(value)) return `${key}={n}`;
    return `${key}=${plainText(value)}`;
  }

  #plain(argument: string): string {
    const assignment = ASSIGNMENT.exec(argument);
    if (assignment !== null) return this.#assignment(assignment);
    const name = basename(argument);
    const first = this.#first;
    this.#first = false;
    if (isInterpreter(name)) this.#interpreters.push(name);
    if (first && WRAPPERS.has(this.#program)) {
      // What sudo, env and their like run is the program from here on; a number is the value of an option.
      this.#first = true;
      if (!/^\d+$/.test(name)) this.#program = name;
      return plainText(argument);
    }
    if (first && ACCOUNT_FIRST.has(this.#program) && !argument.includes('/')) return account(argument);
    if (REMOTE_PROGRAMS.has(this.#program) && /^[^@/]+@/.test(argument)) return account(argument);
    if (PID_PROGRAMS.has(this.#program) && /^\d+$/.test(argument)) return '{n}';
    return plainText(argument);
  }
}

const WRAPPERS = new Set([
  'sudo',
  'env',
  'nice',
  'nohup',
  'xargs',
  'time',
  'caffeinate',
  'arch',
  'exec',
  'sshpass',
]);

function plainText(argument: string): string {
  // Blanks belong to a path that is the whole argument.
  return argument.startsWith('/') && !argument.includes(':/') && !argument.includes('\n')
    ? normalizePath(argument.slice(0, LONGEST_PATH))
    : normalizeText(argument);
}
const LONGEST_PATH = 1024;

/** `alice`, `alice:staff`, `alice@host`. */
function account(argument: string): string {
  const [, name = '', rest = ''] = /^([^:@]*)([:@][^]*)?$/.exec(argument) ?? [];
  if (SYSTEM_ACCOUNT.test(name)) return normalizeText(argument);
  return rest === '' ? '{user}' : `{user}${normalizeText(rest)}`;
}

function basename(path: string): string {
  return escapeBraces(path.slice(path.lastIndexOf('/') + 1));
}
