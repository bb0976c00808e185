import { nameLikeness } from '../name-likeness.ts';
import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

const EVERY_CLASS = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;

export const drawnBase64Url: ComponentRule = {
  name: 'drawn-base64url',
  about: 'A token with the two signs of base64url in it: its parts are too short to be judged alone.',
  examples: [
    { from: 'zf_B1tD-7kQ_pX2nVw8-Lm', to: '{tmp}' },
    { from: 'com_apple_MobileAsset_MacSoftwareUpdate', to: 'com_apple_MobileAsset_MacSoftwareUpdate' },
    { from: 'x86_64-Mac_SoftwareUpdate', to: 'x86_64-Mac_SoftwareUpdate' },
  ],
  needs: TRAIT.wideToken,
  apply: (name) =>
    name.replace(/(?<![0-9A-Za-z{_-])[0-9A-Za-z_-]{20,}(?![0-9A-Za-z}_-])/g, (token) =>
      isDrawn(token) ? '{tmp}' : token,
    ),
};

function isDrawn(token: string): boolean {
  if (!EVERY_CLASS.test(token)) return false;
  const bits = token.split(/[-_]/).reduce((sum, part) => sum + nameLikeness(part), 0);
  return bits < -token.length / 2;
}
