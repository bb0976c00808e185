/** Signing ids are identities: only what is known to vary within one identity becomes a hole. */
import { installerName } from './rules/installer-name.ts';
import { uuid } from './rules/uuid.ts';
import { escapeBraces } from './template.ts';

/** What the linker and codesign append to an ad hoc identifier: a digest of the code, or `UUID` in hex and the UUID. */
const APPENDED_DIGEST = /-(?:[0-9a-f]{16,}|[0-9A-F]{16,})$/;

export function normalizeSigningId(raw: string): string {
  const id = uuid.apply(installerName.apply(escapeBraces(raw)));
  return id.replace(APPENDED_DIGEST, '-{hash}');
}
