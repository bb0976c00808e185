import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

const UUID = /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi;
/** The nil UUID, and the fixed ones of macOS' system users and groups. */
const FIXED =
  /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|ffffeeee-dddd-cccc-bbbb-aaaa[0-9a-f]{8}|abcdefab-cdef-abcd-efab-cdef[0-9a-f]{8})$/i;

/**
 * Every UUID: nothing in the text says which one names this Mac, a disk or an account. Templates have one hole for all of them, so
 * a diff loses nothing.
 */
export const findUuids: Detector = (text, _context, found) => {
  if (!text.includes('-')) return;
  for (const match of matchesOf(UUID, text)) {
    if (FIXED.test(match[0])) continue;
    found.push({ start: match.index, end: match.index + match[0].length, kind: 'uuid', identity: match[0] });
  }
};
