/** The page of an HTML report as one asset: script, style, and the worker that opens traces, packed because most readers never need it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { rolldown, type Plugin } from 'rolldown';
import type { PageAsset } from '../../src/model/page-asset.ts';
import { zstdUnderCsp } from './zstd-under-csp.ts';

/** Writes `dist/page/asset.json` below `root`. */
export async function bundlePage(root: string): Promise<void> {
  const script = await scriptOf(`${root}src/page/main.ts`, []);
  const worker = await scriptOf(`${root}src/page/trace-worker.ts`, [zstdUnderCsp()]);
  const style = readFileSync(`${root}src/page/page.css`, 'utf8');
  const asset: PageAsset = {
    script,
    scriptHash: hashOf(script),
    style,
    styleHash: hashOf(style),
    // Level 9 and no time of day in it: the same source gives the same bytes.
    worker: gzipSync(worker, { level: 9 }).toString('base64'),
  };
  mkdirSync(`${root}dist/page`, { recursive: true });
  writeFileSync(`${root}dist/page/asset.json`, JSON.stringify(asset));
}

async function scriptOf(input: string, plugins: readonly Plugin[]): Promise<string> {
  const build = await rolldown({
    input,
    platform: 'browser',
    plugins: [...plugins],
    onLog(level, log) {
      if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT')
        throw new Error(`The page cannot have it: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  const [chunk] = output;
  if (output.length !== 1) throw new Error(`${input} became several files.`);
  if (/<\/script|<!--/i.test(chunk.code)) throw new Error(`${input} holds what would end its own element.`);
  return chunk.code;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
