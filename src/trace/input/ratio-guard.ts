import { AppError } from '../../errors.ts';
import { RATIO_CHECK_FROM_BYTES } from '../limits.ts';

/** Refuses input that becomes absurdly larger when it is decompressed. */
export class RatioGuard {
  readonly #name: string;
  readonly #maxRatio: number;
  #taken = 0;
  #made = 0;

  constructor(name: string, maxRatio: number) {
    this.#name = name;
    this.#maxRatio = maxRatio;
  }

  took(bytes: number): void {
    this.#taken += bytes;
  }

  /** `bytes` were, or are about to be, decompressed. Errors: limit-exceeded. */
  makes(bytes: number): void {
    this.#made += bytes;
    if (this.#made <= RATIO_CHECK_FROM_BYTES || this.#made <= this.#taken * this.#maxRatio) return;
    throw new AppError(
      'limit-exceeded',
      `${this.#name} grows more than ${this.#maxRatio} times when it is decompressed: it looks like a bomb.`,
      'If you trust it, raise the limit with --max-ratio.',
    );
  }
}
