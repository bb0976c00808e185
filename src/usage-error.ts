/** What oclif says of a command line that it cannot take, in one sentence of ours; the hint names what was meant, or where to read on. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { AppError } from './errors.ts';
import { nearest } from './model/nearest.ts';
import { packageFile } from './package-root.ts';

interface Complaint {
  readonly message: string;
  readonly meant: string | undefined;
  /** The command or topic whose help says more. */
  readonly place: string | undefined;
}

/** `command`: as it is typed, `trace info`; undefined where none was found. */
export function usageError(error: Error, command: string | undefined): AppError {
  const said = withoutFrame(error.message);
  const [, typed] = /^command (.*) not found$/s.exec(said) ?? [];
  const { message, meant, place }: Complaint =
    typed === undefined
      ? { message: inOurWords(said, error), meant: meantFlag(error), place: command }
      : unknown(typed);
  const help = ['esdrift', ...(place === undefined ? [] : [place]), '--help'].join(' ');
  return new AppError(
    'usage',
    message,
    meant === undefined ? `What it takes: ${help}` : `Did you mean ${meant}? What there is: ${help}`,
    { cause: error },
  );
}

/** oclif frames what the parser of a flag throws, our own errors too, by writing into them. */
export function unframed(error: AppError): AppError {
  const message = withoutFrame(error.message);
  return message === error.message
    ? error
    : new AppError(error.code, message, error.hint, { cause: error.cause });
}

function withoutFrame(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/\nSee more help.*$/s, '')
    .replace(/^Parsing --[\w-]+ \n\t(?=--)/, '');
}

const SENTENCES: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^Parsing --(\S+) \n\tExpected an integer but received: (.*)$/s,
    (flag, value) => `--${flag} is "${value}"; it takes a whole number.`,
  ],
  [
    /^Parsing --(\S+) \n\tExpected an integer (greater|less) than or equal to (\d+) but received: (.*)$/s,
    (flag, side, limit, value) =>
      `--${flag} is "${value}"; it takes a whole number, ${limit} ${side === 'less' ? 'at most' : 'or more'}.`,
  ],
  [
    /^Expected --(\S+)=(.*) to be one of: (.*)$/s,
    (flag, value, options) => `--${flag} is "${value}"; it takes ${listed(options.split(', '), 'or')}.`,
  ],
  [
    /^Expected (.*) to be one of: (.*)$/s,
    (value, options) => `"${value}" is none of ${listed(options.split(', '), 'and')}.`,
  ],
  [/^Flag (--\S+) expects a value$/, (flag) => `${flag} takes a value, and there is none.`],
  [/^Flag (--\S+) can only be specified once$/, (flag) => `${flag} can be given once only.`],
  [/^Nonexistent flag: (.*)$/s, (flag) => `There is no flag ${flag}.`],
  [/^Nonexistent flags: (.*)$/s, (flags) => `There are no flags ${listed(flags.split(', '), 'and')}.`],
  [/^Unexpected argument: (.*)$/s, (argument) => `"${argument}" is more than it takes.`],
  [/^Unexpected arguments: (.*)$/s, (rest) => `These are more than it takes: ${rest}.`],
  [/^The following errors? occurred:\s+(.*)$/s, reasons],
];

function inOurWords(said: string, error: Error): string {
  const missing = namesOf('args' in error ? error.args : undefined);
  if (said.startsWith('Missing ') && missing.length > 0) return areMissing(missing);
  for (const [pattern, sentence] of SENTENCES) {
    const parts = pattern.exec(said);
    if (parts !== null) return sentence(...parts.slice(1));
  }
  return said.replaceAll(/\s*\n\s*/g, ' ').trim();
}

function reasons(lines: string): string {
  const all = lines.split('\n').map((line) => line.trim());
  const missing = all.flatMap((line) => /^Missing required flag (\S+)$/.exec(line)?.[1] ?? []);
  const others = all.filter((line) => !line.startsWith('Missing required flag '));
  return [...(missing.length > 0 ? [areMissing(missing.map((flag) => `--${flag}`))] : []), ...others].join(
    ' ',
  );
}

function areMissing(names: readonly string[]): string {
  return `${listed(names, 'and')} ${names.length === 1 ? 'is' : 'are'} missing.`;
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** Of arguments, as the usage line has them. */
function namesOf(args: unknown): readonly string[] {
  if (!Array.isArray(args)) return [];
  return args.flatMap((arg: unknown) =>
    isObject(arg) && typeof arg['name'] === 'string' ? [arg['name'].toUpperCase()] : [],
  );
}

function meantFlag(error: Error): string | undefined {
  const [, flag] = /^Nonexistent flag: --(\S+)/.exec(error.message) ?? [];
  const parse = 'parse' in error && isObject(error.parse) ? error.parse['input'] : undefined;
  const flags = isObject(parse) ? parse['flags'] : undefined;
  const near = flag === undefined || !isObject(flags) ? undefined : nearest(flag, Object.keys(flags));
  return near === undefined ? undefined : `--${near}`;
}

/** `typed`: every word before the first flag, with colons between. */
function unknown(
  typed: string,
): Readonly<Record<'message', string> & Record<'meant' | 'place', string | undefined>> {
  const commands = commandNames();
  const [first = '', second] = typed.split(':');
  const isTopic = commands.some((command) => command.startsWith(`${first} `));
  const tried = isTopic && second !== undefined ? `${first} ${second}` : first;
  const near = nearest(tried, commands);
  return {
    message: `There is no command "${tried}".`,
    meant: near === undefined ? undefined : `\`esdrift ${near}\``,
    place: isTopic ? first : undefined,
  };
}

function commandNames(): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('oclif.manifest.json'), 'utf8'));
  const commands = isObject(manifest) ? manifest['commands'] : undefined;
  return isObject(commands) ? Object.keys(commands).map((id) => id.replaceAll(':', ' ')) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
