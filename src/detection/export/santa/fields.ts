/**
 * Santa decides on single executions, by signing id, and on single writes, by path (northpolesec/santa, documentation of August 2026). It knows
 * no arguments, no names of executables, no parents, and nothing of what came before.
 */
import type { Match } from '../condition.ts';
import { leaf, loss, unsaid, type AskField } from '../express.ts';
import { rawPaths } from '../raw-paths.ts';
import type { Dialect, Place } from '../say-signal.ts';

export interface WatchedPath {
  readonly path: string;
  /** Everything below, too. */
  readonly isPrefix: boolean;
}

export type SantaFact =
  | { readonly kind: 'signing-id'; readonly ids: readonly string[] }
  | { readonly kind: 'team-id'; readonly ids: readonly string[] }
  | { readonly kind: 'binary'; readonly paths: readonly string[] }
  | { readonly kind: 'paths'; readonly paths: readonly WatchedPath[] };

export const EXECUTION = 'execution';
const FILE_ACCESS = 'file access';
/** What Santa's file-access authorisation counts as writing. */
const WRITES = [
  'create',
  'write',
  'truncate',
  'rename',
  'clone',
  'copyfile',
  'link',
  'unlink',
  'exchangedata',
];

export const SANTA: Dialect<SantaFact> = {
  tool: 'Santa',
  eventTypes: ['exec', ...WRITES],
  placeOf,
  askOn,
};

function placeOf(eventType: string): Place {
  if (eventType === 'exec') return { kind: 'place', source: EXECUTION, action: 'exec', losses: [] };
  return WRITES.includes(eventType)
    ? {
        kind: 'place',
        source: FILE_ACCESS,
        action: eventType,
        losses: [],
      }
    : unsaid('Santa does not see such events');
}

function askOn(eventType: string): AskField<SantaFact> {
  return (field, match) => {
    const whose = eventType === 'exec' ? 'exec' : 'actor';
    if (field === `${whose}.signing_id`)
      return wordsOf(match, (ids) =>
        leaf<SantaFact>(
          { kind: 'signing-id', ids },
          loss(
            'narrower',
            'a program of that signing id counts only where Apple ships it, as a platform binary',
          ),
        ),
      );
    if (field === `${whose}.team_id`)
      return wordsOf(match, (ids) => leaf<SantaFact>({ kind: 'team-id', ids }));
    if (field === 'actor.path' && eventType !== 'exec')
      return wordsOf(match, (paths) => leaf<SantaFact>({ kind: 'binary', paths }));
    if (field === 'file.path' && eventType !== 'exec') return pathsOf(match);
    return unsaid(`Santa does not look at ${field}`);
  };
}

function wordsOf(
  match: Match,
  said: (words: readonly string[]) => ReturnType<AskField<SantaFact>>,
): ReturnType<AskField<SantaFact>> {
  if (match.kind !== 'words') return unsaid('Santa compares whole words only');
  return match.words.every(isWritable) ? said(match.words) : unsaid('it holds what a property list cannot');
}

function pathsOf(match: Match): ReturnType<AskField<SantaFact>> {
  const paths = rawPaths(match).flatMap(watchedPaths);
  if (paths.length === 0)
    return unsaid('Santa looks patterns up when it loads them, so it would miss files that are new');
  if (!paths.every(({ path }) => isWritable(path))) return unsaid('it holds what a property list cannot');
  return leaf({ kind: 'paths', paths: paths.filter(isResolved) });
}

function watchedPaths(match: Match): readonly WatchedPath[] {
  if (match.kind === 'words')
    return match.words
      .filter((word) => word.startsWith('/') && !/[*?[\]\\]/.test(word))
      .map((path) => ({ path, isPrefix: false }));
  if (match.kind !== 'pattern') return [];
  const [first, second] = match.pattern;
  const isBelow = match.pattern.length === 2 && first?.kind === 'text' && second?.kind === 'any';
  return isBelow && /^\/.*\/$/s.test(first.text) && !/[*?[\]\\]/.test(first.text)
    ? [{ path: first.text, isPrefix: true }]
    : [];
}

/** Santa takes paths behind symbolic links only. */
function isResolved({ path }: WatchedPath): boolean {
  return !/^(?:\/System\/Volumes\/Data)?\/(?:var|tmp|etc)\//.test(path);
}

/** XML has no way to write most control characters, nor half a letter. */
function isWritable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text);
}
