import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { readError, systemCode } from './file-errors.ts';
import { kindOfPath } from './path-kind.ts';

/**
 * Regular files that match a pattern, relative to `cwd` as the pattern is, sorted by code units.
 * `*` and `?` stay within one name, `**` spans folders, `{a,b}` chooses; names with a leading dot match only patterns that
 * say the dot. Symbolic links to folders are not entered. A path without any of these characters names itself if it is there.
 * (Node's own glob is experimental in Node 22 and says so on stderr.)
 */
export async function listFiles(pattern: string, cwd: string): Promise<readonly string[]> {
  const absolute = isAbsolute(pattern);
  const found = new Set<string>();
  for (const alternative of expandBraces(pattern)) {
    const segments = alternative.split('/').filter((segment) => segment !== '' && segment !== '.');
    await walk(absolute ? '/' : cwd, segments, found);
  }
  const names = [...found].map((path) => (absolute ? path : relative(cwd, path).split(sep).join('/')));
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function walk(folder: string, segments: readonly string[], found: Set<string>): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (!/[*?]/.test(segment)) {
    const path = resolve(folder, segment);
    const kind = await kindOfPath(path);
    if (rest.length > 0) await walk(path, rest, found);
    else if (kind === 'file' || kind === 'link') found.add(path);
    return;
  }
  if (segment === '**') {
    await walk(folder, rest.length > 0 ? rest : ['*'], found);
    for (const entry of await entries(folder)) {
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        await walk(join(folder, entry.name), segments, found);
    }
    return;
  }
  const matches = nameMatcher(segment);
  for (const entry of await entries(folder)) {
    if (!matches(entry.name)) continue;
    const path = join(folder, entry.name);
    if (rest.length > 0) {
      if (entry.isDirectory()) await walk(path, rest, found);
    } else if (entry.isFile()) found.add(path);
  }
}

async function entries(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw readError(error, folder);
  }
}

function nameMatcher(segment: string): (name: string) => boolean {
  const source = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`, 'su');
  return (name) => expression.test(name) && (segment.startsWith('.') || !name.startsWith('.'));
}

function expandBraces(pattern: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (!match) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((choice) => expandBraces(before + choice + after));
}
