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
