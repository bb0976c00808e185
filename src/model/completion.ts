/** What a shell has to know of the command line to complete it. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletedFlag {
  readonly name: string;
  readonly char: string | undefined;
  readonly summary: string;
  /** A switch takes none. */
  readonly value: 'none' | 'file' | 'text' | readonly string[];
}

export interface CompletedCommand {
  /** One word, or topic and command. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Of its first argument; empty: files. */
  readonly values: readonly string[];
}

export interface CompletedLine {
  readonly bin: string;
  readonly commands: readonly CompletedCommand[];
  readonly topics: readonly { readonly word: string; readonly summary: string }[];
}

export interface CompletionScript {
  readonly kind: 'esdrift.completion-script';
  readonly formatVersion: 1;
  readonly shell: Shell;
  readonly script: string;
}
