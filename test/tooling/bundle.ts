/**
 * What is shipped: the command line, each command, the workers and the library as entries that share chunks, with what they need of other packages inside. A
 * command loads the files it needs in a few reads instead of several hundred.
 */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown, type ChunkingContext, type CodeSplittingGroup } from 'rolldown';
import { bundleLate, lateModules, type LateModule } from './late-modules.ts';
import { lateCrypto, leanOclif, plainBuiltins, plainChalk, plainProcess } from './quick-start.ts';

/** These stay packages of their own: loaded late or seldom, or started by their own file. */
const PACKAGES = [/^@duckdb\//, 'ajv', 'tinypool', 'xxhash-wasm', 'zstd-codec'];
/** oclif asks for them while it looks for sources of plugins; there are none here. */
const NEVER_THERE = ['ts-node', 'tsx', 'typescript'];

/**
 * Opening one more file takes as long as parsing 20 KB more. So what most commands load is two files, one without oclif for what is no command (the library,
 * the workers). What a comparison of baselines loads is told by who else needs it: what many do, what few do, and nobody. What others need together is
 * split by who needs it, as bundlers do; small pieces are joined.
 */
const MANY_COMMANDS = 24;
const SEVERAL_COMMANDS = 9;
const SMALL_BYTES = 2_000;
const COMPARING = ['diff', 'check', 'baseline/bisect', 'baseline/create', 'baseline/history'];
const OURS =
  /\/src\/(?!commands\/)[^/]+\/|\/src\/(?:errors|exit-codes|package-root)\.ts$|\/node_modules\/chalk\/|\0/;
const GROUPS: readonly CodeSplittingGroup[] = [
  // All that `--version` loads.
  { name: 'runtime', test: /rolldown.runtime|\/src\/model\/version\.ts$/, priority: 5 },
  { name: named('common'), test: OURS, priority: 4 },
  { name: 'command', minShareCount: SEVERAL_COMMANDS, test: /@oclif|\/src\/[^/]+\.ts$/, priority: 3 },
  { name: named('documents'), test: OURS, priority: 2 },
  { name: named('comparison'), test: OURS, priority: 1 },
  {
    name: 'shared',
    test: /\/src\/(?:model|platform|schema|eslogger|trace|events|processes|normalize|facts)\//,
    entriesAware: true,
    entriesAwareMergeThreshold: SMALL_BYTES,
    priority: 0,
  },
];

type Chunk = 'common' | 'documents' | 'comparison';

function named(chunk: Chunk): CodeSplittingGroup['name'] {
  return (id, graph) => (chunkOf(id, graph) === chunk ? chunk : null);
}

function chunkOf(id: string, graph: ChunkingContext): Chunk | undefined {
  const users = commandsWith(id, graph);
  if (users.size >= MANY_COMMANDS) return 'common';
  if (!users.has('diff')) return undefined;
  const others = [...users].filter((command) => !COMPARING.includes(command)).length;
  if (others === 0) return 'comparison';
  return others >= SEVERAL_COMMANDS ? 'common' : 'documents';
}

/** The commands that cannot be loaded without this module. */
function commandsWith(id: string, graph: ChunkingContext): ReadonlySet<string> {
  const modules = new Set([id]);
  const commands = new Set<string>();
  // A set can grow while it is walked.
  for (const each of modules) {
    const [, command] = /\/src\/commands\/(.+)\.ts$/.exec(each) ?? [];
    if (command !== undefined) commands.add(command);
    for (const importer of graph.getModuleInfo(each)?.importers ?? []) modules.add(importer);
  }
  return commands;
}

const external = [...PACKAGES, ...NEVER_THERE];

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
    external: [/^node:(?!(?:process|crypto)$)/, ...external],
    logLevel: 'silent',
    plugins: [lateModules(root, late), plainProcess, plainBuiltins, lateCrypto, plainChalk, leanOclif],
  });
  const { output } = await build.write({
    dir: `${root}dist`,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: [...GROUPS] },
    comments: { legal: true, jsdoc: false },
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
    // Only findings that show two sides are drawn with it.
    { id: fileURLToPath(import.meta.resolve('diff')), file: 'diff', exported: 'diffArrays' },
    // For help: templates, and texts with colours that are wrapped.
    { id: ofOclif.resolve('ejs'), file: 'ejs', exported: 'default.render' },
    { id: ofOclif.resolve('wrap-ansi'), file: 'wrap-ansi', exported: 'default' },
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

/**
 * The LaunchDaemon's program and all that it imports, as a folder that needs nothing else. Its entry ends with `.mjs`: there is no package.json beside it that
 * would say what `.js` means. ajv only says why a document is wrong, after a compiled check has said that it is; the WebAssembly zstd is for a Node that
 * `arm` does not take.
 */
export async function bundleDaemon(root: string): Promise<void> {
  const build = await rolldown({
    input: `${root}src/recorder-daemon.ts`,
    platform: 'node',
    external: [/^node:/, ...external],
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
