/** Whether somebody but root could choose what root writes to, by a name on the way to it. `trusted-path.ts` asks more. */
import { writeError } from './file-errors.ts';
import { isStickyFolder, isWritableByAll, partsOf } from './path-parts.ts';

export interface SharedPlace {
  /** `folder`: everybody may put names into it, or change those that are there. `link`: it leads where its owner, who is not root, wants. */
  readonly kind: 'folder' | 'link';
  readonly path: string;
}

const ROOT = 0;
/** As many as systems follow. */
const MOST_LINKS = 40;

/**
 * The first such place on the way to `folder`, itself included. A sticky folder above it does no harm: what is in it cannot be changed by others.
 * Links of root's own (/tmp and /var on macOS) are followed. Errors: output-unwritable where there is no such folder.
 */
export async function sharedPlace(folder: string): Promise<SharedPlace | undefined> {
  let links = 0;
  for await (const part of partsOf(folder)) {
    const { path, status } = part;
    if (status === undefined) throw writeError(part.error, folder);
    if (status.isSymbolicLink()) {
      links += 1;
      if (status.uid !== ROOT || links === MOST_LINKS) return { kind: 'link', path };
    } else if (isWritableByAll(status) && (part.isLast || !isStickyFolder(status))) {
      return { kind: 'folder', path };
    }
  }
  return undefined;
}
