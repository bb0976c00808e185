/** What the scripts share: which words can follow which, and what stands for each command. */
import type { CompletedCommand, CompletedFlag, CompletedLine } from '../../model/completion.ts';

export interface Entry {
  readonly word: string;
  readonly summary: string;
}

/** What can follow `at`: the name of the program alone (`''`), or of a topic. */
export function wordsAfter({ commands, topics }: CompletedLine, at: string): readonly Entry[] {
  const below = commands.flatMap(({ words, summary }) => {
    const word = words.at(-1);
    return word !== undefined && words.slice(0, -1).join(' ') === at ? [{ word, summary }] : [];
  });
  const all = at === '' ? [...below, ...topics] : below;
  return [...all].sort((a, b) => (a.word < b.word ? -1 : 1));
}

/** `/check`, `/trace`, `trace/info`: the steps from the program's name to a command. */
export function steps({ commands, topics }: CompletedLine): readonly string[] {
  const all = [
    ...topics.map(({ word }) => `/${word}`),
    ...commands.map(({ words }) => `${words.slice(0, -1).join(' ')}/${words.at(-1) ?? ''}`),
  ];
  return [...new Set(all)].sort();
}

export function pathOf({ words }: CompletedCommand): string {
  return words.join(' ');
}

/** `--out -o`, as they are typed. */
export function spellings({ name, char }: CompletedFlag): readonly string[] {
  return [`--${name}`, ...(char === undefined ? [] : [`-${char}`])];
}

/** In single quotes of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
