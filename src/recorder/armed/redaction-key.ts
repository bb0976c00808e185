import { AppError } from '../../errors.ts';
import { createExclusively, readTextFile } from '../../platform/files.ts';
import { writeError } from '../../platform/file-errors.ts';
import { newRedactionKey } from '../redaction/pseudonym.ts';

const KEY_FORM = /^[0-9a-f]{64}\n$/;

/** The key lies beside the trace only while it is recorded: whoever has both can try names against pseudonyms. Errors: output-unwritable. */
export async function writeRedactionKey(path: string): Promise<void> {
  try {
    await using file = await createExclusively(path, 0o600);
    await file.writeFile(`${newRedactionKey().toString('hex')}\n`);
    await file.sync();
  } catch (error) {
    throw writeError(error, path);
  }
}

/** Errors: not-found, document-invalid. */
export async function readRedactionKey(path: string): Promise<Buffer> {
  const text = await readTextFile(path, 1_024);
  if (KEY_FORM.test(text)) return Buffer.from(text.trim(), 'hex');
  throw new AppError(
    'document-invalid',
    `${path} holds no key.`,
    'Take the recording off this Mac and arm again: sudo esdrift collect',
  );
}
