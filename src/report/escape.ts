import { INVISIBLE } from '../model/invisible.ts';

/**
 * Every string that comes from a trace is hostile. This is the one way such a string reaches a terminal or a log: control, escape,
 * bidi and other invisible characters (also letters that draw nothing, such as the Hangul filler), line separators and lone surrogates become `\u{…}`; all else stays as it is.
 */
export function escapeText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
