/** Compiles wasm/line-scan to the text of src/recorder/line-scan/generated/module.ts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = 'wasm/line-scan/index.ts';
/** 64 KiB each; what layout.ts lays out, and no more. */
const PAGES = '400';

export function lineScanModule(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-wasm-'));
  try {
    const outFile = join(folder, 'module.wasm');
    const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    const options = ['--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd'];
    const memory = ['--initialMemory', PAGES, '--maximumMemory', PAGES];
    execFileSync(process.execPath, [compiler, SOURCE, '--outFile', outFile, ...options, ...memory], {
      cwd: root,
    });
    const base64 =
      readFileSync(outFile)
        .toString('base64')
        .match(/.{1,100}/g) ?? [];
    return [
      `// Made from ${SOURCE} by \`npm run generate\`. Do not edit.`,
      'export const MODULE = [',
      ...base64.map((line) => `  '${line}',`),
      `].join('');`,
      '',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
