/**
 * osquery's tables of Endpoint Security events. What they hold was read from osquery's sources of August 2026 (specs/darwin and
 * osquery/events/darwin): of an exec the new image alone, and its parent and responsible process by pid and pidversion; of a file event the path of
 * who acts and nothing else of it; `euid` is filled with the effective group id; `exit_code` with the raw wait status.
 */
import type { Match, Pattern } from '../condition.ts';
import { leaf, loss, unsaid, type Answer, type AskField, type Tree } from '../express.ts';
import { rawPaths } from '../raw-paths.ts';
import type { Dialect, Place } from '../say-signal.ts';
import { sqlGlob, sqlTest } from './sql-text.ts';

const PROCESS_TABLE = 'es_process_events';
export const FILE_TABLE = 'es_process_file_events';
const PROCESS_TYPES = ['exec', 'fork', 'exit'];
const FILE_TYPES = ['create', 'rename', 'write', 'truncate'];

export const OSQUERY: Dialect<string> = {
  tool: 'osquery',
  eventTypes: [...PROCESS_TYPES, ...FILE_TYPES],
  placeOf,
  askOn,
};

function placeOf(eventType: string): Place {
  const source = PROCESS_TYPES.includes(eventType)
    ? PROCESS_TABLE
    : FILE_TYPES.includes(eventType)
      ? FILE_TABLE
      : undefined;
  return source === undefined
    ? unsaid('osquery has no table of such events')
    : { kind: 'place', source, action: eventType, losses: [] };
}

/** Columns of a process in es_process_events. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['path', 'path'],
  ['signing_id', 'signing_id'],
  ['team_id', 'team_id'],
  ['cdhash', 'cdhash'],
  ['platform', 'platform_binary'],
]);
const NO_COLUMN: ReadonlyMap<string, string> = new Map([
  ['uid', 'osquery fills euid with the group id'],
  ['flags', 'osquery keeps four of the flags, as words'],
  ['category', 'osquery does not keep it'],
]);
const OTHER_PROCESS: ReadonlyMap<string, string> = new Map([
  ['parent', 'parent'],
  ['responsible', 'responsible'],
]);

function askOn(eventType: string): AskField<string> {
  return (field, match) => {
    const [whose = '', ...rest] = field.split('.');
    const name = rest.join('.');
    const isProcess = PROCESS_TYPES.includes(eventType);
    if (field === 'exec.args') return argumentTest(match);
    if (field === 'exit.code') return exitTest('(e.exit_code & 127) = 0', '(e.exit_code >> 8) & 255', match);
    if (field === 'exit.signal') return exitTest('(e.exit_code & 127) <> 0', 'e.exit_code & 127', match);
    if (whose === 'exec' || (whose === 'actor' && isProcess && eventType !== 'exec'))
      return imageTest('e', name, match);
    if (whose === 'actor' && !isProcess) return fileActorTest(name, match);
    if (OTHER_PROCESS.has(whose) && isProcess) return otherProcessTest(whose, name, match);
    if (whose === 'file') return fileTest(eventType, name, match);
    return unsaid(`osquery has no ${field} there`);
  };
}

function imageTest(alias: string, name: string, match: Match): Answer<string> {
  if (name === 'name') return nameTest(`${alias}.path`, match);
  const column = COLUMNS.get(name);
  if (column === undefined) return unsaid(NO_COLUMN.get(name) ?? `osquery has no ${name} of a process`);
  if (name === 'platform') return platformTest(`${alias}.${column}`, match);
  const of = `${alias}.${column}`;
  return name === 'path' ? pathTest(of, match) : test(name === 'cdhash' ? `upper(${of})` : of, match);
}

function test(column: string, match: Match): Answer<string> {
  const sql = sqlTest(column, match);
  return sql === undefined ? unsaid('bits of a number are not in that column') : leaf(sql);
}

function pathTest(column: string, match: Match): Answer<string> {
  return anyOf(rawPaths(match).map((raw) => test(column, raw)));
}

function anyOf(answers: readonly Answer<string>[]): Answer<string> {
  const said = answers.filter((answer) => answer.kind === 'said');
  const [first] = answers;
  if (said.length < answers.length || first === undefined) return unsaid('bits of a path');
  if (said.length === 1) return first;
  const tree: Tree<string> = { kind: 'any', of: said.map((answer) => answer.tree) };
  return { kind: 'said', tree, losses: said.flatMap(({ losses }) => losses) };
}

/** The last part of a path. A word is compared as an end of the path, which reads better. */
function nameTest(path: string, match: Match): Answer<string> {
  if (match.kind !== 'words')
    return test(`substr(${path}, length(rtrim(${path}, replace(${path}, '/', ''))) + 1)`, match);
  const words = match.words.filter((word) => !word.includes('/'));
  if (words.length === 0) return unsaid('a name has no slash');
  return anyOf(
    words.map((word) =>
      leaf(`${path} GLOB ${sqlGlob([{ kind: 'any' }, { kind: 'text', text: `/${word}` }])}`),
    ),
  );
}

