import { decodeProcess, presentHash } from '../eslogger/decode-process.ts';
import type { ProcessImage } from '../model/event.ts';
import { parsed } from './body.ts';
import { IMAGE, IMAGE_NUMBERS } from './event-columns.ts';
import type { KnownText, KnownTexts } from './known-texts.ts';
import { PROCESS_ROW_BYTES, type ScanMemory } from './scan/module.ts';

interface Placed {
  /** Its row in the columns at hand, -1 where it has none yet. */
  at: number;
}

/** Read by the module: numbers and texts in the order of IMAGE in event-columns.ts. */
export interface ScannedProcess extends Placed {
  readonly numbers: Float64Array;
  /** Where its numbers begin. */
  readonly from: number;
  readonly texts: readonly (KnownText | undefined)[];
  readonly programNumber: number | undefined;
}

/** Parsed, because it is not in the usual form; undefined where it is no process. */
interface ParsedProcess extends Placed {
  readonly image: ProcessImage | undefined;
}

export type KnownProcess = ScannedProcess | ParsedProcess;

export function isKnown(process: KnownProcess): boolean {
  return 'numbers' in process || process.image !== undefined;
}

/** Numbers of many processes in one array: an array for each would take longer to make than to fill. */
export class ProcessNumbers {
  values = new Float64Array(0);
  #used = 0;

  /** Copies a row. Where it is in `values`, until the next is added. */
  add(source: Float64Array, at: number): number {
    if (this.#used === this.values.length) {
      this.values = new Float64Array(256 * IMAGE_NUMBERS);
      this.#used = 0;
    }
    const from = this.#used;
    for (let index = 0; index < IMAGE_NUMBERS; index += 1)
      this.values[from + index] = source[at + index] ?? 0;
    this.#used += IMAGE_NUMBERS;
    return from;
  }
}

/** The process whose bytes lie at `from` in the module's memory, the row of it before them. */
export function knownProcess(
  memory: ScanMemory,
  from: number,
  length: number,
  rows: ProcessNumbers,
  known: KnownTexts,
  templates: boolean,
): KnownProcess {
  const row = from - PROCESS_ROW_BYTES;
  const ids = row / 4 + IMAGE_NUMBERS * 2;
  const isSimple = memory.words[ids + 6] === 1;
  if (!isSimple)
    return { at: -1, image: decodeProcess(parsed(memory.bytes.toString('utf8', from, from + length))) };
  const text = (index: number): KnownText | undefined => {
    const found = known.get(memory.words[ids + index] ?? -1);
    return found?.text === '' ? undefined : found;
  };
  const place = rows.add(memory.numbers, row / 8);
  const numbers = rows.values;
  const [signingId, teamId, cdhash] = [text(0), text(1), hashIn(text(2), known)];
  const executable = text(3) ?? known.make('');
  const category = numbers[place + IMAGE.category] ?? Number.NaN;
  const program = templates
    ? known.programOf({
        signingId: signingId?.text,
        teamId: teamId?.text,
        cdhash: cdhash?.text,
        isPlatformBinary: numbers[place + IMAGE.isPlatformBinary] === 1,
        codesigningFlags: numbers[place + IMAGE.flags] ?? 0,
        validationCategory: Number.isNaN(category) ? undefined : category,
        executable: executable.text,
        token: { euid: numbers[place + IMAGE.token + 3] ?? 0 },
      })
    : undefined;
  return {
    at: -1,
    numbers,
    from: place,
    texts: [signingId, teamId, cdhash, executable, text(4), text(5), program?.key],
    programNumber: program?.number,
  };
}

function hashIn(text: KnownText | undefined, known: KnownTexts): KnownText | undefined {
  const hash = presentHash(text?.text);
  if (hash === text?.text) return text;
  return hash === undefined ? undefined : known.make(hash);
}
