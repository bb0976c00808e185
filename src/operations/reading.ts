/** Counts what is read of some files, for whoever watches. It draws nothing, and without a watcher does nothing. */
import type { OnProgress } from '../model/progress.ts';
import { sizeOfFile } from '../platform/path-kind.ts';

export class Reading {
  readonly #onProgress: OnProgress | undefined;
  readonly #doing: string | undefined;
  readonly #sizes: readonly (number | undefined)[];
  #file = 0;
  #path = '';
  /** Of the files before this one, and of this one. */
  #before = 0;
  #bytes = 0;

  private constructor(
    sizes: readonly (number | undefined)[],
    onProgress: OnProgress | undefined,
    doing: string | undefined,
  ) {
    this.#sizes = sizes;
    this.#onProgress = onProgress;
    this.#doing = doing;
  }

  /** `paths` in the order they will be read; `-` is standard input. `doing`: what for, where they were read before. */
  static async of(
    paths: readonly string[],
    onProgress: OnProgress | undefined,
    doing?: string,
  ): Promise<Reading> {
    const sizes = onProgress === undefined ? [] : await Promise.all(paths.map(sizeOfFile));
    return new Reading(sizes, onProgress, doing);
  }

  begin(path: string): void {
    this.#before += this.#file === 0 ? 0 : (this.#sizes[this.#file - 1] ?? this.#bytes);
    this.#file += 1;
    this.#path = path;
    this.#bytes = 0;
    this.#tell();
  }

  /** So many bytes more of the file. */
  readonly add = (bytes: number): void => {
    this.#bytes += bytes;
    this.#tell();
  };

  #tell(): void {
    const known = this.#sizes.filter((size) => size !== undefined);
    this.#onProgress?.({
      doing: this.#doing,
      file: this.#file,
      files: this.#sizes.length,
      path: this.#path,
      bytes: this.#before + this.#bytes,
      totalBytes: known.length < this.#sizes.length ? null : known.reduce((sum, size) => sum + size, 0),
    });
  }
}
