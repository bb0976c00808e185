/** What a spreadsheet takes for a formula; the wide forms of the signs too. */
const FORMULA = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/;

/** Whether a text must get an apostrophe in front; one that begins with an apostrophe gets one too, so that it can be taken away again. */
export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** A cell of RFC 4180. An empty text is `""`: an empty cell means that nothing is known. */
export function csvCell(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
