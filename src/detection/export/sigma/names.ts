/** Names and ids of Sigma documents: the same rule keeps both over exports. */
import { nameUuid } from '../../../model/name-uuid.ts';

export function signalName(id: string, part: string): string {
  return `esdrift_signal_${underscored(id)}_${part}`;
}

/** Ids have small letters, digits and hyphens. */
export function underscored(id: string): string {
  return id.replaceAll('-', '_');
}

const NAMESPACE = 'esdrift sigma';

/** The same rule keeps its id over exports. */
export function uuidOf(ruleSet: string, name: string): string {
  return nameUuid(NAMESPACE, ruleSet, name);
}
