import { matchesOf } from '../matches.ts';
import type { Detector } from './detector.ts';

/** `/Volumes/NAME`. `/System/Volumes/…` are Apple's own. */
const VOLUME_IN_PATH = /(?<!\/System)\/Volumes\/([^/]+)/g;
const VOLUME_IN_TEXT = /(?<!\/System)\/Volumes\/([^/"':;,()<>|&`\s]+)/g;
/** Names macOS and its installers give, which say nothing about a person. */
const APPLES_OWN =
  /^(?:Macintosh HD(?: - Data)?|Preboot|Recovery|Update|VM|Data|xART|Hardware|iSCPreboot|Shared ?Support|Install macOS .*|InstallESD|(?:OS X|macOS) Base System|Image Volume|com\.apple\.[\w.-]+|\.timemachine|\.\.?)$/;

export const findVolumes: Detector = (text, { use, names, learns }, found) => {
  if (!text.includes('/Volumes/')) return;
  for (const match of matchesOf(use === 'path' ? VOLUME_IN_PATH : VOLUME_IN_TEXT, text)) {
    const name = match[1] ?? '';
    if (APPLES_OWN.test(name)) continue;
    if (learns) names.learn('volume', name);
    const end = match.index + match[0].length;
    found.push({ start: end - name.length, end, kind: 'volume', identity: name });
  }
};
