import type { ProcessImage } from '../model/event.ts';
import type { KnownText } from './known-texts.ts';

interface Placed {
  /** Its row in the columns at hand, -1 where it has none yet. */
  at: number;
}

/** Read by the module: numbers and texts in the order of IMAGE in event-columns.ts. */
interface ScannedProcess extends Placed {
  readonly numbers: Float64Array;
  readonly texts: readonly (KnownText | undefined)[];
}

/** Parsed, because it is not in the usual form; undefined where it is no process. */
interface ParsedProcess extends Placed {
  readonly image: ProcessImage | undefined;
}

export type KnownProcess = ScannedProcess | ParsedProcess;

export function isKnown(process: KnownProcess): boolean {
  return 'numbers' in process || process.image !== undefined;
}
