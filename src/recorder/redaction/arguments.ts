/**
 * Argument vectors: what the detectors cannot see, because the meaning comes from the arguments beside.
 * `security unlock-keychain -p hunter2`, `sudo -u anna`, `sh -c '…'`, `softwareupdate --stdinpass`.
 */
import { PASSWORD } from './kinds.ts';
import {
  accountOptionsOf,
  interpreterOf,
  isInlineOption,
  isWrapper,
  positionalSecrets,
  secretOptionsOf,
} from './known-programs.ts';
import { isNoSecret, isSecretName } from './secret-words.ts';
import { templateOfScript } from './shell-template.ts';

export type ArgumentVerdict =
  | { readonly kind: 'detect' }
  | { readonly kind: 'replace'; readonly with: string; readonly as: 'script' | 'password' }
  /** `env NAME=value command`: an entry of an environment. */
  | { readonly kind: 'environment' }
  /** From an offset on, it is the name of an account. */
  | { readonly kind: 'account'; readonly start: number; readonly end: number }
  /** From an offset on, a password. */
  | { readonly kind: 'password-from'; readonly start: number };

const DETECT: ArgumentVerdict = { kind: 'detect' };
const HIDE: ArgumentVerdict = { kind: 'replace', with: PASSWORD, as: 'password' };
/** Between `-c` and its script. */
const MOST_OPTIONS = 8;
const OPTION = /^--?[A-Za-z]/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;
/** `--stdinpass` takes no value; who gives one by mistake gives the password. What softwareupdate expects there is the label. */
const FLAG_WITHOUT_VALUE =
  /^--?(?:stdin|ask|no|prompt|read|use)?-?(?:stdinpass|passprompt|pass-?prompt|password-?stdin|no-?password|ask-?pass(?:word)?)$/i;
const UPDATE_LABEL = /^(?:macOS |MSU_UPDATE_|Safari|Command Line Tools|XProtect)[\w .()-]*$/;

/** One verdict for each argument; the vector's first element is the program itself. */
export function judgeArguments(args: readonly string[]): readonly ArgumentVerdict[] {
  const verdicts: ArgumentVerdict[] = args.map(() => DETECT);
  let program = '';
  let hasPositionals = false;
  for (const [index, argument] of args.entries()) {
    const verdict = verdicts[index];
    if (verdict !== undefined && verdict.kind !== 'detect') continue;
    if (index > 0 && OPTION.test(argument)) {
      judgeOption(program, args, index, verdicts);
      continue;
    }
    if (index > 0 && isWrapper(program) && ASSIGNMENT.test(argument)) {
      verdicts[index] = { kind: 'environment' };
      continue;
    }
    const name = argument.slice(argument.lastIndexOf('/') + 1);
    const isProgram =
      index === 0 ||
      isWrapper(program) ||
      secretOptionsOf(name) !== undefined ||
      interpreterOf(name) !== undefined;
    if (!isProgram) continue;
    program = name.replace(/^-/, '');
    if (isWrapper(program) || hasPositionals) continue;
    // Once: a later word that looks like a program is an operand.
    hasPositionals = true;
    for (const position of positionalSecrets(program, args, index)) verdicts[position] = HIDE;
  }
  return verdicts;
}

function judgeOption(
  program: string,
  args: readonly string[],
  index: number,
  verdicts: ArgumentVerdict[],
): void {
  const option = args[index] ?? '';
  const next = args[index + 1];
  const interpreter = interpreterOf(program);
  if (interpreter !== undefined && next !== undefined && isInlineOption(interpreter, option)) {
    // Options of the shell may stand between: `sh -c -e script`.
    let at = index + 1;
    while (at < index + MOST_OPTIONS && /^[-+][a-z]+$/.test(args[at] ?? '')) at += 1;
    const script = args[at];
    if (script === undefined) return;
    verdicts[at] = { kind: 'replace', with: templateOfScript(script, interpreter === 'shell'), as: 'script' };
    return;
  }
  const known = secretOptionsOf(program);
  if (known?.glued.some((prefix) => option.startsWith(prefix) && option.length > prefix.length) === true) {
    verdicts[index] = { kind: 'password-from', start: 2 };
    return;
  }
  if (next === undefined) return;
  const equals = option.indexOf('=');
  if (accountOptionsOf(program).has(equals === -1 ? option : option.slice(0, equals))) {
    if (equals !== -1) verdicts[index] = { kind: 'account', start: equals + 1, end: option.length };
    else if (!OPTION.test(next)) verdicts[index + 1] = accountVerdict(next);
    return;
  }
  // `dscl . -passwd /Users/anna …`: the record comes first, see positionalSecrets.
  if (equals !== -1 || program === 'dscl') return;
  if (FLAG_WITHOUT_VALUE.test(option)) {
    if (!OPTION.test(next) && !next.startsWith('/') && !UPDATE_LABEL.test(next) && next !== PASSWORD)
      verdicts[index + 1] = HIDE;
    return;
  }
  const takesSecret = known?.options.has(option) ?? (option === '-p' && looksLikePassword(next));
  if (
    (takesSecret || isSecretName(option.replace(/^-+/, ''))) &&
    !isNoSecret(next) &&
    !(OPTION.test(next) && !takesSecret)
  ) {
    verdicts[index + 1] = HIDE;
  }
}

/** `anna`, `anna:password`. */
function accountVerdict(argument: string): ArgumentVerdict {
  const colon = argument.indexOf(':');
  return colon === -1 || colon === argument.length - 1
    ? { kind: 'account', start: 0, end: argument.length }
    : { kind: 'replace', with: PASSWORD, as: 'password' };
}

/** After `-p` of a program nothing is known about: ports, paths, process ids and plain words are no passwords. */
function looksLikePassword(argument: string): boolean {
  if (argument.length < 4 || /^[\d.,:-]+$/.test(argument) || argument.includes('/') || OPTION.test(argument))
    return false;
  return !/^[A-Za-z][a-z]*(?:[._-][A-Za-z]+)*$/.test(argument) && !isNoSecret(argument);
}
