/** The escapes of XML and HTML: what markup is made of, by its number. */

/** For an attribute, and wherever quotes could matter. */
export function markupText(text: string): string {
  return text.replaceAll(/[&<>"']/g, numbered);
}

/** Within an element, where a quote is a quote and easier to read as it is. */
export function elementText(text: string): string {
  return text.replaceAll(/[&<>]/g, numbered);
}

function numbered(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
