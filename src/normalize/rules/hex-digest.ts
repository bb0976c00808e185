import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

/** Not a name: digits and letters mixed. */
const MIXED = /^(?=.*\d)(?=.*[A-Fa-f])/;

export const hexDigest: ComponentRule = {
  name: 'hex-digest',
  about:
    'Digests and ids in hex: any of 16 digits or more, and shorter ones where they are a whole token of digits and letters.',
  examples: [
    {
      from: '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/2f1a9c4be07d5a3360f1b2c3d4e5f60718293a4b.asset',
      to: '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/{hash}.asset',
    },
    { from: 'connection_checker-04fde7bdb8bceee3', to: 'connection_checker-{hash}' },
    { from: '000000000003a1b2.tracev3', to: '{hash}.tracev3' },
    { from: 'x.1a2b3c4d.y', to: 'x.{hash}.y' },
    { from: '0x7ffee3c0', to: '{hash}' },
    { from: 'facade', to: 'facade' },
    { from: 'deadbeef', to: 'deadbeef' },
  ],
  needs: TRAIT.hexPrefix | TRAIT.hexRun,
  apply: (name) => {
    const text = name.replace(/(?<![0-9A-Za-z])0[xX][0-9A-Fa-f]+(?![0-9A-Za-z])/g, '{hash}');
    return text.replace(
      /(?<![0-9A-Za-z{])(?:[0-9a-f]{8,}|[0-9A-F]{8,}|[0-9A-Fa-f]{16,})(?![0-9A-Za-z}])/g,
      (token) => (token.length >= 16 || MIXED.test(token) ? '{hash}' : token),
    );
  },
};
