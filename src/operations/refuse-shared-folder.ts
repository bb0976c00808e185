import { dirname } from 'node:path';
import { AppError } from '../errors.ts';
import { sharedPlace } from '../platform/shared-folder.ts';

/** Root writes nothing where others could put a link or another file in its way. Errors: output-unwritable. */
export async function refuseSharedFolder(path: string, uid: number | undefined): Promise<void> {
  const place = uid === 0 ? await sharedPlace(dirname(path)) : undefined;
  if (place === undefined) return;
  throw place.kind === 'folder'
    ? new AppError(
        'output-unwritable',
        `Everybody may write in ${place.path}; as root, nothing is recorded there.`,
        'Name a folder of your own: esdrift record --out ~/recordings/run.jsonl.zst',
      )
    : new AppError(
        'output-unwritable',
        `${place.path} is a symbolic link that is not root's; as root, nothing is recorded where it leads.`,
        `Name the real folder: \`realpath ${dirname(path)}\` says which it is.`,
      );
}
