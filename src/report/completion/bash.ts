/** For bash 3.2, which macOS ships, and newer. Nothing to say means file names: `complete -o default`. */
import type { CompletedCommand, CompletedLine } from '../../model/completion.ts';
import { pathOf, quoted, spellings, steps, wordsAfter } from './command-tree.ts';

export function renderBash(line: CompletedLine): string {
  const { bin, commands, topics } = line;
  return `# Completion of ${bin} for bash, made by: ${bin} completion bash
_${bin}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD-1]} at='' word list='' i
  COMPREPLY=()
  # bash makes a word of its own of an equals sign.
  if [[ $cur == '=' ]]; then cur=''; elif [[ $flag == '=' ]]; then flag=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$at/$word" in
      */-*) ;;
      ${steps(line).map(pattern).join('|')}) at="\${at:+$at }$word" ;;
      *) break ;;
    esac
  done
  case "$at $flag" in
${commands.flatMap(valueCases).join('\n')}
    *) case "$at" in
      '') list=${quoted([...wordsAfter(line, '').map(({ word }) => word), '--help', '--version'].join(' '))} ;;
${topics
  .map(
    ({ word }) =>
      `      ${quoted(word)}) list=${quoted(
        wordsAfter(line, word)
          .map((entry) => entry.word)
          .join(' '),
      )} ;;`,
  )
  .join('\n')}
${commands.map(commandCase).join('\n')}
    esac ;;
  esac
  # shellcheck disable=SC2207 # none of these words has a blank
  COMPREPLY=($(compgen -W "$list" -- "$cur"))
}
complete -o bashdefault -o default -F _${bin} ${bin}
`;
}

/** An escaped blank: a pattern of \`case\` may not hold a bare one. */
function pattern(text: string): string {
  return text.replaceAll(' ', '\\ ');
}

function valueCases(command: CompletedCommand): readonly string[] {
  return command.flags.flatMap((flag) => {
    if (flag.value === 'none') return [];
    const cases = spellings(flag).map((spelling) => pattern(`${pathOf(command)} ${spelling}`));
    const list = typeof flag.value === 'string' ? '' : `list=${quoted(flag.value.join(' '))} `;
    return [`    ${cases.join('|')}) ${list};;`];
  });
}

/** Flags where one was begun; else what the first argument can be, or files. */
function commandCase(command: CompletedCommand): string {
  const flags = quoted([...command.flags.map(({ name }) => `--${name}`), '--help'].join(' '));
  const other = command.values.length === 0 ? '' : `; else list=${quoted(command.values.join(' '))}`;
  return `      ${quoted(pathOf(command))}) if [[ $cur == -* ]]; then list=${flags}${other}; fi ;;`;
}
