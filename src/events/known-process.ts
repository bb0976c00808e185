import { decodeProcess, presentHash } from '../eslogger/decode-process.ts';
import type { ProcessImage } from '../model/event.ts';
import { parsed } from './body.ts';
import { IMAGE, IMAGE_NUMBERS } from './event-columns.ts';
import type { KnownText, KnownTexts } from './known-texts.ts';
import { PROCESS_ROW_BYTES } from './scan/module.ts';

interface Placed {
  /** Its row in the columns at hand, -1 where it has none yet. */
  at: number;
}

/** Read by the module: numbers and texts in the order of IMAGE in event-columns.ts. */
export interface ScannedProcess extends Placed {
  readonly numbers: Float64Array;
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

/** The process whose bytes lie at `from` in the module's memory, the row of it before them. */
export function knownProcess(
  memory: Buffer,
  from: number,
  length: number,
  known: KnownTexts,
  templates: boolean,
): KnownProcess {
  const row = from - PROCESS_ROW_BYTES;
  const texts = new Uint32Array(memory.buffer, row + IMAGE_NUMBERS * 8, 7);
  const isSimple = texts[6] === 1;
  if (!isSimple)
    return { at: -1, image: decodeProcess(parsed(memory.toString('utf8', from, from + length))) };
  const text = (index: number): KnownText | undefined => {
    const found = known.get(texts[index] ?? -1);
    return found?.text === '' ? undefined : found;
  };
  const numbers = new Float64Array(memory.buffer, row, IMAGE_NUMBERS).slice();
  const [signingId, teamId, cdhash] = [text(0), text(1), hashIn(text(2), known)];
  const executable = text(3) ?? known.make('');
  const category = numbers[IMAGE.category] ?? Number.NaN;
  const program = templates
    ? known.programOf({
        signingId: signingId?.text,
        teamId: teamId?.text,
        cdhash: cdhash?.text,
        isPlatformBinary: numbers[IMAGE.isPlatformBinary] === 1,
        codesigningFlags: numbers[IMAGE.flags] ?? 0,
        validationCategory: Number.isNaN(category) ? undefined : category,
        executable: executable.text,
        token: { euid: numbers[IMAGE.token + 3] ?? 0 },
      })
    : undefined;
  return {
    at: -1,
    numbers,
    texts: [signingId, teamId, cdhash, executable, text(4), text(5), program?.key],
    programNumber: program?.number,
  };
}

function hashIn(text: KnownText | undefined, known: KnownTexts): KnownText | undefined {
  const hash = presentHash(text?.text);
  if (hash === text?.text) return text;
  return hash === undefined ? undefined : known.make(hash);
}
