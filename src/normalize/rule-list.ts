/** Every rule, in the order of application. Adding one: a file in rules/, a line here, and a new NORMALIZER_VERSION. */
import type { ComponentRule, PathRule, Rule } from './rule.ts';
import { atomicWrite } from './rules/atomic-write.ts';
import { backupHost } from './rules/backup-host.ts';
import { buildNumber } from './rules/build-number.ts';
import { canonicalPath } from './rules/canonical-path.ts';
import { carriedContent } from './rules/carried-content.ts';
import { dateTime } from './rules/date-time.ts';
import { device } from './rules/device.ts';
import { drawnBase64Url } from './rules/drawn-base64url.ts';
import { drawnName } from './rules/drawn-name.ts';
import { drawnToken } from './rules/drawn-token.ts';
import { hexDigest } from './rules/hex-digest.ts';
import { installerName } from './rules/installer-name.ts';
import { pseudonym } from './rules/pseudonym.ts';
import { savedDocument } from './rules/saved-document.ts';
import { spotlightCache } from './rules/spotlight-cache.ts';
import { stagedService } from './rules/staged-service.ts';
import { swapFile } from './rules/swap-file.ts';
import { temporaryFolder } from './rules/temporary-folder.ts';
import { userHome } from './rules/user-home.ts';
import { uuid } from './rules/uuid.ts';
import { uuidtext } from './rules/uuidtext.ts';
import { varFolders } from './rules/var-folders.ts';
import { versionNumber } from './rules/version-number.ts';
import { volumeFileId } from './rules/volume-file-id.ts';
import { volume } from './rules/volume.ts';
import { wholeNumber } from './rules/whole-number.ts';

/** Kept in every profile and baseline: facts made by different rules have different keys and are never mixed. */
export const NORMALIZER_VERSION = '1';

/** On the whole path, before its components are looked at. */
export const PATH_RULES: readonly PathRule[] = [
  canonicalPath,
  carriedContent,
  userHome,
  volume,
  backupHost,
  varFolders,
  uuidtext,
  spotlightCache,
  device,
  volumeFileId,
  swapFile,
];

/** On each component by itself. The more specific come first: a rule sees the holes of those before it. */
export const COMPONENT_RULES: readonly ComponentRule[] = [
  pseudonym,
  savedDocument,
  stagedService,
  drawnName,
  atomicWrite,
  installerName,
  uuid,
  dateTime,
  buildNumber,
  versionNumber,
  hexDigest,
  wholeNumber,
  drawnBase64Url,
  drawnToken,
];

/** On the whole path, after its components. */
export const LATE_PATH_RULES: readonly PathRule[] = [temporaryFolder];

export const RULES: readonly Rule[] = [...PATH_RULES, ...COMPONENT_RULES, ...LATE_PATH_RULES];
