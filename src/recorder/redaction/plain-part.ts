/** The longest run of letters and digits of ASCII in a name, in lower case: a text without it cannot hold the name. Undefined where it has none of two. */
export function plainPart(name: string): string | undefined {
  const runs = name.match(/[A-Za-z0-9]{2,}/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest === '' ? undefined : longest.toLowerCase();
}
