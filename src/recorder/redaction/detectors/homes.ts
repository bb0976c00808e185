import { matchesOf } from '../matches.ts';
import { isSystemName } from '../names.ts';
import type { Detector } from './detector.ts';

/**
 * Where a path component is an account name, whatever it is called. The first group ends where the name begins.
 * Besides the homes these are the usual places named after an account; their list comes from common knowledge of macOS, not from a
 * recording.
 */
const SLASH = '(?:\\\\?/|%2[fF])';
const ANCHORS = [
  // Only here is a name learned: making a folder in /Users takes an administrator.
  { pattern: `(?:^|[^A-Za-z0-9])users${SLASH}`, learn: true, flags: 'gi' },
  { pattern: `${SLASH}home${SLASH}`, learn: false, flags: 'g' },
  { pattern: `${SLASH}Managed Preferences${SLASH}`, learn: false, flags: 'g' },
  {
    pattern: `${SLASH}var${SLASH}(?:mail|at${SLASH}tabs|db${SLASH}sudo${SLASH}ts)${SLASH}`,
    learn: false,
    flags: 'g',
  },
] as const;
const PLACES = /users|home|Managed|var/i;
const COMPONENT_IN_PATH = /(?:(?!%2[fF])[^/])+/y;
const COMPONENT_IN_TEXT = /(?:(?!%2[fF])[^/\\"'\s:;,()<>|&`])+/y;
const MATCHERS = ANCHORS.map(({ pattern, learn, flags }) => ({ anchor: new RegExp(pattern, flags), learn }));
/** Folders in /Users that belong to nobody. */
const NOT_A_HOME = /^(?:shared|guest|deleted users|\.localized|\.ds_store|\.\.?)$/i;
const EXTENSION = /\.(?:plist|mobileconfig)$/i;

export const findHomes: Detector = (text, { use, names, learns }, found) => {
  if (!PLACES.test(text)) return;
  const component = use === 'path' ? COMPONENT_IN_PATH : COMPONENT_IN_TEXT;
  for (const { anchor, learn } of MATCHERS) {
    for (const match of matchesOf(anchor, text)) {
      const start = match.index + match[0].length;
      // A folder called `users` deep inside something else (`/api/users/list`) is not the place of homes.
      if (learn && !isRootOfHomes(text, match.index, match[0])) continue;
      component.lastIndex = start;
      const name = component.exec(text)?.[0].replace(EXTENSION, '');
      if (name === undefined || name === '' || NOT_A_HOME.test(name)) continue;
      // In /Users even `admin` is somebody's home; elsewhere it is the account every Mac has.
      if (!match[0].includes('Users') && isSystemName(name)) continue;
      const identity = decodePercent(name);
      if (learn && learns) names.learn('user', identity);
      found.push({ start, end: start + name.length, kind: 'user', identity });
    }
  }
};

const LONGEST_ANCHOR = 64;

function isRootOfHomes(text: string, at: number, anchor: string): boolean {
  if (anchor.includes('Users')) return true;
  const before = text.slice(Math.max(0, at - LONGEST_ANCHOR), at);
  return at === 0 || /[\s"'=:]$/.test(before) || /dslocal\/nodes\/[^/]+$/.test(before);
}

export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
