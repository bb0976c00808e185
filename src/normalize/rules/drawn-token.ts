import { nameLikeness } from '../name-likeness.ts';
import type { ComponentRule } from '../rule.ts';
import { replaceRuns, TRAIT } from '../traits.ts';

/** Ten capitals and digits are a team id, which is a name. */
const TEAM_ID = /^[0-9A-Z]{10}$/;
const EVERY_CLASS = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;

/** Bits below which a token is taken for noise. The longer it is, the further both sorts are from 0. */
function limitOf(length: number): number {
  if (length >= 16) return 0;
  if (length >= 12) return -7;
  return length >= 8 ? -5 : -9;
}

export const drawnToken: ComponentRule = {
  name: 'drawn-token',
  about: 'Letters and digits that a generator drew, where nothing but their shape says so.',
  examples: [
    { from: 'com.apple.foo.Xk3Pq9Zt', to: 'com.apple.foo.{tmp}' },
    { from: 'job-aB3dE6gH9jK2', to: 'job-{tmp}' },
    { from: 'Qm9vdHN0cmFwVG9rZW4', to: '{tmp}' },
    { from: 'UBF8T346G9.Office', to: 'UBF8T346G9.Office' },
    { from: 'com.apple.StreamingUnzipService.privileged', to: 'com.apple.StreamingUnzipService.privileged' },
    { from: 'arm64eSURamDisk.dmg', to: 'arm64eSURamDisk.dmg' },
    { from: 'x86_64SURamDisk.dmg', to: 'x86_64SURamDisk.dmg' },
    { from: 'com_apple_MobileAsset_MacSoftwareUpdate', to: 'com_apple_MobileAsset_MacSoftwareUpdate' },
    { from: 'AGXMetalG16G_B0.bundle', to: 'AGXMetalG16G_B0.bundle' },
  ],
  needs: TRAIT.token,
  apply: (name) =>
    replaceRuns(name, 6, (token) => {
      if (TEAM_ID.test(token) || (token.length < 8 && !EVERY_CLASS.test(token))) return token;
      return nameLikeness(token) < limitOf(token.length) ? '{tmp}' : token;
    }),
};
