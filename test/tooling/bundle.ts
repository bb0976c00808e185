/**
 * What is shipped: the command line, each command, the workers and the library as entries that share chunks, with what they need of other packages inside. A
 * command loads the files it needs in a few reads instead of several hundred.
 */
import { globSync } from 'node:fs';
import { rolldown } from 'rolldown';

/** These stay packages of their own: loaded late or seldom, or started by their own file. */
const PACKAGES = [/^@duckdb\//, 'ajv', 'tinypool', 'xxhash-wasm', 'zstd-codec'];
/** oclif asks for them while it looks for sources of plugins; there are none here. */
const NEVER_THERE = ['ts-node', 'tsx', 'typescript'];

const external = [/^node:/, ...PACKAGES, ...NEVER_THERE];

/** `root`: absolute, with its slash. Answers the modules of other packages that are inside. */
export async function bundleProgram(root: string): Promise<readonly string[]> {
  const entries = [
    'cli.ts',
    'index.ts',
    ...globSync(['commands/**/*.ts', '{events,operations}/**/*-worker.ts'], { cwd: `${root}src` }).sort(),
  ];
  const build = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), `${root}src/${file}`])),
    platform: 'node',
    external,
    logLevel: 'silent',
  });
  const { output } = await build.write({
    dir: `${root}dist`,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: true },
  });
  await build.close();
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}

/**
 * The LaunchDaemon's program and all that it imports, as a folder that needs nothing else. Its entry ends with `.mjs`: there is no package.json beside it that
 * would say what `.js` means. ajv only says why a document is wrong, after a compiled check has said that it is; the WebAssembly zstd is for a Node that
 * `arm` does not take.
 */
export async function bundleDaemon(root: string): Promise<void> {
  const build = await rolldown({
    input: `${root}src/recorder-daemon.ts`,
    platform: 'node',
    external,
    logLevel: 'silent',
  });
  await build.write({
    dir: `${root}dist/daemon`,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  });
  await build.close();
}
