const NONE: readonly RegExpExecArray[] = [];

/**
 * Every match of a global pattern. `matchAll` does the same but copies the pattern for each call, which took a third of all the time spent
 * on redaction.
 */
export function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NONE;
  const matches: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) {
    matches.push(match);
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return matches;
}
