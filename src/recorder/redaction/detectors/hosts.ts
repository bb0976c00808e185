import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

/**
 * Names macOS proposes for a computer hold the owner's: `Annas-MacBook-Pro`, `Anna’s Mac mini`. A name its owner chose is told by the
 * recorder, which asks the Mac; in a text, `NAME.local` shows one too.
 */
const MODEL = '(?:MacBook(?:[- ](?:Pro|Air))?|iMac(?:[- ]Pro)?|Mac[- ](?:mini|Studio|Pro)|Mac)';
const END = '(?:[- ]\\d+)?(?![\\p{L}\\p{N}])';
const PROPOSED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}(?:['’]s[- ]|s-)${MODEL}|[\\p{L}\\p{N}]{1,63}-(?!Mac(?!Book|-))${MODEL})${END}`,
  'gu',
);
const BONJOUR = /(?<![\p{L}\p{N}./_-])([\p{L}\p{N}][\p{L}\p{N}-]{0,62})\.local(?![\p{L}\p{N}_.-])/gu;

export const findHosts: Detector = (text, { use }, found) => {
  if (text.includes('Mac')) {
    for (const match of matchesOf(PROPOSED, text)) {
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        kind: 'host',
        identity: match[0],
      });
    }
  }
  if (use === 'path' || !text.includes('.local')) return;
  for (const match of matchesOf(BONJOUR, text)) {
    const name = match[1] ?? '';
    found.push({ start: match.index, end: match.index + name.length, kind: 'host', identity: name });
  }
};
