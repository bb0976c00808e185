/** Says what redaction would still replace: the check behind `trace verify --no-secrets`. Needs no key of the recording. */
import { SECRET_KINDS, type RedactionPolicy, type SecretKind } from './kinds.ts';
import { newRedactionKey } from './pseudonym.ts';
import { Redactor } from './redactor.ts';
import type { TextChange } from './trace-texts.ts';

/** One thing that should not be there. Never the thing itself: a report must not spread what it warns of. */
export interface LeftSecret {
  readonly kind: SecretKind;
  /** The JSON key its value stands under; empty where a whole line is unreadable. */
  readonly key: string;
  /** Offset of the line within the bytes given. */
  readonly lineOffset: number;
}

/** Reads lines in order and learns names as it goes, as the redactor does. */
export class SecretScanner {
  readonly #redactor: Redactor;

  constructor(policy: Exclude<RedactionPolicy, 'none'> = 'default') {
    this.#redactor = new Redactor({ policy, key: newRedactionKey() });
  }

  /** Whole lines. */
  scan(chunk: Buffer): readonly LeftSecret[] {
    const left: LeftSecret[] = [];
    this.#redactor.eachLine(chunk, (edits, lineOffset) => {
      for (const { key, change } of edits)
        for (const kind of change.kinds) left.push({ kind, key, lineOffset });
    });
    return left;
  }

  /** For texts outside lines: tells the kind of each that should not be there, and changes nothing. */
  texts(visit: (kind: SecretKind) => void): TextChange {
    const told =
      <Rest extends readonly unknown[]>(redact: (text: string, ...rest: Rest) => string) =>
      (text: string, ...rest: Rest): string => {
        const before = this.#redactor.report().replaced;
        redact(text, ...rest);
        const after = this.#redactor.report().replaced;
        for (const kind of SECRET_KINDS)
          for (let times = before[kind]; times < after[kind]; times += 1) visit(kind);
        return text;
      };
    return {
      text: told((text) => this.#redactor.redactText(text)),
      reading: told((text) => this.#redactor.redactReading(text)),
      sample: told((sample, bytes: number) => this.#redactor.redactSample(sample, bytes)),
    };
  }
}

/** What is left in one line, taken alone. */
export function findSecrets(line: Buffer): readonly LeftSecret[] {
  return new SecretScanner().scan(line);
}
