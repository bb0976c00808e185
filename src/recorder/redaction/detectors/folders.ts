import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

/**
 * `/var/folders/XX/NAME`: the temporary folders of an account, named after its UUID and number. Those of system accounts are the same
 * on every Mac (`zz/zyxvpxvq6csfxvn_n…`) and stay.
 */
const FOLDERS = /\/var\/folders\/([A-Za-z0-9_+]{2}\/[A-Za-z0-9_+]{8,})(?=\/|$|[\s"':;,])/g;
/** How the names of system accounts' folders begin; as the facts on nsurlsessiond's show. */
export const SYSTEM_FOLDER = 'zyxvpxvq6csfxvn_';

export const findFolders: Detector = (text, _context, found) => {
  if (!text.includes('/var/folders/')) return;
  for (const match of matchesOf(FOLDERS, text)) {
    const name = match[1] ?? '';
    if (name.startsWith(`zz/${SYSTEM_FOLDER}`)) continue;
    const end = match.index + match[0].length;
    found.push({ start: end - name.length + 3, end, kind: 'folder', identity: name });
  }
};
