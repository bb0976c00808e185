/** The lines of a file, plain or gzip, without the file ever being in memory as a whole. */
export type LinePart =
  | {
      readonly kind: 'lines';
      readonly lines: readonly string[];
      /** Lines that were too long, and passed over. */
      readonly oversize: number;
      /** Of the file as it is on the disk. */
      readonly doneBytes: number;
    }
  /** The compression ends early or is damaged; what came before stands. */
  | { readonly kind: 'cut' };

/** As `esdrift trace import` has it by default. */
const MOST_LINE_CHARACTERS = 4 * 1024 * 1024;

export function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** Begins like JSON, or like what other tools leave before it (a byte order mark, `^D` of script(1)). */
export function linesLike(first: Uint8Array): boolean {
  return /^(?:\^D)?[\s\u0004\u0008]*[{[]/.test(new TextDecoder().decode(first));
}

export async function* fileLines(file: File, isPacked: boolean): AsyncGenerator<LinePart, void> {
  let doneBytes = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        doneBytes += chunk.length;
        controller.enqueue(chunk);
      },
    }),
  );
  const content = isPacked ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
  const reader = content.pipeThrough(new TextDecoderStream()).getReader();
  const splitter = new Splitter();
  for (;;) {
    const next = await reader.read().catch(() => undefined);
    if (next === undefined || next.done) {
      yield { kind: 'lines', ...splitter.end(), doneBytes };
      if (next === undefined) yield { kind: 'cut' };
      return;
    }
    yield { kind: 'lines', ...splitter.take(next.value), doneBytes };
  }
}

class Splitter {
  #rest = '';
  /** Within a line that is too long. */
  #skips = false;

  take(text: string): { readonly lines: readonly string[]; readonly oversize: number } {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    let oversize = 0;
    if (this.#skips && parts.length > 0) {
      parts.shift();
      this.#skips = false;
    }
    const lines = parts.filter((line) => line.length <= MOST_LINE_CHARACTERS && line.trim() !== '');
    oversize += parts.filter((line) => line.length > MOST_LINE_CHARACTERS).length;
    if (this.#skips) this.#rest = '';
    else if (this.#rest.length > MOST_LINE_CHARACTERS) {
      oversize += 1;
      this.#skips = true;
      this.#rest = '';
    }
    return { lines, oversize };
  }

  end(): { readonly lines: readonly string[]; readonly oversize: number } {
    const last = this.#rest;
    this.#rest = '';
    return { lines: this.#skips || last.trim() === '' ? [] : [last], oversize: 0 };
  }
}
