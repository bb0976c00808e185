import type { CompletedLine, Shell } from '../../model/completion.ts';
import { renderBash } from './bash.ts';
import { renderFish } from './fish.ts';
import { renderZsh } from './zsh.ts';

const RENDERERS: Readonly<Record<Shell, (line: CompletedLine) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

/** A script for the shell to read once. It starts no esdrift while somebody types: all it knows is in it. */
export function renderCompletion(shell: Shell, line: CompletedLine): string {
  return RENDERERS[shell](line);
}
