/** Says what redaction would still replace: the check behind `trace verify --no-secrets`. Needs no key of the recording. */
import type { RedactionPolicy, SecretKind } from './kinds.ts';
import { newRedactionKey } from './pseudonym.ts';
import { Redactor } from './redactor.ts';

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
}

/** What is left in one line, taken alone. */
export function findSecrets(line: Buffer): readonly LeftSecret[] {
  return new SecretScanner().scan(line);
}
