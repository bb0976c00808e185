/**
 * Which signals look at what a fact shows. A fact knows some fields of the events behind it, and as templates; a field it does not know contradicts
 * nothing and proves nothing. A hole stands for what a wildcard of the signal covers, or, anchored by the text around it, for the one value that is asked for.
 */
import type { Fact, ProgramKey } from '../../model/facts.ts';
import type { Signal } from '../../model/rules.ts';
import { baseName } from '../locations.ts';
import { argumentVector } from '../milestones.ts';
import { authorityOf, signingIdOf } from '../names.ts';
import { attributeValues, programFact } from '../pair-programs.ts';
import { keyPart, type Side } from '../side.ts';
import { IMAGE_ROLES, askedBy, isOf, type Asked, type AskedField, type ImageRole } from './asked-fields.ts';

/** Field → templates of its values. */
type Known = ReadonlyMap<string, readonly string[]>;

/** One way in which a signal can look at a fact. */
interface View {
  /** Of all that have the same types and tell the same. */
  readonly name: string;
  /** The only program in it, where many facts of one program are looked at in the same way. */
  readonly program?: ProgramKey;
  /** Programs by the role that they have in the event. */
  readonly images: Readonly<Partial<Record<ImageRole, Known>>>;
  /** What else is known. */
  readonly own?: () => Known;
  /** Event types on which it is seen. */
  readonly types: readonly string[] | 'any' | 'any but exec';
  /** What tells, best first: only a signal that asks for it looks at the fact itself. */
  readonly about: readonly string[];
}

/** A signal that a view may concern, and what tells. */
interface Candidate {
  readonly asked: Asked;
  readonly telling: string;
}

const TAKES_OVER = ['rename', 'clone', 'copyfile', 'link', 'exec'];
const TYPES_OF_ROLE: Readonly<Record<ImageRole, View['types']>> = {
  exec: ['exec'],
  // Who acts in an exec is the image before.
  actor: 'any but exec',
  parent: 'any',
  ancestor: 'any',
  responsible: 'any',
  handoff: TAKES_OVER,
};

/** Signals against the facts of one side. Many facts are looked at in one way, which few signals ask for. */
export class SignalMatch {
  readonly #side: Side;
  readonly #asked: readonly Asked[];
  readonly #shown = new Map<Fact, ReadonlySet<Signal>>();
  readonly #images = new Map<ProgramKey, Known>();
  readonly #candidates = new Map<string, readonly Candidate[]>();

  constructor(side: Side, signals: readonly Signal[]) {
    this.#side = side;
    this.#asked = signals.map(askedBy);
  }

  /** The signals that the fact shows. */
  of(fact: Fact): ReadonlySet<Signal> {
    let shown = this.#shown.get(fact);
    if (shown === undefined) {
      shown = this.#signalsOf(fact);
      this.#shown.set(fact, shown);
    }
    return shown;
  }

  #signalsOf(fact: Fact): ReadonlySet<Signal> {
    const shown = new Set<Signal>();
    for (const view of viewsOf(fact, (program) => this.#image(program))) {
      for (const { asked, telling } of this.#candidatesFor(view)) {
        if (!shown.has(asked.signal) && isSeen(asked, view, telling)) shown.add(asked.signal);
      }
    }
    return shown;
  }

  #candidatesFor(view: View): readonly Candidate[] {
    const { name, program, types, about } = view;
    let candidates = this.#candidates.get(name);
    if (candidates === undefined) {
      candidates = this.#asked.flatMap((asked): readonly Candidate[] => {
        // A file that the right program touches is not yet the file that is asked for.
        const telling = about.find((each) => asked.about.has(each));
        return telling === undefined || !isOn(asked.signal.events, types) ? [] : [{ asked, telling }];
      });
      this.#candidates.set(name, candidates);
    }
    if (program === undefined || candidates.length === 0) return candidates;
    // Most programs are none that a signal asks for, whatever they do.
    const narrow = `${name} ${program}`;
    let few = this.#candidates.get(narrow);
    if (few === undefined) {
      few = candidates.filter(({ asked }) => isOpenTo(asked, view));
      this.#candidates.set(narrow, few);
    }
    return few;
  }

  #image(program: ProgramKey): Known {
    let known = this.#images.get(program);
    if (known === undefined) {
      known = imageFields(program, this.#side);
      this.#images.set(program, known);
    }
    return known;
  }
}

