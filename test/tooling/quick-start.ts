/**
 * What Node and packages do at every start for nobody here, on a machine that starts Node in 27 ms: 7 ms for `node:process`, 20 for other builtins, 8 for the
 * collation of command ids, 25 for parts of oclif that serve plugins and help.
 */
import type { Plugin } from 'rolldown';

const PROCESS = '\0process';

/** Node fills in the exports of `node:process` by asking for all of them, which opens the standard streams. */
export const plainProcess: Plugin = {
  name: 'plain-process',
  resolveId: (source) => (source === 'node:process' ? PROCESS : null),
  load: (id) => (id === PROCESS ? 'export default globalThis.process;' : null),
};

const IMPORT = /^import (?:(\w+)|\* as (\w+)|\{ ([^}]+) \}) from "(node:[\w/]+)";$/gm;
const BUILTIN = `import { createRequire as requiring } from "node:module";
const builtin = process.getBuiltinModule ?? requiring(import.meta.url);
`;

/**
 * The same holds for every builtin that is imported: the exports of `node:fs` are asked for one by one, and with them loads what is loaded late otherwise. Taken
 * as an object it costs what is used. Before Node 22.3 `require` gives that object.
 */
export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  renderChunk(code) {
    let head = BUILTIN;
    const taken = (line: string, whole?: string, all?: string, names?: string, module = ''): string => {
      if (module === 'node:module') return line;
      const left = names === undefined ? (whole ?? all ?? '') : `{ ${names.replaceAll(' as ', ': ')} }`;
      const text = `${head}const ${left} = builtin("${module}");`;
      head = '';
      return text;
    };
    const plain = code.replaceAll(IMPORT, taken);
    return plain === code ? null : plain;
  },
};

const CRYPTO = '\0crypto';

/** Loading it takes 6 ms. All that is taken from it are functions. */
export const lateCrypto: Plugin = {
  name: 'late-crypto',
  resolveId: (source) => (source === 'node:crypto' ? CRYPTO : null),
  async load(id) {
    if (id !== CRYPTO) return null;
    const { default: crypto } = await import('node:crypto');
    const names = Object.entries(crypto).flatMap(([name, value]) =>
      typeof value === 'function' ? [name] : [],
    );
    return `import { createRequire } from 'node:module';
let loaded;
const crypto = () => (loaded ??= (process.getBuiltinModule ?? createRequire(import.meta.url))('node:crypto'));
${names.map((name) => `export function ${name}(...args) { return crypto().${name}(...args); }`).join('\n')}
`;
  },
};

/** Colours are decided in report/terminal.ts; what chalk finds out about the streams is not asked for. */
export const plainChalk: Plugin = {
  name: 'plain-chalk',
  resolveId: (source) => (source === '#supports-color' ? '\0no-colours' : null),
  load: (id) => (id === '\0no-colours' ? 'export default { stdout: false, stderr: false };' : null),
};

interface Cut {
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** Parts of oclif that a command of ours does not reach while it runs. */
const CUTS: readonly Cut[] = [
  // Sorts by the rules of a language; ids are plain letters, and sorted in the manifest.
  { file: 'config/plugin', text: 'a.id.localeCompare(b.id)', instead: '(a.id < b.id ? -1 : 1)' },
  // Would load the configuration that it is given a second time; base-command.ts has its own `run`.
  { file: 'command', text: 'const config_1 = require("./config");', instead: 'const config_1 = {};' },
  // For flags called `help` and `version`, which no command has.
  { file: 'flags', text: 'const help_1 = require("./help");', instead: 'const help_1 = {};' },
  // cli.ts handles errors.
  { file: 'errors/index', text: 'var handle_1 = require("./handle");', instead: 'var handle_1 = {};' },
  // Spinners. No part of ours draws with them.
  {
    file: 'ux/index',
    text: `exports.action = ACTION_TYPE === 'spinner' ? new spinner_1.default() : new simple_1.default();`,
    instead: 'exports.action = { stop() {} };',
  },
  { file: 'ux/index', text: 'const simple_1 = __importDefault(require("./action/simple"));', instead: '' },
  { file: 'ux/index', text: 'const spinner_1 = __importDefault(require("./action/spinner"));', instead: '' },
];
const OCLIF = /\/@oclif\/core\/lib\/(.+)\.js$/;
const REQUIRED = /^(?:const|var) (\w+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm;

/** oclif without those parts, and each of its modules only when something of it is asked for. */
export const leanOclif: Plugin = {
  name: 'lean-oclif',
  transform(code, id) {
    const [, file] = OCLIF.exec(id) ?? [];
    if (file === undefined) return null;
    let lean = code;
    for (const { text, instead, ...cut } of CUTS) {
      if (cut.file !== file) continue;
      if (!lean.includes(text)) throw new Error(`${id} is another one now: it has no ${text}`);
      lean = lean.replace(text, instead);
    }
    const names = [...lean.matchAll(REQUIRED)].map(([, name = '']) => name);
    if (names.length === 0) return lean;
    const any = `\\b(?:${names.join('|')})\\b`;
    return lean
      .replaceAll(REQUIRED, 'const load_$1 = () => $2;')
      .replaceAll(new RegExp(`\\bnew (${any})\\.(\\w+)`, 'g'), 'new (load_$1().$2)')
      .replaceAll(new RegExp(any, 'g'), 'load_$&()');
  },
};
