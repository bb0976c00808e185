import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { readError, systemCode } from './file-errors.ts';

/**
 * Regular files that match a pattern, relative to `cwd` as the pattern is, sorted by code units.
 * `*`, `?` and `[a-z]` stay within one name, `**` spans folders, `{a,b}` chooses; names with a leading dot match only patterns that
 * say the dot. Symbolic links to folders are not entered. A path that is there names itself, whatever characters it has.
 * (Node's own glob is experimental in Node 22 and says so on stderr.)
 */
export async function listFiles(pattern: string, cwd: string): Promise<readonly string[]> {
  const absolute = isAbsolute(pattern);
  const found = new Set<string>();
  const itself = resolve(cwd, pattern);
  if (await isFile(itself)) return [absolute ? pattern : relativeTo(cwd, itself)];
  for (const alternative of expandBraces(pattern)) {
    const segments = alternative.split('/').filter((segment) => segment !== '' && segment !== '.');
    await walk(absolute ? '/' : cwd, segments, found);
  }
  const names = [...found].map((path) => (absolute ? path : relativeTo(cwd, path)));
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function walk(folder: string, segments: readonly string[], found: Set<string>): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (!/[*?[]/.test(segment)) {
    const path = resolve(folder, segment);
    if (rest.length > 0) await walk(path, rest, found);
    else if (await isFile(path)) found.add(path);
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
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) found.add(path);
  }
}

function relativeTo(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join('/');
}

/** A regular file, or a link to one. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
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

/** Stars, a question mark, a bracket expression (a `]` right at its start is a member), or what a regular expression would misread. */
const GLOB_PART = /\*+|\?|\[([!^])?(\]?[^\]]+)\]|[.+^${}()|[\]\\]/g;

/** Undefined for what cannot match, such as `[3-1]`. */
function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'su');
  } catch {
    return undefined;
  }
}

function nameMatcher(segment: string): (name: string) => boolean {
  const source = segment.replace(
    GLOB_PART,
    (part, negation: string | undefined, members: string | undefined) => {
      if (part.startsWith('*')) return '.*';
      if (part === '?') return '.';
      if (members === undefined) return `\\${part}`;
      return `[${negation === undefined ? '' : '^'}${members.replace(/[\\[\]^]/g, '\\$&')}]`;
    },
  );
  const expression = compiled(`^${source}$`);
  if (expression === undefined) return () => false;
  return (name) => expression.test(name) && (segment.startsWith('.') || !name.startsWith('.'));
}

function expandBraces(pattern: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (!match) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((choice) => expandBraces(before + choice + after));
}
