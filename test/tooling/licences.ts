/** The licences of packages whose code is inside ours: they ask to be kept with it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `modules`: paths of bundled files. */
export function licenceTexts(modules: readonly string[]): string {
  const folders = new Set(
    modules.map(packageFolder).filter((folder): folder is string => folder !== undefined),
  );
  const texts = [...folders].map(licenceOf);
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1)).join(`\n${'='.repeat(80)}\n\n`);
}

function packageFolder(path: string): string | undefined {
  if (!path.includes('/node_modules/')) return undefined;
  let folder = dirname(path);
  // Some packages have a package.json in a folder within, which only says what kind of modules it holds.
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

function isPackage(folder: string): boolean {
  return (
    existsSync(join(folder, 'package.json')) && 'name' in manifest(folder) && 'version' in manifest(folder)
  );
}

function manifest(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}

function licenceOf(folder: string): string {
  const { name, version, license } = manifest(folder);
  const [file] = globSync('{LICENSE,LICENCE,license,License}*', { cwd: folder }).sort();
  const text =
    file === undefined ? `Licence: ${String(license)}\n` : readFileSync(join(folder, basename(file)), 'utf8');
  return `${String(name)} ${String(version)}\n\n${text.trim()}\n`;
}
