import { fileURLToPath } from 'node:url';

/** Whether this runs from `src` in a clone, or bundled from `dist`. A bundled module may be in any file of `dist`. */
const IS_SOURCE = import.meta.url.endsWith('.ts');

/** The folder of package.json, schemas and dist: what lies above the last `src` or `dist` of this file's own path. */
const ROOT = new URL(import.meta.url.replace(/\/(?:src|dist)\/(?!.*\/(?:src|dist)\/).*$/, '/'));

/** Absolute path of a file of the package, `dist/page/asset.json` say. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

/** A module of ours that is loaded by its address: by its path in `src`, without its ending. */
export function moduleAddress(name: string): URL {
  return new URL(IS_SOURCE ? `src/${name}.ts` : `dist/${name}.js`, ROOT);
}
