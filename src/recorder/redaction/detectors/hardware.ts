import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

/** The form of a current device id: chip, then ECID. The old form is 40 hexadecimal digits, which a hash has too. */
const DEVICE = /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{16}(?![0-9A-Za-z-])/g;
const MAC_ADDRESS = /(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z:])/g;
const NO_ADDRESS = /^(?:00[:]){5}00$|^(?:ff[:]){5}ff$/i;
/**
 * A serial number has no form of its own (a team id looks the same), so it is found by being told (the recorder asks the Mac), or by what
 * stands before it.
 */
const SERIAL =
  /(?:serial(?:[ _-]?(?:number|no))?|serialnumber)["']?\s*[=: ]\s*["']?([A-Za-z0-9]{8,14})(?![A-Za-z0-9])/gi;

export const findHardware: Detector = (text, _context, found) => {
  for (const match of matchesOf(DEVICE, text)) {
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'device',
      identity: match[0],
    });
  }
  for (const match of matchesOf(MAC_ADDRESS, text)) {
    if (NO_ADDRESS.test(match[0])) continue;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'address',
      identity: match[0],
    });
  }
  if (!/serial/i.test(text)) return;
  for (const match of matchesOf(SERIAL, text)) {
    const serial = match[1] ?? '';
    if (!/[0-9]/.test(serial)) continue;
    const end = match.index + match[0].length;
    found.push({ start: end - serial.length, end, kind: 'serial', identity: serial });
  }
};
