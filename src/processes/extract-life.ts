/**
 * Finds the fork, exec and exit lines of a frame without parsing the others: the key under `event` stands right after the bytes
 * `"event":{"` (see src/eslogger/lines.ts). A line that has these bytes twice, or not at all, is parsed to be certain.
 */
import { forEachLine } from '../eslogger/lines.ts';
import { LifeColumnsBuilder } from './life-columns-builder.ts';
import type { LifeColumns } from './life-columns.ts';

const MARKER = Buffer.from('"event":{"');
const QUOTE = 0x22;
const NAMES = ['fork', 'exec', 'exit'].map((name) => Buffer.from(name).readUInt32LE(0));

export interface ExtractOptions {
  /** Keep the arguments of every exec. */
  readonly withArgs: boolean;
}

function isLifeName(bytes: Buffer, at: number): boolean {
  return bytes[at + 4] === QUOTE && NAMES.includes(bytes.readUInt32LE(at));
}

/** `bytes` are whole lines. */
export function extractLife(bytes: Buffer, { withArgs }: ExtractOptions): LifeColumns {
  const builder = new LifeColumnsBuilder(withArgs);
  let marker = bytes.indexOf(MARKER);
  forEachLine(bytes, (start, end) => {
    if (marker !== -1 && marker < start) marker = bytes.indexOf(MARKER, start);
    const name = marker + MARKER.length;
    const inThisLine = marker !== -1 && name + 5 <= end;
    if (inThisLine && !isLifeName(bytes, name)) {
      marker = bytes.indexOf(MARKER, name);
      if (marker === -1 || marker >= end) return;
    }
    builder.addLine(bytes, start, end);
  });
  return builder.finish();
}
