/** The oclif manifest, made with oclif's own Plugin class: the same document `oclif manifest` writes, without the oclif package. */
import { rmSync } from 'node:fs';
import { Plugin } from '@oclif/core';

export async function manifestText(root: string): Promise<string> {
  // Plugin would read the committed manifest back instead of the commands.
  rmSync(`${root}oclif.manifest.json`, { force: true });
  const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  // Commands come in the order in which folders are read, which is not always the same.
  const commands = Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ ...plugin.manifest, commands: Object.fromEntries(commands) }, null, 2)}\n`;
}
