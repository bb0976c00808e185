/**
 * The words of osquery's `cmdline`: each with a blank behind it; one that holds a blank or a quote stands in quotes, with `\"` and `\\` in it
 * (appendQuotedString of es_utils.cpp, which is C++'s std::quoted).
 */
export function osqueryWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const found = (quoted ? QUOTED : BARE).exec(text.slice(at));
    if (found === null) return undefined;
    const [whole, word = ''] = found;
    words.push(quoted ? word.replaceAll(/\\([\\"])/g, '$1') : word);
    at += whole.length;
  }
  return words;
}

const QUOTED = /^"((?:[^"\\]|\\[\\"])*)"(?: |$)/;
const BARE = /^([^ "]*)(?: |$)/;
