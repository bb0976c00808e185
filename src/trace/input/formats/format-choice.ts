import { AppError } from '../../../errors.ts';
import { CAPTURE_FORMAT_ABOUT, type CaptureFormat } from '../../../model/capture-format.ts';
import { formatOfLine, readerOf } from './detect.ts';
import { NOTHING, type ForeignLine, type FormatReader } from './format-reader.ts';

export interface InputFormat {
  /** Undefined: the line is eslogger's own, or nobody can tell. Errors: usage where the inputs are of different tools. */
  read(line: Buffer): ForeignLine | undefined;
}

/** Which tool wrote the inputs of one import: all of them the same. */
export class FormatChoice {
  readonly #stated: CaptureFormat | undefined;
  #format: CaptureFormat | undefined;
  #reader: FormatReader | undefined;

  constructor(stated: CaptureFormat | undefined) {
    this.#stated = stated;
    if (stated !== undefined) this.#choose(stated);
  }

  get format(): CaptureFormat {
    return this.#format ?? 'eslogger';
  }

  /** Each input tells by its first line that says so. */
  ofInput(name: string): InputFormat {
    let told = this.#stated !== undefined;
    return {
      read: (line) => {
        if (!told) {
          const found = formatOfLine(line);
          if (found === undefined) return OPENING_BRACKET.test(line.toString('latin1')) ? NOTHING : undefined;
          told = true;
          this.#agree(found, name);
        }
        return this.#reader?.read(line);
      },
    };
  }

  #agree(found: CaptureFormat, name: string): void {
    if (this.#format === undefined) this.#choose(found);
    if (this.#format === found) return;
    const [is, was] = [CAPTURE_FORMAT_ABOUT[found].title, CAPTURE_FORMAT_ABOUT[this.format].title];
    throw new AppError(
      'usage',
      `${name} is a capture of ${is}, and what comes before it one of ${was}.`,
      'Import them into two traces: their numbers have nothing to do with each other.',
    );
  }

  #choose(format: CaptureFormat): void {
    this.#format = format;
    this.#reader = readerOf(format);
  }
}

/** An array of rows begins so, and says nothing yet. */
const OPENING_BRACKET = /^\s*\[\s*$/;
