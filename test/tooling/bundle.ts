/**
 * What is shipped: the command line, each command, the workers and the library as entries that share chunks, with what they need of other packages inside. A
 * command loads the files it needs in a few reads instead of several hundred.
 */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';
import { bundleLate, lateModules, type LateModule } from './late-modules.ts';

/** These stay packages of their own: loaded late or seldom, or started by their own file. */
const PACKAGES = [/^@duckdb\//, 'ajv', 'tinypool', 'xxhash-wasm', 'zstd-codec'];
/** oclif asks for them while it looks for sources of plugins; there are none here. */
const NEVER_THERE = ['ts-node', 'tsx', 'typescript'];

/** What `--version` needs: nothing else is loaded for it. */
const AT_ONCE = /rolldown.runtime|\/src\/model\/version\.ts$/;
/** Opening one more file takes as long as parsing 30 KB more, so what most commands load is one file, and what compares is another. */
const MANY_COMMANDS = 24;
const COMPARISON =
  /\/src\/(?:drift|baseline|report\/drift)|\/src\/operations\/(?:compare-files|load-fact-set|chosen-rules|acceptance-file|fact-lines)\.ts$/;

const external = [/^node:/, ...PACKAGES, ...NEVER_THERE];

/** `root`: absolute, with its slash. Answers the modules of other packages that are inside. */
export async function bundleProgram(root: string): Promise<readonly string[]> {
  const entries = [
    'cli.ts',
    'index.ts',
    ...globSync(['commands/**/*.ts', '{events,operations}/**/*-worker.ts'], { cwd: `${root}src` }).sort(),
  ];
  const late = lateModulesOf(root);
  const build = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), `${root}src/${file}`])),
    platform: 'node',
    external: [/^node:(?!process$)/, ...external.slice(1)],
    logLevel: 'silent',
    plugins: [lateModules(root, late), plainProcess, plainOrder],
  });
  const { output } = await build.write({
    dir: `${root}dist`,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'runtime', test: AT_ONCE, priority: 3 },
        { name: 'common', minShareCount: MANY_COMMANDS, priority: 2 },
        { name: 'comparison', test: COMPARISON, priority: 1 },
      ],
    },
    comments: { legal: true },
  });
  await build.close();
  const inside = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  return [...inside, ...(await bundleLate(root, late))];
}

/** A document is checked by one validator of several; most text is as wide as it is long; and the commands are in a manifest. */
function lateModulesOf(root: string): readonly LateModule[] {
  const folder = `${root}src/schema/generated/validators/`;
  const validators = globSync('*.ts', { cwd: folder }).sort();
  const ofOclif = createRequire(createRequire(import.meta.url).resolve('@oclif/core/package.json'));
  return [
    { id: fileURLToPath(import.meta.resolve('string-width')), file: 'string-width', exported: 'default' },
    // For a package without a manifest of its commands, for plugins, and for a configuration outside package.json.
    { id: ofOclif.resolve('tinyglobby'), file: 'tinyglobby', exported: 'glob' },
    { id: ofOclif.resolve('minimatch'), file: 'minimatch', exported: 'minimatch' },
    { id: ofOclif.resolve('lilconfig'), file: 'lilconfig', exported: 'lilconfig' },
    ...validators.map((file) => ({
      id: folder + file,
      file: `validate-${file.replace(/\.ts$/, '')}`,
      exported: 'validate',
    })),
  ];
}

/** Node fills in the exports of `node:process` by asking for all of them, which opens the standard streams. */
const plainProcess: Plugin = {
  name: 'plain-process',
  resolveId: (source) => (source === 'node:process' ? PLAIN_PROCESS : null),
  load: (id) => (id === PLAIN_PROCESS ? 'export default globalThis.process;' : null),
};
const PLAIN_PROCESS = '\0plain-process';

/** oclif sorts its commands by the rules of a language, and those take longer to load than all of its own work. Ids are plain letters. */
const plainOrder: Plugin = {
  name: 'plain-order',
  transform(code, id) {
    if (!id.endsWith('/@oclif/core/lib/config/plugin.js')) return null;
    const sorting = 'a.id.localeCompare(b.id)';
    if (!code.includes(sorting)) throw new Error(`${id} sorts in another way now.`);
    return code.replace(sorting, '(a.id < b.id ? -1 : 1)');
  },
};

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
