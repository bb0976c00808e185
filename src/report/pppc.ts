import type { PppcWritten } from '../model/pppc.ts';
import { escapeText } from './escape.ts';

/** What was written, that only an MDM makes it work, and what to check first where the requirement was not given. */
export function renderPppc(written: PppcWritten): string {
  const { path, payloadIdentifier, payloadUuid, codeRequirement, codeRequirementFrom } = written;
  const lines = [
    `${escapeText(path)}: Full Disk Access for /usr/bin/eslogger, as esdrift arm runs it`,
    `  identifier   ${escapeText(payloadIdentifier)}, ${payloadUuid}`,
    `  requirement  ${escapeText(codeRequirement)}`,
    'It works only when a user-approved MDM delivers it. Installed by hand it does nothing: without an MDM, give the access in System Settings.',
  ];
  if (codeRequirementFrom === 'expected') {
    lines.push(
      'The requirement was never seen on a Mac. Compare it before you ship it: codesign -dr - /usr/bin/eslogger',
      'Where that says something else, give it: --code-requirement TEXT',
    );
  }
  return `${lines.join('\n')}\n`;
}
