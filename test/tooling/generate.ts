/**
 * Makes src/schema/generated/ from schemas/ (one type file a schema, and a compiled validator for some), and the WebAssembly modules from
 * wasm/. `--check` writes nothing and ends with 1 when a file is stale.
 * Run through `npm run generate` and `npm run check:generated`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';
import { compiledValidator } from './validators.ts';
import { WASM_SOURCES, wasmModule } from './wasm-module.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SCHEMA_FOLDER = 'src/schema/generated/';
const WASM_FOLDERS = WASM_SOURCES.map(({ target }) => target);

/** Documents with a compiled validator; src/schema/compiled.ts names them again. */
const COMPILED = [
  'acceptances',
  'armed-state',
  'baseline',
  'config',
  'profile',
  'trace-header',
  'trace-record',
  'trace-summary',
];
/** Parts of other schemas, and the line of eslogger, which is decoded by hand because nobody promises its form. */
const untyped: ReadonlySet<string> = new Set(['common.schema.json', 'eslogger-line.schema.json']);

/** Path → text. Types for every schema that a document or a line is checked against. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of readdirSync(`${root}schemas`).sort()) {
    if (!name.endsWith('.schema.json') || untyped.has(name)) continue;
    const text = await compileFromFile(`${root}schemas/${name}`, {
      cwd: `${root}schemas/`,
      // The schemas leave the question open, because a reader ignores keys it does not know; a type should not invite them.
      additionalProperties: false,
      bannerComment: `// Made from schemas/${name} by \`npm run generate\`. Do not edit.`,
      ignoreMinAndMaxItems: true,
      style: { singleQuote: true, printWidth: 110 },
    });
    files.set(SCHEMA_FOLDER + name.replace('.schema.json', '.ts'), exportingOnly(titleOf(name), text));
  }
  for (const name of COMPILED) {
    files.set(`${SCHEMA_FOLDER}validators/${name}.ts`, compiledValidator(`${root}schemas/`, name));
  }
  for (const source of WASM_SOURCES) files.set(`${source.target}module.ts`, wasmModule(root, source));
  return files;
}

function titleOf(name: string): string {
  const schema = JSON.parse(readFileSync(`${root}schemas/${name}`, 'utf8')) as { title: string };
  return schema.title;
}

/** Parts that several schemas share would be exported by each of them. */
function exportingOnly(title: string, text: string): string {
  return text.replace(/^export (?=(?:interface|type) (\w+))/gm, (word, name: string) =>
    name === title ? word : '',
  );
}

/** Paths of generated files that differ from what their sources say now, or that no source stands for. */
export async function staleFiles(): Promise<readonly string[]> {
  const wanted = await generatedFiles();
  const present = [SCHEMA_FOLDER, ...WASM_FOLDERS].flatMap((folder) =>
    existsSync(root + folder)
      ? readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => folder + name)
      : [],
  );
  const stale = present.filter((name) => !wanted.has(name));
  for (const [name, text] of wanted) {
    if (!present.includes(name) || readFileSync(root + name, 'utf8') !== text) stale.push(name);
  }
  return stale.sort();
}

async function main(): Promise<void> {
  const stale = await staleFiles();
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    console.error(`Stale: ${stale.join(', ')}. Run: npm run generate`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(`${root}${SCHEMA_FOLDER}validators`, { recursive: true });
  for (const folder of WASM_FOLDERS) mkdirSync(root + folder, { recursive: true });
  const wanted = await generatedFiles();
  for (const name of stale) {
    const text = wanted.get(name);
    if (text === undefined) rmSync(root + name);
    else writeFileSync(root + name, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
