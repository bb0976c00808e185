import { appendText, writeFileSafely } from '../platform/files.ts';

/** Writes a rendered report. Errors: output-exists without `force`, output-unwritable. */
export async function writeReport(
  path: string,
  text: string,
  options: { readonly force: boolean },
): Promise<void> {
  await writeFileSafely(path, text, options);
}

/** To a file that the caller's environment names, beside what other steps wrote there. Errors: output-unwritable. */
export async function appendSummary(path: string, markdown: string): Promise<void> {
  await appendText(path, markdown);
}
