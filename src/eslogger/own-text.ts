/**
 * A part of a large text keeps all of it in memory for as long as it is known; this copy, of ASCII text, outlives it. A browser has no Buffer, and
 * a page reads no more than it can hold.
 */
export function ownText(text: string): string {
  return typeof Buffer === 'undefined' ? text : Buffer.from(text, 'latin1').toString('latin1');
}
