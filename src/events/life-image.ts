/** An image that the scan of life lines met for the first time. */
import { presentHash } from '../eslogger/decode-process.ts';
import type { IdentifiedImage } from '../processes/life-texts.ts';
import { unescaped } from './body.ts';

const IS_PLATFORM = 1;
/** Words of a text: where its bytes begin, and how many there are. */
const TEXT_WORDS = 2;
const TEXTS = 4;

/** `news`: four texts in `memory`, then flags and booleans. */
export function newImage(memory: Buffer, news: Uint32Array): IdentifiedImage {
  const text = (index: number): string => {
    const [from = 0, length = 0] = [news[index * TEXT_WORDS], news[index * TEXT_WORDS + 1]];
    const found = memory.toString('utf8', from, from + length);
    return found.includes('\\') ? unescaped(found) : found;
  };
  const [executable, signingId, teamId, cdhash] = [text(0), text(1), text(2), text(3)];
  const [codesigningFlags = 0, booleans = 0] = news.subarray(TEXTS * TEXT_WORDS);
  return {
    executable,
    signingId: signingId || undefined,
    teamId: teamId || undefined,
    cdhash: presentHash(cdhash),
    codesigningFlags,
    isPlatformBinary: (booleans & IS_PLATFORM) !== 0,
  };
}
