/** What redaction must know of this Mac before the first line: names that nothing in an event marks as such. */
export interface Identities {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  readonly serials: readonly string[];
  readonly volumes: readonly string[];
}

/** `dscl . -list /Users UniqueID`: `name   number` a line. People have numbers from 500 on. */
export function parseUsers(text: string): readonly string[] | undefined {
  const rows = [...text.matchAll(/^(\S+)\s+(-?\d+)$/gm)];
  if (rows.length === 0) return undefined;
  return rows.filter(([, , id]) => Number(id) >= 500).map(([, name = '']) => name);
}

/** `ioreg -rd1 -c IOPlatformExpertDevice`: `"IOPlatformSerialNumber" = "…"`. */
export function parseSerial(text: string): string | undefined {
  return /"IOPlatformSerialNumber" = "([^"]+)"/.exec(text)?.[1];
}

/** `scutil --get NAME` prints the name alone, or an error for one that is not set. */
export function parseScutil(text: string): string | undefined {
  const name = text.trim();
  return name === '' || name.includes('\n') ? undefined : name;
}
