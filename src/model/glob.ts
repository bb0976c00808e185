/** The same as `globMatches` for one pattern and many texts. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (pattern.includes('?') || last === undefined) return (text) => globMatches(pattern, text);
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

/** `*` stands for any characters, `?` for one; everything else for itself. Linear in text × pattern, whatever the pattern. */
export function globMatches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  let position = 0;
  while (position < text.length) {
    const symbol = pattern[at];
    if (symbol === '*') {
      star = at;
      starAt = position;
      at += 1;
    } else if (symbol === '?' || symbol === text[position]) {
      at += 1;
      position += 1;
    } else if (star !== -1) {
      starAt += 1;
      position = starAt;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
