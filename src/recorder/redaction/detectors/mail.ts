import { matchesOf } from '../matches.ts';
import { decodePercent } from './homes.ts';
import type { Detector } from './detector.ts';

/** An address, its at sign also as `%40` or, in JSON inside an argument, `\u0040`. */
const AT = /@|%40|\\u0040/g;
// Both halves are read outwards from the at sign and are as long as the standard allows: a search for the whole form would start anew at
// every letter of a long text.
const LOCAL_CHARACTERS = 64;
const DOMAIN_CHARACTERS = 255;
const LOCAL_END = /[\p{L}\p{N}._+-][\p{L}\p{N}._%+'-]*$/u;
const DOMAIN_START =
  /^((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,16})(\p{L}[\p{L}\p{N}-]{0,61}\p{L})/u;
/** `icon@2x.png` and `python@3.11.rb` are no addresses. */
const FILE_AFTER_AT = /^(?:[0-9]x|[0-9]+\.[0-9].*)\.$/;
const EXTENSIONS =
  /^(?:png|jpe?g|gif|tiff?|pdf|icns|svg|plist|dylib|framework|bundle|xpc|app|car|nib|strings|rb|js|ts|json|md|tgz|gz|zip|dmg|pkg|mjs|cjs|map|css|html|asset|service|local)$/i;
/** An account every user of a code host has. */
const NOBODY = /^git$/;

export const findMail: Detector = (text, _context, found) => {
  for (const { index, 0: at } of matchesOf(AT, text)) {
    const [local] = LOCAL_END.exec(text.slice(Math.max(0, index - LOCAL_CHARACTERS), index)) ?? [''];
    const after = index + at.length;
    const [whole = '', domain = '', top = ''] =
      DOMAIN_START.exec(text.slice(after, after + DOMAIN_CHARACTERS)) ?? [];
    if (
      local === '' ||
      whole === '' ||
      FILE_AFTER_AT.test(domain) ||
      EXTENSIONS.test(top) ||
      NOBODY.test(local)
    )
      continue;
    found.push({
      start: index - local.length,
      end: after + whole.length,
      kind: 'email',
      identity: decodePercent(`${local}@${whole}`),
    });
  }
};
