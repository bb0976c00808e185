import { AppError, type ErrorCode } from '../errors.ts';
import { readTextFile } from '../platform/files.ts';
import type { DocumentName, Documents } from '../schema/documents.ts';
import { validateDocument } from '../schema/validate.ts';

/** Reports of thousands of findings are far smaller. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** Reads a JSON document of a known kind. Errors: `code` where it is not JSON; those of opening and validating it. */
export async function readDocument<Name extends DocumentName>(
  name: Name,
  path: string,
  code: ErrorCode = 'document-invalid',
): Promise<Documents[Name]> {
  const text = await readTextFile(path, LARGEST_DOCUMENT);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError(code, message, 'Check that this is the file you meant.', { cause: error });
  }
  return validateDocument(name, value, path);
}
