/**
 * Whether a fact shows what a signal looks at. A fact knows some fields of the events behind it, and as templates; a field it does not know contradicts
 * nothing and proves nothing. A hole stands for what a wildcard of the signal covers, or, anchored by the text around it, for the one value that is asked for.
 */
import type { Fact, ProgramKey } from '../../model/facts.ts';
import { globMatches } from '../../model/glob.ts';
import type { FieldTest, Signal } from '../../model/rules.ts';
import { covers, escapeBraces, parseTemplate } from '../../normalize/template.ts';
import { baseName } from '../locations.ts';
import { argumentVector } from '../milestones.ts';
import { authorityOf, signingIdOf } from '../names.ts';
import { attributeValues, programFact } from '../pair-programs.ts';
import { keyPart, type Side } from '../side.ts';

/** Field → templates of its values. */
type Known = ReadonlyMap<string, readonly string[]>;

/** One way in which a signal can look at a fact. */
interface View {
  readonly known: Known;
  /** Event types on which it is seen. */
  readonly types: readonly string[] | 'any' | 'any but exec';
  /** What tells, best first: only a signal that asks for it looks at the fact itself. */
  readonly about: readonly string[];
}

const IMAGE_ROLES = ['exec', 'actor', 'parent', 'ancestor', 'responsible', 'handoff'] as const;
const TAKES_OVER = ['rename', 'clone', 'copyfile', 'link', 'exec'];
const TYPES_OF_ROLE: Readonly<Record<(typeof IMAGE_ROLES)[number], View['types']>> = {
  exec: ['exec'],
  // Who acts in an exec is the image before.
  actor: 'any but exec',
  parent: 'any',
  ancestor: 'any',
  responsible: 'any',
  handoff: TAKES_OVER,
};
const OPAQUE = '\u{FFFC}';
const LEAST_LITERAL = 0.5;

/** Signals against the facts of one side. Many signals ask about the same fact: how it can be looked at is worked out once. */
export class SignalMatch {
  readonly #side: Side;
  readonly #views = new Map<Fact, readonly View[]>();
  readonly #images = new Map<string, Known>();

  constructor(side: Side) {
    this.#side = side;
  }