function platformTest(column: string, match: Match): Answer<string> {
  if (match.kind !== 'words') return unsaid('a yes or no that is no word');
  const values = match.words.flatMap((word) => (word === 'true' ? ['1'] : word === 'false' ? ['0'] : []));
  return values.length === 0 ? unsaid('neither true nor false') : leaf(`${column} IN (${values.join(', ')})`);
}

/** osquery joins the arguments with spaces, and quotes those that have a space or a quote. */
function argumentTest(match: Match): Answer<string> {
  const column = "' ' || e.cmdline || ' '";
  const within = (pattern: Pattern): string =>
    `${column} GLOB ${sqlGlob([ANY, { kind: 'text', text: ' ' }, ...pattern, { kind: 'text', text: ' ' }, ANY])}`;
  switch (match.kind) {
    case 'words':
      return anyOf(match.words.map((word) => leaf(within([{ kind: 'text', text: quoted(word) }]), ONE_TEXT)));
    case 'pattern':
      return leaf(within(match.pattern), ONE_TEXT);
    case 'present':
      return leaf('e.cmdline_count > 0');
    case 'bits':
    case 'several':
      return unsaid('bits of an argument');
  }
}

const ANY = { kind: 'any' } as const;
const ONE_TEXT = loss(
  'broader',
  'arguments are one text: a word within an argument that has spaces counts too',
);

function quoted(word: string): string {
  return /[ "]/.test(word) ? `"${word.replaceAll(/["\\]/g, '\\$&')}"` : word;
}

function exitTest(isKind: string, value: string, match: Match): Answer<string> {
  const sql = match.kind === 'present' ? undefined : sqlTest(`CAST(${value} AS TEXT)`, match);
  if (match.kind !== 'present' && sql === undefined) return unsaid('bits of how it ended');
  return leaf(sql === undefined ? isKind : `(${isKind} AND ${sql})`);
}

/** Of who acts on a file only the path is in the row; the rest was told when it was started. */
function fileActorTest(name: string, match: Match): Answer<string> {
  if (name === 'path') return pathTest('e.path', match);
  if (name === 'name') return nameTest('e.path', match);
  return inExec(
    'p.pid = e.pid AND p.path = e.path AND p.time <= e.time',
    imageTest('p', name, match),
    `${name} of who acts: only where osquery saw it start`,
  );
}

function otherProcessTest(whose: string, name: string, match: Match): Answer<string> {
  const pid = whose === 'parent' ? 'parent' : 'responsible_pid';
  return inExec(
    `p.pid = e.${pid} AND p.pidversion = e.${whose}_pidversion`,
    imageTest('p', name, match),
    `${name} of the ${whose === 'parent' ? 'parent' : 'responsible process'}: only where osquery saw it start`,
  );
}

function inExec(join: string, answer: Answer<string>, text: string): Answer<string> {
  if (answer.kind === 'unsaid') return answer;
  const conditions = answer.tree.kind === 'leaf' ? [answer.tree.leaf] : leavesOf(answer.tree);
  const sql = `EXISTS (SELECT 1 FROM ${PROCESS_TABLE} AS p WHERE p.event_type = 'exec' AND ${join} AND (${conditions.join(' OR ')}))`;
  return leaf(sql, ...answer.losses, loss('narrower', text));
}

/** Trees made here are alternatives of leaves. */
function leavesOf(tree: Tree<string>): readonly string[] {
  switch (tree.kind) {
    case 'leaf':
      return [tree.leaf];
    case 'not':
      return leavesOf(tree.of);
    case 'all':
    case 'any':
      return tree.of.flatMap(leavesOf);
  }
}

function fileTest(eventType: string, name: string, match: Match): Answer<string> {
  const target = eventType === 'rename' ? 'e.dest_filename' : 'e.filename';
  if (name === 'path') return pathTest(target, match);
  if (name === 'name') return nameTest(target, match);
  if (name === 'source' && eventType === 'rename') return pathTest('e.filename', match);
  return unsaid(`osquery has no file.${name} there`);
}