function viewsOf(fact: Fact, image: (program: ProgramKey) => Known): readonly View[] {
  const [a, b, c] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
  switch (fact.kind) {
    case 'program':
      return IMAGE_ROLES.map((role) => ({
        name: role,
        images: { [role]: image(a) },
        types: TYPES_OF_ROLE[role],
        about: [role],
      }));
    case 'launch':
      return (['parent', 'ancestor'] as const).map((role) => ({
        name: `launch ${role}`,
        images: { exec: image(b), [role]: image(a) },
        types: ['exec'],
        about: [role],
      }));
    case 'responsible':
      return (['exec', 'actor'] as const).map((role) => ({
        name: `responsible ${role}`,
        images: { responsible: image(a), [role]: image(b) },
        types: role === 'exec' ? ['exec'] : 'any but exec',
        about: ['responsible'],
      }));
    case 'arguments':
      return [
        {
          name: 'arguments',
          program: a,
          images: { exec: image(a) },
          own: () => new Map([['exec.args', argumentVector(b)]]),
          types: ['exec'],
          about: ['exec.args'],
        },
      ];
    case 'file':
      return [
        {
          name: `file ${operationOf(b)}`,
          program: a,
          images: { actor: image(a) },
          own: () => fileFields(b, c),
          types: [operationOf(b)],
          about: ['file', 'actor'],
        },
      ];
    case 'handoff':
      return [
        {
          name: 'handoff',
          images: { actor: image(b), handoff: image(a) },
          types: TAKES_OVER,
          about: ['handoff'],
        },
      ];
    case 'event':
      return [
        {
          name: `event ${b}`,
          program: a,
          images: { actor: image(a) },
          own: () => new Map([['object', [c]]]),
          types: [b],
          about: ['object', 'actor'],
        },
      ];
    case 'shape':
      return [];
  }
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

function imageFields(program: ProgramKey, side: Side): Known {
  const fact = programFact(side, program);
  const paths = attributeValues(side, fact, 'path');
  const authority = authorityOf(program);
  const fields = new Map<string, readonly string[]>();
  if (program === authority) return fields;
  fields.set('signing_id', authority === 'unsigned' ? [] : [signingIdOf(program)]);
  fields.set('platform', [String(authority === 'platform')]);
  if (paths.length > 0) {
    fields.set('path', paths);
    fields.set('name', paths.map(baseName));
  }
  const hashes = attributeValues(side, fact, 'cdhash').map((value) => value.slice(value.indexOf(':') + 1));
  if (hashes.length > 0) fields.set('cdhash', hashes);
  return fields;
}

function isSeen({ own: where, anyOf }: Asked, { images, own }: View, telling: string): boolean {
  const known = own?.();
  const answer = answerOf(where, images, known, telling);
  if (answer === 'no') return false;
  if (anyOf.length === 0) return answer === 'yes';
  const others = anyOf
    .map((each) => answerOf(each, images, known, telling))
    .filter((other) => other !== 'no');
  return others.length > 0 && (answer === 'yes' || others.includes('yes'));
}

/** Nothing that is known of its programs alone contradicts the signal. */
function isOpenTo({ own: where, anyOf }: Asked, { images }: View): boolean {
  if (answerOf(where, images, undefined, '') === 'no') return false;
  return anyOf.length === 0 || anyOf.some((each) => answerOf(each, images, undefined, '') !== 'no');
}

/** `*` says that a program is at work: no single thing that it does is meant. */
function isOn(events: readonly string[], types: View['types']): boolean {
  if (types === 'any') return true;
  if (types === 'any but exec') return events.some((type) => type !== 'exec');
  return types.some((type) => events.includes(type));
}

/** `yes`: a telling field passes, and nothing fails; `open`: nothing known says. */
function answerOf(
  where: readonly AskedField[],
  images: View['images'],
  own: Known | undefined,
  telling: string,
): 'yes' | 'no' | 'open' {
  let answer: 'yes' | 'open' = 'open';
  for (const { field, role, ofImage, passes } of where) {
    const image = role === undefined ? undefined : images[role];
    const templates = own?.get(field) ?? image?.get(ofImage);
    if (templates === undefined) continue;
    if (!passes(templates)) return 'no';
    if (isOf(field, telling)) answer = 'yes';
  }
  return answer;
}
