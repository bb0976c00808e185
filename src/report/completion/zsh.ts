/** For zsh 5, the shell of macOS: as a file `_esdrift` in a folder of `fpath`, or read with `eval` behind compinit. */
import type { CompletedCommand, CompletedFlag, CompletedLine } from '../../model/completion.ts';
import { pathOf, quoted, spellings, steps, wordsAfter, type Entry } from './command-tree.ts';

export function renderZsh(line: CompletedLine): string {
  const { bin, commands, topics } = line;
  return `#compdef ${bin}
# Completion of ${bin} for zsh, made by: ${bin} completion zsh
_${bin}() {
  local at='' word flag i
  local -a list
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case "$at/$word" in
      (*/-*) ;;
      (${steps(line).map(pattern).join('|')}) at="\${at:+$at }$word" ;;
      (*) break ;;
    esac
  done
  if compset -P '--*='; then flag=\${IPREFIX%=}; else flag=\${words[CURRENT-1]}; fi
  case "$at $flag" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
    ('') list=(${described(wordsAfter(line, ''))}); _describe command list ;;
${topics.map(({ word }) => `    (${quoted(word)}) list=(${described(wordsAfter(line, word))}); _describe command list ;;`).join('\n')}
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "_${bin}" ]; then _${bin} "$@"; else compdef _${bin} ${bin}; fi
`;
}

function pattern(text: string): string {
  return text.replaceAll(' ', '\\ ');
}

/** \`_describe\` takes what is behind a colon for the description. */
function described(entries: readonly Entry[]): string {
  return entries.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(' ');
}

function valueCases(command: CompletedCommand): readonly string[] {
  return command.flags.flatMap((flag) => {
    const action = valueAction(flag);
    if (action === undefined) return [];
    const cases = spellings(flag).map((spelling) => pattern(`${pathOf(command)} ${spelling}`));
    return [`    (${cases.join('|')}) ${action}; return ;;`];
  });
}

function valueAction({ name, value }: CompletedFlag): string | undefined {
  if (value === 'none') return undefined;
  if (value === 'file') return '_files';
  return value === 'text' ? `_message ${quoted(name)}` : `compadd -- ${value.join(' ')}`;
}

function commandCase(command: CompletedCommand): string {
  const flags = command.flags.map(({ name, summary }) => ({ word: `--${name}`, summary }));
  const help = { word: '--help', summary: 'Show help for the command.' };
  const other = command.values.length === 0 ? '_files' : `compadd -- ${command.values.join(' ')}`;
  return `    (${quoted(pathOf(command))}) if [[ $PREFIX == -* ]]; then list=(${described([...flags, help])}); _describe flag list; else ${other}; fi ;;`;
}
