/**
 * What Elastic Defend reports on macOS, by the field lists that its package publishes (elastic/endpoint-package, custom_documentation, July
 * 2026): processes that fork, exec and end; files that are modified, renamed and deleted; file systems that are mounted. A new file is one that
 * was modified; copies and clones have no event of their own.
 */
import type { Match } from '../condition.ts';
import { leaf, unsaid, type Answer, type AskField, type Tree } from '../express.ts';
import { rawPaths } from '../raw-paths.ts';
import type { Dialect, Place } from '../say-signal.ts';
import { eqlTest } from './eql-text.ts';

const PLACES: ReadonlyMap<string, Omit<Extract<Place, { kind: 'place' }>, 'kind'>> = new Map([
  ['exec', { source: 'process', action: 'exec', losses: [] }],
  ['fork', { source: 'process', action: 'fork', losses: [] }],
  ['exit', { source: 'process', action: 'end', losses: [] }],
  ['create', { source: 'file', action: 'modification', losses: [] }],
  ['write', { source: 'file', action: 'modification', losses: [] }],
  ['truncate', { source: 'file', action: 'modification', losses: [] }],
  ['rename', { source: 'file', action: 'rename', losses: [] }],
  ['unlink', { source: 'file', action: 'deletion', losses: [] }],
  ['mount', { source: 'file', action: 'mount', losses: [] }],
]);

export const EQL: Dialect<string> = {
  tool: 'Elastic Defend',
  eventTypes: [...PLACES.keys()].filter((type) => type !== 'exec'),
  placeOf: (eventType) => {
    const place = PLACES.get(eventType);
    return place === undefined ? unsaid('Elastic Defend has no such event') : { kind: 'place', ...place };
  },
  askOn,
};

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['path', 'executable'],
  ['name', 'name'],
  ['signing_id', 'code_signature.signing_id'],
  ['team_id', 'code_signature.team_id'],
]);
const PROCESS_TYPES = ['exec', 'fork', 'exit'];

function askOn(eventType: string): AskField<string> {
  const isProcess = PROCESS_TYPES.includes(eventType);
  return (field, match) => {
    const [whose = '', name = ''] = field.split('.');
    if (field === 'exec.args') return test('process.args', match);
    if (field === 'exec.script') return pathTest('process.Ext.script.path', match);
    if (field === 'exit.code') return exitTest(match);
    if (field === 'object' && eventType === 'mount') return pathTest('file.path', match);
    if (whose === 'exec' || (whose === 'actor' && eventType !== 'exec'))
      return imageTest('process', name, match);
    if (whose === 'parent' && isProcess) return imageTest('process.parent', name, match);
    if (field === 'file.path') return pathTest('file.path', match);
    if (field === 'file.name') return test('file.name', match);
    if (field === 'file.source' && eventType === 'rename') return pathTest('file.Ext.original.path', match);
    return unsaid(`Elastic Defend has no ${field} there`);
  };
}

function imageTest(process: string, name: string, match: Match): Answer<string> {
  if (name === 'uid' && process === 'process') return test('user.id', match);
  const field = FIELDS.get(name);
  if (field === undefined) return unsaid(`Elastic Defend has no ${name} of a process`);
  return name === 'path' ? pathTest(`${process}.${field}`, match) : test(`${process}.${field}`, match);
}

function test(field: string, match: Match): Answer<string> {
  const eql = eqlTest(field, match);
  return eql === undefined ? unsaid('bits of a number are not in that field') : leaf(eql);
}

function pathTest(field: string, match: Match): Answer<string> {
  const answers = rawPaths(match).map((raw) => test(field, raw));
  const said = answers.filter((answer) => answer.kind === 'said');
  const [first] = answers;
  if (first === undefined || said.length < answers.length) return unsaid('bits of a path');
  if (said.length === 1) return first;
  const tree: Tree<string> = { kind: 'any', of: said.map((answer) => answer.tree) };
  return { kind: 'said', tree, losses: [] };
}

/** A number there. */
function exitTest(match: Match): Answer<string> {
  if (match.kind === 'present') return leaf('process.exit_code != null');
  if (match.kind !== 'words') return unsaid('a pattern of an exit code');
  const codes = match.words.filter((word) => /^\d{1,9}$/.test(word)).map(Number);
  return codes.length === 0 ? unsaid('no exit code') : leaf(`process.exit_code in (${codes.join(', ')})`);
}
