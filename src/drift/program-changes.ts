/** What changed about programs that both sides show: where they lie, how they are signed. */
import type { Severity } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { programName } from './names.ts';
import { attributeValues, programFact } from './pair-programs.ts';
import { partOf, type Scene } from './scene.ts';
import { factId, factsOf, isPresent, keyPart, type Side, type SideName } from './side.ts';

export interface ProgramChangeOptions {
  /** cdhashes are per processor type: false where the machines differ. */
  readonly compareCdhash: boolean;
}

interface Pair {
  readonly program: ProgramKey;
  readonly was: Fact;
  readonly is: Fact;
}

export function programChangeDrafts(scene: Scene, { compareCdhash }: ProgramChangeOptions): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const was of factsOf(scene.before, 'program')) {
    const program = keyPart(was, 0);
    const is = scene.after.facts.get(factId('program', program));
    if (is === undefined || program === 'unknown') continue;
    if (!isPresent(scene.before, was) || !isPresent(scene.after, is)) continue;
    // A changed identity says it all: path, flags and hash differ because of it.
    if (scene.resigned.has(program)) continue;
    const pair = { program, was, is };
    drafts.push(...moved(scene, pair), ...recategorised(scene, pair), ...flagged(scene, pair));
    if (compareCdhash) drafts.push(...updated(scene, pair));
  }
  return drafts;
}

function moved(scene: Scene, pair: Pair): readonly Draft[] {
  const change = attributeChange(scene, pair, 'path');
  const { added, kept } = change;
  if (added.length === 0) return [];
  const name = programName(pair.program);
  if (kept.length === 0) {
    const sentence = `${name} runs from another path`;
    return [changeDraft(scene, pair, 'program-moved', change, sentence)];
  }
  const why = `it still runs from ${kept.join(', ')} too`;
  const found = changeDraft(scene, pair, 'program-moved', change, `${name} runs from a second path`);
  return [{ ...found, cap: { severity: 'low', why } }];
}

/** Programs that run from nowhere they ran from before, with where they run from on each side. */
export function movedPrograms(
  before: Side,
  after: Side,
): Readonly<Record<SideName, ReadonlyMap<ProgramKey, readonly string[]>>> {
  const was = new Map<ProgramKey, readonly string[]>();
  const is = new Map<ProgramKey, readonly string[]>();
  for (const fact of factsOf(before, 'program')) {
    const program = keyPart(fact, 0);
    const old = attributeValues(before, fact, 'path');
    const young = attributeValues(after, programFact(after, program), 'path');
    if (old.length === 0 || young.length === 0 || old.some((path) => young.includes(path))) continue;
    was.set(program, old);
    is.set(program, young);
  }
  return { before: was, after: is };
}

function recategorised(scene: Scene, pair: Pair): readonly Draft[] {
  const change = attributeChange(scene, pair, 'category');
  const { gone, added, kept } = change;
  if (gone.length === 0 || added.length === 0 || kept.length > 0) return [];
  const sentence = `${programName(pair.program)} is validated as ${added.join(', ')}, it was ${gone.join(', ')}`;
  return [changeDraft(scene, pair, 'program-resigned', change, sentence)];
}

function updated(scene: Scene, pair: Pair): readonly Draft[] {
  const change = attributeChange(scene, pair, 'cdhash');
  const types = new Set(change.gone.map(cputypeOf));
  const added = change.added.filter((value) => types.has(cputypeOf(value)));
  if (added.length === 0) return [];
  const sentence = `${programName(pair.program)} is another build of the same program`;
  return [changeDraft(scene, pair, 'program-updated', { ...change, added }, sentence)];
}

function cputypeOf(cdhash: string): string {
  return cdhash.split(':')[0] ?? '';
}

/** Flags whose loss opens a program to code or control from outside. */
const PROTECTIVE = ['RUNTIME', 'REQUIRE_LV', 'RESTRICT', 'PLATFORM_BINARY', 'HARD', 'KILL'];
/** Flags whose gain means a weaker signature. */
const WEAK = ['ADHOC', 'LINKER_SIGNED', 'GET_TASK_ALLOW'];

function flagged(scene: Scene, pair: Pair): readonly Draft[] {
  const change = attributeChange(scene, pair, 'flags');
  const { gone, added, kept } = change;
  if (added.length === 0) return [];
  const [was, is] = [[...gone, ...kept].map(flagNames), added.map(flagNames)];
  const lost = inAll(was).filter((flag) => is.some((flags) => !flags.includes(flag)));
  const gained = inAll(is).filter((flag) => was.every((flags) => !flags.includes(flag)));
  if (lost.length === 0 && gained.length === 0) return [];
  const clauses = [
    ...(lost.length === 0 ? [] : [`lost ${lost.join(', ')}`]),
    ...(gained.length === 0 ? [] : [`gained ${gained.join(', ')}`]),
  ];
  const weaker = lost.some((flag) => isOneOf(PROTECTIVE, flag)) || gained.some((flag) => isOneOf(WEAK, flag));
  const severity: Severity = weaker ? 'high' : lost.length > 0 ? 'medium' : 'low';
  const sentence = `the code-signing flags of ${programName(pair.program)} changed: it ${clauses.join(' and ')}`;
  const found = changeDraft(scene, pair, 'signing-flags-changed', change, sentence);
  return [found.related ? { ...found, base: severity } : found];
}

/** The template says `CS_` or not; what counts is the name. */
function flagNames(value: string): readonly string[] {
  return value.split('|').filter((flag) => flag !== '');
}

function isOneOf(names: readonly string[], flag: string): boolean {
  return names.includes(flag.replace(/^CS_/, ''));
}

function inAll(sets: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...rest] = sets;
  return first.filter((flag) => rest.every((flags) => flags.includes(flag)));
}

interface AttributeChange {
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly kept: readonly string[];
}

function attributeChange(
  scene: Scene,
  pair: Pair,
  name: 'path' | 'flags' | 'cdhash' | 'category',
): AttributeChange {
  const was = attributeValues(scene.before, pair.was, name);
  const is = attributeValues(scene.after, pair.is, name);
  // Nothing known on one side (flags are only seen on exec) is no change.
  if (was.length === 0 || is.length === 0) return { gone: [], added: [], kept: [] };
  return {
    gone: was.filter((value) => !is.includes(value)),
    added: is.filter((value) => !was.includes(value)),
    kept: was.filter((value) => is.includes(value)),
  };
}

type Change = 'program-moved' | 'program-resigned' | 'signing-flags-changed' | 'program-updated';

function changeDraft(
  scene: Scene,
  pair: Pair,
  change: Change,
  { gone, added, kept }: AttributeChange,
  sentence: string,
): Draft {
  const part = partOf(scene, pair.program);
  return draft({
    change,
    program: pair.program,
    subject: pair.program,
    before: (gone.length > 0 ? gone : kept).join(', '),
    after: added.join(', '),
    beforeFacts: [pair.was],
    afterFacts: [pair.is],
    part,
    related: part !== undefined,
    sentence,
  });
}
