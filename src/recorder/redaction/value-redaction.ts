/** One string value: its raw bytes in, what takes their place out. */
import type { DetectionContext, TextUse } from './detectors/detector.ts';
import { decodePercent } from './detectors/homes.ts';
import { detect } from './detectors.ts';
import { accountIn, judgeEnvironment } from './environment.ts';
import { isSystemGroup, namedNode, type FieldTreatment } from './fields.ts';
import { decodeJsonText, encodeJsonText, type JsonText } from './json-text.ts';
import {
  PASSWORD,
  type Finding,
  type PseudonymKind,
  type RedactionPolicy,
  type SecretKind,
} from './kinds.ts';
import { isSystemName, type LearnedNames } from './names.ts';
import { holdsOnlyPseudonyms, type Pseudonyms } from './pseudonym.ts';
import { templateOfScript } from './shell-template.ts';
import { hiddenPart, hideInStrictPath, isPlainArgument } from './strict.ts';

/** What takes a value's place, and what it was that had to go. */
export interface Change {
  /** The bytes between the quotes, as latin1 text. */
  readonly raw: string;
  readonly kinds: readonly SecretKind[];
}

export class ValueRedaction {
  readonly #policy: RedactionPolicy;
  readonly #names: LearnedNames;
  readonly #pseudonyms: Pseudonyms;

  get hidesFileNames(): boolean {
    return this.#policy === 'strict';
  }

  constructor(policy: RedactionPolicy, names: LearnedNames, pseudonyms: Pseudonyms) {
    this.#policy = policy;
    this.#names = names;
    this.#pseudonyms = pseudonyms;
  }

  /** A path the kernel gave: the file is there, so an account name in it may be learned. */
  path(raw: string): Change | undefined {
    const decoded = decodeJsonText(raw);
    return this.#apply(raw, decoded, this.#find(decoded.text, { use: 'path', learns: true }));
  }

  /** Policy strict: a name, or a path below the folder beside it, in a home or on another disk. */
  fileName(raw: string): Change | undefined {
    const decoded = decodeJsonText(raw);
    const found: Finding[] = [];
    let at = 0;
    for (const component of decoded.text.split('/')) {
      found.push(stretch(decoded.text, 'name', at, at + hiddenPart(component)));
      at += component.length + 1;
    }
    return this.#apply(raw, decoded, found);
  }

