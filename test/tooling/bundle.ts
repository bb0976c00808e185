/** The LaunchDaemon's program and all that it imports, as a folder that needs nothing else. */
import { rolldown } from 'rolldown';

/** ajv only says why a document is wrong, after a compiled check has said that it is; the WebAssembly zstd is for a Node that `arm` does not take. */
const LEFT_OUT = ['ajv', 'zstd-codec', 'xxhash-wasm'];

/** `entry` and `folder`: absolute. The entry's chunk has its name, with `.mjs`: there is no package.json beside it that would say what `.js` means. */
export async function bundle(entry: string, folder: string): Promise<void> {
  const build = await rolldown({
    input: entry,
    platform: 'node',
    external: [/^node:/, ...LEFT_OUT],
    logLevel: 'silent',
  });
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  });
  await build.close();
}
