// Made from schemas/completion-script.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift completion SHELL --json` prints.
 */
export interface CompletionScript {
  kind: 'esdrift.completion-script';
  formatVersion: 1;
  shell: 'bash' | 'zsh' | 'fish';
  script: string;
}
