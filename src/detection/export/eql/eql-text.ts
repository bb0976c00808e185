/** Words and patterns of a rules file as EQL. They are hostile: nothing of them is written but inside a string, and what cannot be seen is written by its number. */
import { INVISIBLE } from '../../../model/invisible.ts';
import type { Match, Pattern } from '../condition.ts';

function eqlText(text: string): string {
  const escaped = text
    .replaceAll(/["\\]/g, '\\$&')
    // At least two digits.
    .replace(
      INVISIBLE,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}}`,
    );
  return `"${escaped}"`;
}

/** `like` has no way to quote its wildcards, so text that holds one takes a regular expression. Both tell letter case apart. */
function patternTest(field: string, pattern: Pattern): string {
  const needsRegex = pattern.some((part) => part.kind === 'text' && /[*?\\]/.test(part.text));
  const written = pattern
    .map((part) => {
      if (part.kind === 'any') return needsRegex ? '.*' : '*';
      if (part.kind === 'one') return needsRegex ? '.' : '?';
      return needsRegex ? part.text.replaceAll(/[.?+*|{}[\]()"\\#@&<>~]/g, '\\$&') : part.text;
    })
    .join('');
  return `${field} ${needsRegex ? 'regex' : 'like'} ${eqlText(written)}`;
}

/** `field` is never text of a rule. Undefined: EQL has no such test. */
export function eqlTest(field: string, match: Match): string | undefined {
  switch (match.kind) {
    case 'words': {
      const words = match.words.map(eqlText);
      const [only] = words;
      return words.length === 1 && only !== undefined
        ? `${field} == ${only}`
        : `${field} in (${words.join(', ')})`;
    }
    case 'pattern':
      return patternTest(field, match.pattern);
    case 'present':
      return `${field} != null`;
    case 'bits':
    case 'several':
      return undefined;
  }
}
