/** Words and signs of the page. A sign never stands without its word, so that no meaning hangs on colour or shape alone. */
import type { Severity, Verdict } from '../model/drift.ts';
import type { PageMark } from '../model/page.ts';
import { escapeText } from '../report/escape.ts';

export interface Sign {
  readonly sign: string;
  readonly word: string;
}

export const SEVERITY_SIGNS: Readonly<Record<Severity, Sign>> = {
  high: { sign: '▲', word: 'high' },
  medium: { sign: '◆', word: 'medium' },
  low: { sign: '●', word: 'low' },
  info: { sign: '○', word: 'info' },
};

export const VERDICT_SIGNS: Readonly<Record<Verdict, Sign>> = {
  drift: { sign: '≠', word: 'Drift' },
  same: { sign: '=', word: 'Same' },
  inconclusive: { sign: '?', word: 'Cannot tell' },
};

export const MARK_SIGNS: Readonly<Record<PageMark, Sign>> = {
  same: { sign: '', word: 'the same' },
  changed: { sign: '≠', word: 'changed' },
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  unseen: { sign: '·', word: 'on one side only, within what the runs vary' },
};

/** `1 finding`, `1,234 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

export interface ProgramWords {
  readonly name: string;
  /** What tells executables or scripts under one identity apart. */
  readonly distinct: string;
  /** `platform`, a team id, `adhoc` … */
  readonly authority: string;
}

/** `platform:com.apple.mobileassetd` in its parts. */
export function programWords(key: string): ProgramWords {
  const colon = key.indexOf(':');
  if (colon < 0) return { name: key, distinct: '', authority: '' };
  const authority = key.slice(0, colon);
  const rest = key.slice(colon + 1);
  const at = rest.search(/[#!]/);
  if (at < 0) return { name: rest, distinct: '', authority };
  return { name: rest.slice(0, at), distinct: rest.slice(at), authority };
}

export function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** For text that is drawn where no element is: a canvas, a live region. */
export function safe(text: string): string {
  return escapeText(text);
}
