/** The oclif manifest, made with oclif's own Plugin class: the same document `oclif manifest` writes, without the oclif package. */
import { rmSync } from 'node:fs';
import { Plugin } from '@oclif/core';

export async function manifestText(root: string): Promise<string> {
  // Plugin would read the committed manifest back instead of the commands.
  rmSync(`${root}oclif.manifest.json`, { force: true });
  const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  return `${JSON.stringify(plugin.manifest, null, 2)}\n`;
}
