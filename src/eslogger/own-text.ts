/** A part of a large text keeps all of it in memory for as long as it is known; this copy, of ASCII text, outlives it. */
export function ownText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
