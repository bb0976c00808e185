import { matchesOf } from '../matches.ts';
import { isSystemVolume } from '../names.ts';
import type { Detector } from './detector.ts';

/** `/Volumes/NAME`. `/System/Volumes/…` are Apple's own. */
const VOLUME_IN_PATH = /(?<!\/System)\/Volumes\/([^/]+)/g;
const VOLUME_IN_TEXT = /(?<!\/System)\/Volumes\/([^/"':;,()<>|&`\s]+)/g;
export const findVolumes: Detector = (text, { use, names, learns }, found) => {
  if (!text.includes('/Volumes/')) return;
  for (const match of matchesOf(use === 'path' ? VOLUME_IN_PATH : VOLUME_IN_TEXT, text)) {
    const name = match[1] ?? '';
    if (isSystemVolume(name)) continue;
    if (learns) names.learn('volume', name);
    const end = match.index + match[0].length;
    found.push({ start: end - name.length, end, kind: 'volume', identity: name });
  }
};
