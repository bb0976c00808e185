/** A fact of recordings as a signal of a rule. The program is asked for by its path or its signing id, so that a change of one is survived. */
import type { Fact, FactSet, ProgramKey } from '../model/facts.ts';
import type { Signal, Where } from '../model/rules.ts';
import type { RankedSignal } from '../model/signal-rank.ts';
import { testOfTemplate } from './template-glob.ts';

/** More places than this, and the path says nothing. */
const MOST_PATHS = 4;
/** A path of fewer parts is shared by too many. */
const FEWEST_PARTS = 3;
const FILE_OPERATIONS: readonly string[] = ['create', 'rename', 'clone', 'copyfile', 'link', 'unlink'];
const EVENT_TYPES: readonly string[] = ['mount', 'unmount', 'remount'];

/** Undefined where the fact does not make a signal: another kind, no known program, a path that says too little. */
export function signalOf(ranked: RankedSignal, set: FactSet, isSynthetic: boolean): Signal | undefined {
  const { kind, key, upgrades, controls } = ranked;
  const [program = ''] = key;
  const form = formOf(ranked, set, isSynthetic);
  if (form === undefined) return undefined;
  const held = `seen in ${upgrades.seenIn} of ${upgrades.runs} recordings`;
  return {
    id: idOf(kind, key),
    title: titleOf(kind, key),
    program,
    ...form,
    evidence: 'reported',
    source: isSynthetic ? `${held}, all synthetic` : held,
    falsePositives: controls.seenIn === 0 ? [] : [`seen in ${controls.seenIn} of ${controls.runs} controls`],
  };
}

function formOf(
  { kind, key }: RankedSignal,
  set: FactSet,
  isSynthetic: boolean,
): Pick<Signal, 'events' | 'where' | 'anyOf'> | undefined {
  const [program = '', operation = '', object = ''] = key;
  const identities = (prefix: string) => identitiesOf(program, set, prefix, isSynthetic);
  if (kind === 'program') {
    const anyOf = identities('exec');
    return anyOf.length === 0 || anyOf.some(isCommonTool)
      ? undefined
      : { events: ['exec'], where: {}, anyOf };
  }
  const anyOf = identities('actor');
  if (anyOf.length === 0) return undefined;
  if (kind === 'file' && FILE_OPERATIONS.includes(operation) && saysEnough(object))
    return { events: [operation], where: { 'file.path': testOfTemplate(object) }, anyOf };
  if (kind === 'event' && EVENT_TYPES.includes(operation) && saysEnough(object))
    return { events: [operation], where: { object: testOfTemplate(object) }, anyOf };
  return undefined;
}

function saysEnough(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return path.startsWith('/') && parts.length >= FEWEST_PARTS;
}

function identitiesOf(
  program: ProgramKey,
  set: FactSet,
  prefix: string,
  isSynthetic: boolean,
): readonly Where[] {
  const id = /^[^:]+:([^#!]+)/.exec(program)?.[1];
  if (id === undefined || program.startsWith('unsigned:')) return [];
  const fact = set.facts.find((each: Fact) => each.kind === 'program' && each.key[0] === program);
  const paths = Object.keys(fact?.attributes?.path ?? {}).filter(saysSomething);
  return [
    ...(paths.length > MOST_PATHS ? [] : paths.map((path) => ({ [`${prefix}.path`]: testOfTemplate(path) }))),
    // Two executables under one signing id are two programs.
    // What a simulator signs with is partly a guess: there the path must do.
    ...(program.includes('#') || (isSynthetic && paths.length > 0)
      ? []
      : [{ [`${prefix}.signing_id`]: testOfTemplate(id) }]),
  ];
}

/** A tool of the system runs for anything; only what it is asked to do can be a signal. */
function isCommonTool(where: Where): boolean {
  return Object.values(where).some(({ equals }) => /^\/(?:usr\/)?s?bin\//.test(equals ?? ''));
}

function saysSomething(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return path.startsWith('/') && name !== '' && !name.startsWith('{');
}

function titleOf(kind: Fact['kind'], [program = '', operation = '', object = '']: readonly string[]): string {
  const name = program.slice(program.indexOf(':') + 1);
  return kind === 'program' ? `${name} is started` : `${name}: ${operation} ${object}`;
}

const LONGEST_ID = 72;

function idOf(kind: Fact['kind'], [program = '', operation = '', object = '']: readonly string[]): string {
  const name = program.slice(program.indexOf(':') + 1).replace(/^com\.apple\./, '');
  const words = kind === 'program' ? [name, 'runs'] : [name, operation, ...object.split('/').slice(-2)];
  const slug = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug.slice(0, LONGEST_ID).replace(/-$/, '');
}
