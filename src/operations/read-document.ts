import type { ErrorCode } from '../errors.ts';
import type { DocumentName, Documents } from '../schema/documents.ts';
import { validateDocument } from '../schema/validate.ts';
import { readJson } from './read-json.ts';

/** Reads a JSON document of a known kind. Errors: `code` where it is not JSON; those of opening and validating it. */
export async function readDocument<Name extends DocumentName>(
  name: Name,
  path: string,
  code: ErrorCode = 'document-invalid',
  /** What to do where it is not JSON. */
  hint?: string,
): Promise<Documents[Name]> {
  return validateDocument(name, await readJson(path, code, hint), path);
}
