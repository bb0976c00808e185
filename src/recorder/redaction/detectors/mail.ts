import { matchesOf } from '../matches.ts';
import { decodePercent } from './homes.ts';
import type { Detector } from './detector.ts';

/** An address, its at sign also as `%40` or, in JSON inside an argument, `\u0040`. */
const MAIL =
  /[\p{L}\p{N}._+-][\p{L}\p{N}._%+'-]*(@|%40|\\u0040)((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+)(\p{L}[\p{L}\p{N}-]*\p{L})/gu;
/** `icon@2x.png` and `python@3.11.rb` are no addresses. */
const FILE_AFTER_AT = /^(?:[0-9]x|[0-9]+\.[0-9].*)\.$/;
const EXTENSIONS =
  /^(?:png|jpe?g|gif|tiff?|pdf|icns|svg|plist|dylib|framework|bundle|xpc|app|car|nib|strings|rb|js|ts|json|md|tgz|gz|zip|dmg|pkg|mjs|cjs|map|css|html|asset|service|local)$/i;
/** An account every user of a code host has. */
const NOBODY = /^git$/;

export const findMail: Detector = (text, _context, found) => {
  if (!text.includes('@') && !text.includes('%40') && !text.includes('\\u0040')) return;
  for (const match of matchesOf(MAIL, text)) {
    const [whole, at = '', domain = '', top = ''] = match;
    const local = whole.slice(0, whole.length - at.length - domain.length - top.length);
    if (FILE_AFTER_AT.test(domain) || EXTENSIONS.test(top) || NOBODY.test(local)) continue;
    found.push({
      start: match.index,
      end: match.index + whole.length,
      kind: 'email',
      identity: decodePercent(`${local}@${domain}${top}`),
    });
  }
};
