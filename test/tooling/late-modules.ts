/**
 * Modules that a command rarely needs and that take long to load become files of their own, which are loaded at the first call of what they export:
 * Node offers that for CommonJS only. Sources import them as ever.
 */
import { rolldown, type Plugin } from 'rolldown';

export interface LateModule {
  /** Its full path: another package may bring another version. */
  readonly id: string;
  /** Its file in `dist/late`, without the ending. */
  readonly file: string;
  /** What it exports: a function, or with `default.` before its name one of what it exports by default. */
  readonly exported: string;
}

const PREFIX = '\0late:';

/** `root`: absolute, with its slash. */
export function lateModules(root: string, modules: readonly LateModule[]): Plugin {
  return {
    name: 'late-modules',
    async resolveId(source, importer, options) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const late = modules.find(({ id }) => id === resolved?.id);
      return late === undefined ? null : `${PREFIX}${late.file}`;
    },
    load(id) {
      const late = id.startsWith(PREFIX)
        ? modules.find(({ file }) => file === id.slice(PREFIX.length))
        : undefined;
      return late === undefined ? null : callingLate(root, late);
    },
  };
}

function callingLate(root: string, { file, exported }: LateModule): string {
  const [name = '', method] = exported.split('.');
  // What CommonJS exports by default is all that it exports.
  const called = exported === 'default' ? '(loaded.default ?? loaded)' : `loaded.${method ?? name}`;
  return `import { createRequire } from 'node:module';
import { packageFile } from ${JSON.stringify(`${root}src/package-root.ts`)};
const require = createRequire(import.meta.url);
let loaded;
function call(...args) {
  loaded ??= require(packageFile('dist/late/${file}.cjs'));
  return ${called}(...args);
}
export { ${method === undefined ? 'call' : 'calls'} as ${name} };
${method === undefined ? '' : `const calls = { ${method}: call };`}
`;
}

/** Answers the modules of other packages that are inside. */
export async function bundleLate(root: string, modules: readonly LateModule[]): Promise<readonly string[]> {
  const build = await rolldown({
    input: Object.fromEntries(modules.map(({ id, file }) => [file, id])),
    platform: 'node',
    logLevel: 'silent',
  });
  const { output } = await build.write({
    dir: `${root}dist/late`,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    comments: { legal: true },
  });
  await build.close();
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}