  text(raw: string, isIdentity = false): Change | undefined {
    const decoded = decodeJsonText(raw);
    return this.#apply(
      raw,
      decoded,
      this.#find(decoded.text, { use: useOf(decoded.text, 'text'), isIdentity }),
    );
  }

  /** `isProgram`: the first of the vector, the program's own name. */
  argument(raw: string, isProgram = false): Change | undefined {
    const decoded = decodeJsonText(raw);
    const use = useOf(decoded.text, 'argument');
    const found = this.#find(decoded.text, { use });
    const staysReadable =
      this.#policy !== 'strict' || isProgram || use === 'path' || isPlainArgument(decoded.text, found);
    if (staysReadable) return this.#apply(raw, decoded, found);
    const value = /^--?[A-Za-z][A-Za-z-]*=/.exec(decoded.text)?.[0].length ?? 0;
    return this.#apply(raw, decoded, [stretch(decoded.text, 'argument', value)]);
  }

  /** `learns`: the event says that the account exists. A failed login names whatever a stranger typed. */
  field(raw: string, treatment: FieldTreatment, learns: boolean): Change | undefined {
    const decoded = decodeJsonText(raw);
    switch (treatment.kind) {
      case 'identity':
        return this.text(raw, true);
      case 'command-line':
        return decoded.text === ''
          ? undefined
          : this.constant(raw, templateOfScript(decoded.text, true), 'script');
      case 'directory-node': {
        const named = namedNode(decoded.text);
        return named === undefined
          ? undefined
          : this.#apply(raw, decoded, [stretch(decoded.text, 'name', ...named)]);
      }
      case 'whole':
        return this.#whole(raw, decoded, treatment.as, learns);
    }
  }

  /** The stretch `start` to `end` of an argument or variable is an account's name. */
  account(raw: string, start: number, end?: number): Change | undefined {
    const decoded = decodeJsonText(raw);
    if (isSystemName(decoded.text.slice(start, end))) return undefined;
    return this.#apply(raw, decoded, [stretch(decoded.text, 'user', start, end)]);
  }

  password(raw: string, start: number): Change | undefined {
    const decoded = decodeJsonText(raw);
    return decoded.text.slice(start) === PASSWORD
      ? undefined
      : this.#apply(raw, decoded, [stretch(decoded.text, 'password', start)]);
  }

  constant(raw: string, text: string, kind: 'script' | 'password' | 'environment'): Change | undefined {
    return decodeJsonText(raw).text === text ? undefined : { raw: encodeJsonText(text), kinds: [kind] };
  }

  environment(raw: string): Change | undefined {
    const decoded = decodeJsonText(raw);
    const verdict = judgeEnvironment(decoded.text, this.#policy === 'strict');
    switch (verdict.kind) {
      case 'done':
        return undefined;
      case 'drop':
        return this.constant(raw, verdict.replacement, 'environment');
      case 'account':
        return this.account(raw, verdict.valueStart);
      case 'keep': {
        const value = decoded.text.slice(verdict.valueStart);
        const found = this.#find(value, { use: useOf(value, 'argument') });
        const by = verdict.valueStart;
        return this.#apply(
          raw,
          decoded,
          found.map((finding) => ({ ...finding, start: finding.start + by, end: finding.end + by })),
        );
      }
    }
  }

  /** Before anything of a line is written: what its environment says about whose it is. */
  learnFromEnvironment(raw: string): void {
    const account = accountIn(decodeJsonText(raw).text);
    if (account !== undefined) this.#names.learn('user', decodePercent(account));
  }

  #whole(raw: string, decoded: JsonText, as: PseudonymKind, learns: boolean): Change | undefined {
    const { text } = decoded;
    if (text === '' || (as === 'user' && isSystemName(text)) || (as === 'group' && isSystemGroup(text)))
      return undefined;
    // An account may be given by its UUID.
    const found = this.#find(text, { use: 'path', isIdentity: true });
    const [only] = found;
    if (only?.kind === 'uuid' && only.end - only.start === text.length)
      return this.#apply(raw, decoded, found);
    if (as === 'user' && learns) this.#names.learn('user', text);
    return this.#apply(raw, decoded, [stretch(text, as, 0)]);
  }

  #find(
    text: string,
    context: Pick<DetectionContext, 'use'> & Partial<DetectionContext>,
  ): readonly Finding[] {
    const found = detect(text, {
      policy: this.#policy,
      names: this.#names,
      isIdentity: false,
      learns: false,
      ...context,
    });
    return this.#policy === 'strict' && context.use === 'path' ? hideInStrictPath(text, found) : found;
  }

  #apply(raw: string, decoded: JsonText, found: readonly Finding[]): Change | undefined {
    const kinds: SecretKind[] = [];
    let result = '';
    let from = 0;
    for (const finding of found) {
      if (finding.start >= finding.end || holdsOnlyPseudonyms(decoded.text.slice(finding.start, finding.end)))
        continue;
      const [start, end] = decoded.rangeOf(finding.start, finding.end);
      result += raw.slice(from, start) + this.#replacement(finding);
      from = end;
      kinds.push(finding.kind);
    }
    return kinds.length === 0 ? undefined : { raw: result + raw.slice(from), kinds };
  }

  #replacement({ kind, identity }: Finding): string {
    if (kind === 'password') return PASSWORD;
    return kind === 'uuid' ? this.#pseudonyms.uuid(identity) : this.#pseudonyms.of(kind, identity);
  }
}

function stretch(text: string, kind: Finding['kind'], start: number, end = text.length): Finding {
  return { start, end, kind, identity: text.slice(start, end) };
}

/** One absolute path, or a file URL: a component ends at a slash only. Several in one text are text. */
function useOf(text: string, otherwise: TextUse): TextUse {
  if (text.startsWith('file:///')) return 'path';
  if (!text.startsWith('/')) return otherwise;
  const mark = text.search(/[:=\s]/);
  return mark === -1 || !text.includes('/', mark) ? 'path' : otherwise;
}
