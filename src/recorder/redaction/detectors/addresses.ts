import { matchesOf } from '../matches.ts';
import { isIPv4, isIPv6 } from 'node:net';
import type { Detector } from './detector.ts';

/** Four numbers can be a version too, so an address counts only where one is expected: alone, with a port, in a URL, after `@` or `=`. */
const IPV4 = /(?<=^|[@=,\s[]|\/\/)((?:\d{1,3}\.){3}\d{1,3})(?=$|[:/,\s\]])/g;
const IPV6 = /(?<=^|[@=,\s[])((?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?=$|[%\]/,\s])/g;
const NOBODYS = /^(?:127\.|0\.0\.0\.0$|255\.|::1?$)/;

export const findAddresses: Detector = (text, { use }, found) => {
  if (use === 'path') return;
  for (const match of matchesOf(IPV4, text)) {
    if (isIPv4(match[0]) && !NOBODYS.test(match[0])) {
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        kind: 'address',
        identity: match[0],
      });
    }
  }
  for (const match of matchesOf(IPV6, text)) {
    if (isIPv6(match[0]) && !NOBODYS.test(match[0])) {
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        kind: 'address',
        identity: match[0],
      });
    }
  }
};
