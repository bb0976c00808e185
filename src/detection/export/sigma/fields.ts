/**
 * Sigma's taxonomy for macOS has two log sources, process_creation and file_event, with Image, CommandLine, ParentImage and TargetFilename. It
 * has no name for a signing id or a team id; those carry the names of the Elastic Common Schema, which a pipeline maps to what an agent calls them.
 */
import type { Match, Pattern } from '../condition.ts';
import { leaf, loss, unsaid, type Answer, type AskField, type Tree } from '../express.ts';
import { rawPaths } from '../raw-paths.ts';
import type { Dialect, Place } from '../say-signal.ts';

export interface Selection {
  /** Field and modifiers. */
  readonly key: string;
  readonly values: readonly string[];
}

export const PROCESS_CATEGORY = 'process_creation';
const FILE_CATEGORY = 'file_event';
export const HOST_FIELD = 'host.name';
const FILE_TYPES = ['create', 'rename', 'clone', 'copyfile', 'link'];

export const SIGMA: Dialect<Selection> = {
  tool: 'Sigma',
  eventTypes: ['create', 'rename', 'clone', 'copyfile', 'link'],
  placeOf,
  askOn,
};

function placeOf(eventType: string): Place {
  if (eventType === 'exec') return { kind: 'place', source: PROCESS_CATEGORY, action: 'exec', losses: [] };
  if (!FILE_TYPES.includes(eventType)) return unsaid('Sigma has no such log source for macOS');
  return { kind: 'place', source: FILE_CATEGORY, action: eventType, losses: [] };
}

function askOn(eventType: string): AskField<Selection> {
  return (field, match) => {
    const [whose = '', name = ''] = field.split('.');
    if (field === 'exec.args') return argumentTest(match);
    if (whose === 'exec') return imageTest('Image', 'process', name, match);
    if (whose === 'actor' && eventType !== 'exec') return imageTest('Image', 'process', name, match);
    if (whose === 'parent' && eventType === 'exec')
      return imageTest('ParentImage', 'process.parent', name, match);
    if (field === 'file.path') return pathTest('TargetFilename', match);
    if (field === 'file.name') return nameTest('TargetFilename', match);
    return unsaid(`Sigma has no ${field} there`);
  };
}

function imageTest(image: string, process: string, name: string, match: Match): Answer<Selection> {
  if (name === 'path') return pathTest(image, match);
  if (name === 'name') return nameTest(image, match);
  if (name === 'signing_id' || name === 'team_id') return test(`${process}.code_signature.${name}`, match);
  return unsaid(`Sigma has no ${name} of a process`);
}

function test(field: string, match: Match): Answer<Selection> {
  switch (match.kind) {
    case 'words':
      return leaf({ key: field, values: match.words.map(quoteWildcards) });
    case 'pattern':
      return leaf(patternSelection(field, match.pattern));
    case 'present':
      return leaf({ key: field, values: ['?*'] });
    case 'bits':
    case 'several':
      return unsaid('Sigma tests no bits');
  }
}

function pathTest(field: string, match: Match): Answer<Selection> {
  const answers = rawPaths(match).map((raw) => test(field, raw));
  const said = answers.filter((answer) => answer.kind === 'said');
  const [first] = answers;
  if (first === undefined || said.length < answers.length) return unsaid('Sigma tests no bits');
  if (said.length === 1) return first;
  const leaves = said.flatMap(({ tree }) => (tree.kind === 'leaf' ? [tree.leaf] : []));
  const [one] = leaves;
  // Several values of one key are alternatives of themselves.
  if (one !== undefined && leaves.every(({ key }) => key === one.key))
    return leaf({ key: one.key, values: leaves.flatMap(({ values }) => values) });
  const tree: Tree<Selection> = { kind: 'any', of: said.map((answer) => answer.tree) };
  return { kind: 'said', tree, losses: [] };
}

/** A whole word as the end of a path; a pattern by a regular expression, because `*` would cross folders. */
function nameTest(field: string, match: Match): Answer<Selection> {
  if (match.kind === 'words') {
    const words = match.words.filter((word) => !word.includes('/'));
    if (words.length === 0) return unsaid('a name has no slash');
    return leaf({ key: `${field}|endswith`, values: words.map((word) => `/${quoteWildcards(word)}`) });
  }
  if (match.kind !== 'pattern') return test(field, match);
  return leaf({ key: `${field}|re`, values: [`/${regexOf(match.pattern, '[^/]')}$`] });
}

const ONE_TEXT = loss(
  'broader',
  'arguments are one text: a word within an argument that has spaces counts too',
);

/** Sigma has the arguments as one text. */
function argumentTest(match: Match): Answer<Selection> {
  const key = 'CommandLine|re';
  const within = (pattern: Pattern): string => `(^| )${regexOf(pattern, '[^ ]')}( |$)`;
  switch (match.kind) {
    case 'words':
      return leaf(
        { key, values: match.words.map((word) => within([{ kind: 'text', text: word }])) },
        ONE_TEXT,
      );
    case 'pattern':
      return leaf(
        { key, values: [within(match.pattern)] },
        ONE_TEXT,
        loss('narrower', 'an argument with spaces is several words to a pattern'),
      );
    case 'present':
    case 'bits':
    case 'several':
      return unsaid('Sigma does not count arguments');
  }
}

function patternSelection(field: string, pattern: Pattern): Selection {
  const [first, second, third] = pattern;
  const is = (kinds: readonly string[]): boolean => pattern.map(({ kind }) => kind).join() === kinds.join();
  if (is(['text', 'any']) && first?.kind === 'text')
    return { key: `${field}|startswith`, values: [quoteWildcards(first.text)] };
  if (is(['any', 'text']) && second?.kind === 'text')
    return { key: `${field}|endswith`, values: [quoteWildcards(second.text)] };
  if (is(['any', 'text', 'any']) && second?.kind === 'text' && third !== undefined)
    return { key: `${field}|contains`, values: [quoteWildcards(second.text)] };
  const written = pattern.map((part) =>
    part.kind === 'any' ? '*' : part.kind === 'one' ? '?' : quoteWildcards(part.text),
  );
  return { key: field, values: [written.join('')] };
}

/** A backslash quotes `*`, `?` and itself. */
function quoteWildcards(text: string): string {
  return text.replaceAll(/[\\*?]/g, '\\$&');
}

/** With the signs that Sigma allows in a regular expression, and no other. `one`: what a wildcard may stand for. */
function regexOf(pattern: Pattern, one: string): string {
  return pattern
    .map((part) => {
      if (part.kind === 'any') return `${one}*`;
      if (part.kind === 'one') return one;
      return part.text.replaceAll(/[\\.^$*+?{}[\]|()]/g, '\\$&');
    })
    .join('');
}
