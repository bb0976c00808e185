import { nameLikeness } from '../name-likeness.ts';
import type { PathRule } from '../rule.ts';

/** Where names are made up as needed. The holes are those of earlier rules. */
const ROOTS =
  /^(\/(?:tmp|var\/tmp|var\/folders\/\{tmp\}\/\{tmp\}\/[A-Z0-9]|var\/root\/tmp)|.*\/(?:TemporaryItems|tmp|\.tmp|Temp))(\/.+)$/s;
const LIKELY_A_NAME = 2;

/** In such folders a token is more likely drawn than elsewhere, so less evidence is enough. */
export const temporaryFolder: PathRule = {
  name: 'temporary-folder',
  about: 'Names below temporary folders.',
  examples: [
    { from: '/tmp/x.OgkMhN/file', to: '/tmp/x.{tmp}/file' },
    { from: '/private/tmp/tmpab12cd_x', to: '/tmp/tmp{tmp}' },
    { from: '/var/folders/ab/cdefgh12/T/rnxFy1', to: '/var/folders/{tmp}/{tmp}/T/{tmp}' },
    {
      from: '/var/db/com.apple.xpc.roleaccountd.staging/tmp/YXluf0.xpc',
      to: '/var/db/com.apple.xpc.roleaccountd.staging/tmp/{tmp}.xpc',
    },
    { from: '/tmp/com.apple.launchd', to: '/tmp/com.apple.launchd' },
    { from: '/tmp/PKInstallSandboxManager', to: '/tmp/PKInstallSandboxManager' },
  ],
  reach: [
    { folder: '/tmp/', components: Infinity },
    { folder: '/var/folders/', components: Infinity },
    { folder: '/TemporaryItems/', components: Infinity },
    { folder: '/.tmp/', components: Infinity },
    { folder: '/Temp/', components: Infinity },
  ],
  apply: (path) => {
    const match = ROOTS.exec(path);
    if (match === null) return path;
    const [, root = '', rest = ''] = match;
    return (
      root +
      rest
        .replace(/(?<=\/)tmp[a-z0-9_]{8}(?=\/|$)/g, 'tmp{tmp}')
        .replace(/(?<![0-9A-Za-z{])[0-9A-Za-z]{6,}(?![0-9A-Za-z}])/g, (token) =>
          nameLikeness(token) < LIKELY_A_NAME ? '{tmp}' : token,
        )
    );
  },
};
