/** Who vouches for a program. */
import type { ProcessImage } from './event.ts';

/** In codesigning flags; XNU's cs_blobs.h. */
export const CS_ADHOC = 0x2;
const CS_SIGNED = 0x2000_0000;

/** Words that stand where a team id could: a team of such a name, which Apple gives nobody, would pass for what it is not. */
const OWN_WORDS: ReadonlySet<string> = new Set(['platform', 'adhoc', 'signed', 'unsigned', 'unknown']);

/**
 * Who vouches for it: `platform`, a team id, `adhoc`, `unsigned`, or `signed` where there is a signature without a team. Of ad hoc code nobody does,
 * whatever team it claims; Apple's own is ad hoc too, in the trust cache.
 */
export function authorityOf(
  image: Pick<ProcessImage, 'isPlatformBinary' | 'teamId' | 'signingId' | 'codesigningFlags'>,
): string {
  const { isPlatformBinary, teamId = '', signingId = '', codesigningFlags } = image;
  if (isPlatformBinary) return 'platform';
  if ((codesigningFlags & CS_ADHOC) !== 0) return 'adhoc';
  if (teamId !== '' && !OWN_WORDS.has(teamId)) return teamId;
  return teamId !== '' || signingId !== '' || (codesigningFlags & CS_SIGNED) !== 0 ? 'signed' : 'unsigned';
}