  shows(signal: Signal, fact: Fact): boolean {
    let views = this.#views.get(fact);
    if (views === undefined) {
      views = viewsOf(fact, (role, program) => this.#image(role, program));
      this.#views.set(fact, views);
    }
    return views.some((view) => isSeen(signal, view));
  }

  #image(role: string, program: ProgramKey): Known {
    const name = `${role} ${program}`;
    let known = this.#images.get(name);
    if (known === undefined) {
      known = imageFields(role, program, this.#side);
      this.#images.set(name, known);
    }
    return known;
  }
}

function viewsOf(fact: Fact, image: (role: string, program: ProgramKey) => Known): readonly View[] {
  const [a, b, c] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
  switch (fact.kind) {
    case 'program':
      return IMAGE_ROLES.map((role) => ({
        known: image(role, a),
        types: TYPES_OF_ROLE[role],
        about: [role],
      }));
    case 'launch':
      return ['parent', 'ancestor'].map((role) => ({
        known: both(image('exec', b), image(role, a)),
        types: ['exec'],
        about: [role],
      }));
    case 'responsible':
      return ['exec', 'actor'].map((role) => ({
        known: both(image('responsible', a), image(role, b)),
        types: role === 'exec' ? ['exec'] : 'any but exec',
        about: ['responsible'],
      }));
    case 'arguments':
      return [
        {
          known: both(image('exec', a), new Map([['exec.args', argumentVector(b)]])),
          types: ['exec'],
          about: ['exec.args'],
        },
      ];
    case 'file':
      return [
        {
          known: both(image('actor', a), fileFields(b, c)),
          types: [operationOf(b)],
          about: ['file', 'actor'],
        },
      ];
    case 'handoff':
      return [
        {
          known: both(image('actor', b), image('handoff', a)),
          types: TAKES_OVER,
          about: ['handoff'],
        },
      ];
    case 'event':
      return [
        {
          known: both(image('actor', a), new Map([['object', [c]]])),
          types: [b],
          about: ['object', 'actor'],
        },
      ];
    case 'shape':
      return [];
  }
}

function both(a: Known, b: Known): Known {
  return new Map([...a, ...b]);
}

/** A rename is two facts: where to, and, as `rename-from`, where from. */
function fileFields(operation: string, path: string): Known {
  return operation.endsWith('-from')
    ? new Map([['file.source', [path]]])
    : new Map([
        ['file.path', [path]],
        ['file.name', [baseName(path)]],
      ]);
}

function operationOf(operation: string): string {
  return operation.replace(/-from$/, '');
}

function imageFields(role: string, program: ProgramKey, side: Side): Known {
  const fact = programFact(side, program);
  const paths = attributeValues(side, fact, 'path');
  const authority = authorityOf(program);
  const fields = new Map<string, readonly string[]>();
  if (program === authority) return fields;
  fields.set(`${role}.signing_id`, authority === 'unsigned' ? [] : [signingIdOf(program)]);
  fields.set(`${role}.platform`, [String(authority === 'platform')]);
  if (paths.length > 0) {
    fields.set(`${role}.path`, paths);
    fields.set(`${role}.name`, paths.map(baseName));
  }
  const hashes = attributeValues(side, fact, 'cdhash').map((value) => value.slice(value.indexOf(':') + 1));
  if (hashes.length > 0) fields.set(`${role}.cdhash`, hashes);
  return fields;
}

/** A signal asks every fact: what it asks for is listed once. */
interface Asked {
  readonly own: Tests;
  readonly anyOf: readonly Tests[];
  readonly fields: readonly string[];
}
type Tests = readonly (readonly [field: string, test: FieldTest])[];

const askedBy = new WeakMap<Signal, Asked>();

function askedOf(signal: Signal): Asked {
  let asked = askedBy.get(signal);
  if (asked === undefined) {
    const [own, anyOf] = [
      Object.entries(signal.where),
      (signal.anyOf ?? []).map((each) => Object.entries(each)),
    ];
    asked = { own, anyOf, fields: [own, ...anyOf].flatMap((tests) => tests.map(([field]) => field)) };
    askedBy.set(signal, asked);
  }
  return asked;
}

function isSeen(signal: Signal, { known, types, about }: View): boolean {
  if (!isOn(signal.events, types)) return false;
  const { own: where, anyOf, fields } = askedOf(signal);
  // A file that the right program touches is not yet the file that is asked for.
  const telling = about.find((name) => fields.some((field) => isOf(field, name)));
  if (telling === undefined) return false;
  const own = answerOf(where, known, telling);
  if (own === 'no') return false;
  if (anyOf.length === 0) return own === 'yes';
  const others = anyOf.map((each) => answerOf(each, known, telling)).filter((answer) => answer !== 'no');
  return others.length > 0 && (own === 'yes' || others.includes('yes'));
}

function isOf(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`);
}

/** `*` says that a program is at work: no single thing that it does is meant. */
function isOn(events: readonly string[], types: View['types']): boolean {
  if (types === 'any') return true;
  if (types === 'any but exec') return events.some((type) => type !== 'exec');
  return types.some((type) => events.includes(type));
}

/** `yes`: a telling field passes, and nothing fails; `open`: nothing known says. */
function answerOf(where: Tests, known: Known, telling: string): 'yes' | 'no' | 'open' {
  let answer: 'yes' | 'open' = 'open';
  for (const [field, test] of where) {
    const templates = known.get(field);
    if (templates === undefined) continue;
    if (!passes(test, templates)) return 'no';
    if (isOf(field, telling)) answer = 'yes';
  }
  return answer;
}

function passes(test: FieldTest, templates: readonly string[]): boolean {
  const { not, absent, bits } = test;
  if (not !== undefined && templates.length > 0 && templates.every((template) => holds(not, template)))
    return false;
  if (absent !== undefined) return absent === (templates.length === 0);
  // Flags are kept as names, not as the number a signal asks for.
  return bits !== undefined || templates.some((template) => holds(test, template));
}

function holds(
  { equals, in: among, prefix, contains, glob }: Omit<FieldTest, 'not'>,
  template: string,
): boolean {
  const { text, literals } = readTemplate(template);
  // A template that is hardly more than a hole covers anything, and names nothing.
  const isValue = (value: string): boolean =>
    literals >= value.length * LEAST_LITERAL && covers(template, escapeBraces(value));
  return (
    (equals === undefined || isValue(equals)) &&
    (among === undefined || among.some(isValue)) &&
    (prefix === undefined || text.startsWith(prefix)) &&
    (contains === undefined || text.includes(contains)) &&
    (glob === undefined || globMatches(glob, text))
  );
}

/** A template with one character for each hole, and how many of its characters are its own. */
interface ReadTemplate {
  readonly text: string;
  readonly literals: number;
}

/** Many signals look at the same fact, and many facts have the same path. */
const readTemplates = new Map<string, ReadTemplate>();
const MOST_READ = 16_384;

function readTemplate(template: string): ReadTemplate {
  let read = readTemplates.get(template);
  if (read === undefined) {
    const literals = parseTemplate(template).map((token) => ('literal' in token ? token.literal : undefined));
    read = {
      text: literals.map((literal) => literal ?? OPAQUE).join(''),
      literals: literals.reduce((sum, literal) => sum + (literal?.length ?? 0), 0),
    };
    if (readTemplates.size >= MOST_READ) readTemplates.clear();
    readTemplates.set(template, read);
  }
  return read;
}
