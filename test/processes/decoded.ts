import { decodeLine } from '../../src/eslogger/decode.ts';
import { Segmenter } from '../../src/eslogger/segmenter.ts';
import type { EsEvent } from '../../src/model/event.ts';

/** Lines as events, with their segments. */
export function decodeAll(lines: readonly string[]): readonly EsEvent[] {
  const segmenter = new Segmenter();
  return lines.map((text) => {
    const result = decodeLine(text);
    if (!result.ok) throw new Error(result.message);
    return { segment: segmenter.place(result.event).segment, ...result.event };
  });
}
