/** Names and ids of Sigma documents: the same rule keeps both over exports. */
import { createHash } from 'node:crypto';

export function signalName(id: string, part: string): string {
  return `esdrift_signal_${underscored(id)}_${part}`;
}

/** Ids have small letters, digits and hyphens. */
export function underscored(id: string): string {
  return id.replaceAll('-', '_');
}

const NAMESPACE = 'esdrift sigma';

/** The same rule keeps its id over exports (a UUID of version 5, by name). */
export function uuidOf(ruleSet: string, name: string): string {
  const bytes = createHash('sha1').update([NAMESPACE, ruleSet, name].join('\0')).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
