/** The paths of an event on files in the form of canonicalPath: as the thread that decoded it worked them out, else worked out here. */
import type { EventPayload } from '../model/event.ts';
import { canonicalPath } from './rules/canonical-path.ts';

type FilePayload = Extract<EventPayload, { kind: 'file' }>;

export function canonicalPathOf(payload: FilePayload): string {
  return payload.canonicalPath ?? canonicalPath.apply(payload.path);
}

/** Undefined where it has none. */
export function canonicalSourceOf({ source, canonicalSource }: FilePayload): string | undefined {
  return canonicalSource ?? (source === undefined ? undefined : canonicalPath.apply(source));
}
