/** Compiles the WebAssembly modules of wasm/ to the text of files beside the code that uses them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface WasmSource {
  readonly source: string;
  /** Folder of the file `module.ts`. */
  readonly target: string;
  /** 64 KiB each; what layout.ts lays out, and no more. */
  readonly pages: number;
}

export const WASM_SOURCES: readonly WasmSource[] = [
  { source: 'wasm/line-scan/index.ts', target: 'src/recorder/line-scan/generated/', pages: 400 },
  { source: 'wasm/event-scan/index.ts', target: 'src/events/scan/generated/', pages: 328 },
  { source: 'wasm/life-scan/index.ts', target: 'src/events/life-scan/generated/', pages: 153 },
];

export function wasmModule(root: string, { source, pages }: WasmSource): string {
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-wasm-'));
  try {
    const outFile = join(folder, 'module.wasm');
    const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    const options = ['--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd'];
    const memory = ['--initialMemory', String(pages), '--maximumMemory', String(pages)];
    execFileSync(process.execPath, [compiler, source, '--outFile', outFile, ...options, ...memory], {
      cwd: root,
    });
    const base64 =
      readFileSync(outFile)
        .toString('base64')
        .match(/.{1,100}/g) ?? [];
    return [
      `// Made from ${source} by \`npm run generate\`. Do not edit.`,
      'export const MODULE = [',
      ...base64.map((line) => `  '${line}',`),
      `].join('');`,
      '',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
