/** For fish 3 and newer. */
import type { CompletedCommand, CompletedFlag, CompletedLine } from '../../model/completion.ts';
import { pathOf, steps, wordsAfter, type Entry } from './command-tree.ts';

export function renderFish(line: CompletedLine): string {
  const { bin, commands, topics } = line;
  const known = steps(line).map((step) => quoted(step.replace('/', ' ').trim()));
  return `# Completion of ${bin} for fish, made by: ${bin} completion fish
function __${bin}_at --description 'Whether the words so far name this command, or none'
    set -l known ${known.join(' ')}
    set -l words (commandline -opc)
    set -l at
    for word in $words[2..-1]
        string match -q -- '-*' $word; and continue
        contains -- (string join ' ' $at $word) $known; or break
        set -a at $word
    end
    test "$at" = "$argv[1]"
end
complete -c ${bin} -n "__${bin}_at ''" -f -l help -d 'Show help'
complete -c ${bin} -n "__${bin}_at ''" -f -l version -d 'Show the version'
${['', ...topics.map(({ word }) => word)].map((at) => words(bin, at, wordsAfter(line, at))).join('\n')}
${commands.map((command) => ofCommand(bin, command)).join('\n')}
`;
}

/** In single quotes of fish, where a backslash and a quote are escaped. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

function at(bin: string, path: string): string {
  return `complete -c ${bin} -n "__${bin}_at '${path}'"`;
}

function words(bin: string, path: string, entries: readonly Entry[]): string {
  return entries
    .map(({ word, summary }) => `${at(bin, path)} -f -a ${word} -d ${quoted(summary)}`)
    .join('\n');
}

function ofCommand(bin: string, command: CompletedCommand): string {
  const head = at(bin, pathOf(command));
  return [
    ...(command.values.length === 0 ? [] : [`${head} -f -a ${quoted(command.values.join(' '))}`]),
    ...command.flags.map((flag) => `${head} ${flagOptions(flag)} -d ${quoted(flag.summary)}`),
    `${head} -l help -d 'Show help for the command.'`,
  ].join('\n');
}

function flagOptions({ name, char, value }: CompletedFlag): string {
  const names = `-l ${name}${char === undefined ? '' : ` -s ${char}`}`;
  if (value === 'none') return names;
  if (value === 'file') return `${names} -r -F`;
  return value === 'text' ? `${names} -x` : `${names} -x -a ${quoted(value.join(' '))}`;
}
