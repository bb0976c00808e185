import { AppError, type ErrorCode } from '../errors.ts';
import { readTextFile } from '../platform/files.ts';

/** Reports of thousands of findings are far smaller. */
export const MOST_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** The value of a JSON file. Errors: `code` where it is not JSON; those of opening it. */
export async function readJson(
  path: string,
  code: ErrorCode = 'document-invalid',
  hint = 'Check that this is the file you meant.',
): Promise<unknown> {
  const text = await readTextFile(path, MOST_DOCUMENT_BYTES);
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`;
    throw new AppError(code, message, hint, { cause: error });
  }
}
