/** A capture of another tool becomes lines that decode like eslogger's. */

export type ForeignLine =
  /** Event lines, one after the other. */
  | { readonly kind: 'events'; readonly lines: readonly Buffer[] }
  /** Nothing that was an event: a bracket of an array, say. */
  | { readonly kind: 'nothing' }
  /** Why it is no event, or none that can be taken over honestly. */
  | { readonly kind: 'bad'; readonly reason: string; readonly message: string };

export interface FormatReader {
  read(line: Buffer): ForeignLine;
}

export function bad(reason: string, message: string): ForeignLine {
  return { kind: 'bad', reason, message };
}

export const NOTHING: ForeignLine = { kind: 'nothing' };

/** Undefined for what is not JSON. */
export function parseLine(line: Buffer | string): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}
