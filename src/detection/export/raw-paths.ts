/**
 * esdrift sees a path in one form (no /System/Volumes/Data, no /private); other tools see it as Endpoint Security wrote it. So each path of a
 * rule becomes all that it may have been.
 */
import type { Match, Pattern, PatternPart } from './condition.ts';

const DATA = '/System/Volumes/Data';
const PRIVATE = ['/var', '/tmp', '/etc'];
const PREBOOT = '/System/Volumes/Preboot';
const CRYPTEXES = '/System/Cryptexes';
/** Never on the Data volume, nor behind a firmlink to it. */
const SEALED =
  /^(?:\/usr\/(?:sbin|bin|lib)\/|\/usr\/libexec\/(?!cups\/)|\/s?bin\/|\/System\/(?:Volumes|Cryptexes)\/)/;

export function rawPaths(match: Match): readonly Match[] {
  switch (match.kind) {
    case 'words':
      return [{ kind: 'words', words: [...new Set(match.words.flatMap(rawForms))] }];
    case 'pattern':
      return rawPatterns(match.pattern).map((pattern) => ({ kind: 'pattern', pattern }));
    case 'bits':
    case 'present':
    case 'several':
      return [match];
  }
}

function rawPatterns(pattern: Pattern): readonly Pattern[] {
  const [first, ...rest] = pattern;
  if (first?.kind !== 'text') return [pattern];
  return rawForms(first.text).map((text): Pattern => [{ kind: 'text', text } satisfies PatternPart, ...rest]);
}

/** Also of a beginning of a path. */
function rawForms(path: string): readonly string[] {
  if (!path.startsWith('/')) return [path];
  const own = [
    path,
    ...(PRIVATE.some((root) => isOrBegins(path, root)) ? [`/private${path}`] : []),
    ...(isBelow(path, PREBOOT) ? [`/private/preboot${path.slice(PREBOOT.length)}`] : []),
    ...(isBelow(path, CRYPTEXES)
      ? [`${PREBOOT}/Cryptexes`, '/private/preboot/Cryptexes'].map(
          (root) => root + path.slice(CRYPTEXES.length),
        )
      : []),
  ];
  return SEALED.test(path) ? own : own.flatMap((each) => [each, DATA + each]);
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

function isOrBegins(path: string, root: string): boolean {
  return isBelow(path, root) || (path.length > 1 && root.startsWith(path));
}
