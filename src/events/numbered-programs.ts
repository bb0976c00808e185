/**
 * Programs by numbers, each with its key. A number stands for one program wherever it was given: whoever makes facts of what several threads decode
 * knows programs by it, instead of comparing their texts anew for each frame.
 */
import { KnownPrograms, type ProgramImage } from '../model/known-programs.ts';
import type { ProgramKey } from '../model/facts.ts';
import { programKeyOf } from '../normalize/program-key.ts';
import { THREAD_NUMBER } from '../platform/worker-pool.ts';

export interface NumberedProgram {
  readonly key: ProgramKey;
  /** Undefined where none is left. */
  readonly number: number | undefined;
}

const MOST_NUMBERS = 2 ** 20;
let given = 0;

function nextNumber(): number | undefined {
  if (given >= MOST_NUMBERS) return undefined;
  given += 1;
  return THREAD_NUMBER * MOST_NUMBERS + given - 1;
}

export class NumberedPrograms {
  readonly #known = new KnownPrograms<ProgramImage, NumberedProgram>((image) => ({
    key: programKeyOf(image),
    number: nextNumber(),
  }));

  of(image: ProgramImage): NumberedProgram {
    return this.#known.of(image);
  }
}
