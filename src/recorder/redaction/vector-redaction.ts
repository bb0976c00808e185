/** What must change in the arguments of a program: one of them may say what the next one is. */
import { judgeArguments, type ArgumentVerdict } from './arguments.ts';
import { decodeJsonText } from './json-text.ts';
import type { StringSite } from './json-walk.ts';
import type { LearnedNames } from './names.ts';
import { Memory, VECTOR_LIMITS } from './value-memory.ts';
import type { Change, ValueRedaction } from './value-redaction.ts';

/** A change of one argument, by its place in the vector. */
interface VectorEdit {
  readonly index: number;
  readonly change: Change;
}

export class VectorRedaction {
  readonly #values: ValueRedaction;
  readonly #known: Memory<readonly VectorEdit[]>;

  constructor(names: LearnedNames, values: ValueRedaction) {
    this.#values = values;
    this.#known = new Memory(names, VECTOR_LIMITS);
  }

  /** `sites`: of all arguments of one vector in `text`. */
  editsOf(text: string, sites: readonly StringSite[]): readonly VectorEdit[] {
    const vector = text.slice(sites[0]?.start, sites.at(-1)?.end);
    return this.#known.of(vector, () =>
      this.#editsOfArguments(sites.map(({ start, end }) => text.slice(start, end))),
    );
  }

  #editsOfArguments(raws: readonly string[]): readonly VectorEdit[] {
    const verdicts = judgeArguments(raws.map((raw) => decodeJsonText(raw).text));
    return raws.flatMap((raw, index) => {
      const change = this.#argument(raw, index, verdicts[index] ?? { kind: 'detect' });
      return change === undefined ? [] : [{ index, change }];
    });
  }

  #argument(raw: string, index: number, verdict: ArgumentVerdict): Change | undefined {
    switch (verdict.kind) {
      case 'replace':
        return this.#values.constant(raw, verdict.with, verdict.as);
      case 'environment':
        return this.#values.environment(raw);
      case 'account':
        return this.#values.account(raw, verdict.start, verdict.end);
      case 'password-from':
        return this.#values.password(raw, verdict.start);
      case 'detect':
        return this.#values.argument(raw, index === 0);
    }
  }
}
