import { AppError } from '../../errors.ts';
import type { PageAsset } from '../../model/page-asset.ts';
import { packageFile } from '../../package-root.ts';
import { readTextFile } from '../../platform/files.ts';

/** Made by the build, also for a clone. */
const ASSET = packageFile('dist/page/asset.json');
const LARGEST_ASSET = 16 * 1024 * 1024;

/** Errors: bug where the build did not make it. */
export async function pageAsset(): Promise<PageAsset> {
  const value: unknown = JSON.parse(await readTextFile(ASSET, LARGEST_ASSET));
  if (!isAsset(value))
    throw new AppError('bug', `${ASSET} is no page.`, 'Build esdrift again: npm run build');
  return value;
}

function isAsset(value: unknown): value is PageAsset {
  if (typeof value !== 'object' || value === null) return false;
  const texts: Partial<Record<string, unknown>> = { ...value };
  return ['script', 'scriptHash', 'style', 'styleHash', 'worker'].every(
    (key) => typeof texts[key] === 'string',
  );
}
