import { matchesOf } from '../matches.ts';
import { isNoSecret, isSecretName } from '../secret-words.ts';
import type { Detector } from './detector.ts';

/** `name=value`, `"name": "value"`, `name: value` within a text; the quotes of JSON in JSON are escaped once more. */
const ASSIGNMENT =
  /(?<![A-Za-z0-9])(\\?["']|)([A-Za-z][A-Za-z0-9_.-]{0,63})\1\s*(=|:|%3[dD])\s*(?:\\"([^"\\]*(?:\\(?!")[^"\\]*)*)(?:\\"|$)|"([^"\\]*(?:\\[^][^"\\]*)*)(?:"|$)|'([^']*)(?:'|$)|([^"'\s&;,|<>()]+))/g;
/** An argument that is one assignment: the value runs to its end, blanks and all. */
const WHOLE = /^-{0,2}([A-Za-z][A-Za-z0-9_.-]*)=([^]+)$/;

export const findAssignments: Detector = (text, { use }, found) => {
  if (!text.includes('=') && !text.includes(':') && !/%3d/i.test(text)) return;
  const add = (end: number, name: string, value: string) => {
    if (!isSecretName(name) || isNoSecret(value)) return;
    found.push({ start: end - value.length, end, kind: 'secret', identity: value });
  };
  const whole = use === 'argument' ? WHOLE.exec(text) : null;
  if (whole !== null) add(text.length, whole[1] ?? '', whole[2] ?? '');
  for (const match of matchesOf(ASSIGNMENT, text)) {
    const [all, , name = '', mark, escaped, double, single, bare] = match;
    // `pass:word` in a path or a URL scheme (`token://x`) is no assignment.
    if (mark === ':' && (use === 'path' || bare?.startsWith('//') === true)) continue;
    const value = escaped ?? double ?? single ?? bare ?? '';
    const start = match.index + all.lastIndexOf(value);
    add(start + value.length, name, value);
  }
};
