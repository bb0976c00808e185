import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

/** `scheme://user:password@host`, and `//user@server/share` as mounts of a server show it. Slashes may be escaped once more. */
const URL_USER = /\\?\/\\?\/([^/\s"'<>@\\?#]{1,1024})@(?=[^/\s"'<>@])/g;

export const findUrlCredentials: Detector = (text, _context, found) => {
  if (!text.includes('@') || !text.includes('/')) return;
  for (const match of matchesOf(URL_USER, text)) {
    const user = match[1] ?? '';
    if (user === 'git') continue;
    const end = match.index + match[0].length - 1;
    found.push({ start: end - user.length, end, kind: 'credential', identity: user });
  }
};
