import { dirname, isAbsolute, join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Config } from '../model/config.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { readDocument } from './read-document.ts';

export const CONFIG_NAME = 'esdrift.config.json';

/** Errors: config-invalid, with the place and a near name for an unknown key. */
export async function readConfig(path: string): Promise<Config> {
  if ((await kindOfPath(path)) === 'none') {
    throw new AppError(
      'config-invalid',
      `There is no ${path}.`,
      `Write one: {"traces": ["traces/*.jsonl.zst"], "baselines": ["baselines/*.baseline.json"]}`,
    );
  }
  return readDocument(
    'config',
    path,
    'config-invalid',
    'Correct it there; esdrift explain config-invalid lists what it may hold.',
  );
}

/** Path of the file of rules that the configuration names, relative to where the command runs. */
export function configuredRules(
  { rules }: Partial<Config>,
  configPath: string | undefined,
): string | undefined {
  if (rules === undefined || configPath === undefined || isAbsolute(rules)) return rules;
  return join(dirname(configPath), rules);
}
