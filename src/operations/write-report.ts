import { writeFileSafely } from '../platform/files.ts';

/** Writes a rendered report. Errors: output-exists without `force`, output-unwritable. */
export async function writeReport(
  path: string,
  text: string,
  options: { readonly force: boolean },
): Promise<void> {
  await writeFileSafely(path, text, options);
}
