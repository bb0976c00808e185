import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

/** Prefix of the maker → what it draws. */
const MAKERS: readonly RegExp[] = [
  // Foundation: pid in hex, then mkstemp.
  /^(\.dat\.nosync)[0-9a-f]+\.[A-Za-z0-9]{6}$/,
  // Foundation in a sandbox: eight hex digits, then mkstemp.
  /^(.*\.sb-)[0-9a-f]{8}-[A-Za-z0-9]{6}$/,
  // CFNetwork, for a download in progress.
  /^(CFNetworkDownload_)[A-Za-z0-9]{6}(?=\.tmp$|$)/,
  // NSItemReplacementDirectory: NSIRD_PROCESS_XXXXXX.
  /^(NSIRD_.+_)[A-Za-z0-9]{6}$/,
  /^(UpdateBrain-)[A-Za-z0-9]+$/,
  // launchd's socket folders in /tmp.
  /^(com\.apple\.launchd\.)[A-Za-z0-9]{10}$/,
  /^((?:\.?PKInstallSandbox[A-Za-z]*|\.BC\.[TD])[._])[A-Za-z0-9]{6}$/,
  // mktemp(1) and what is written after its manual.
  /^(tmp\.)[A-Za-z0-9]{6,10}$/,
  // SQLite's temporary files.
  /^(etilqs_)[A-Za-z0-9]{15,}$/,
];
/** What one of them could match. Hardly any name does, and this costs less than all of them. */
const LIKELY =
  /\.sb-|^(?:\.dat\.nosync|CFNetworkDownload_|NSIRD_|UpdateBrain-|com\.apple\.launchd\.|\.?PKInstallSandbox|\.BC\.|tmp\.|etilqs_)/;

export const drawnName: ComponentRule = {
  name: 'drawn-name',
  about: 'Temporary names whose maker is known by the prefix.',
  examples: [
    { from: '.dat.nosync04a3.XyZabc', to: '.dat.nosync{tmp}' },
    { from: 'Preflight.plist.sb-1a2b3c4d-AbCdEf', to: 'Preflight.plist.sb-{tmp}' },
    { from: 'CFNetworkDownload_AbC123.tmp', to: 'CFNetworkDownload_{tmp}.tmp' },
    { from: 'NSIRD_mobileassetd_7FPJhn', to: 'NSIRD_mobileassetd_{tmp}' },
    { from: '/tmp/UpdateBrain-4fQ2/AssetData', to: '/tmp/UpdateBrain-{tmp}/AssetData' },
    {
      from: '/private/tmp/com.apple.launchd.aBcDeFgHiJ/Listeners',
      to: '/tmp/com.apple.launchd.{tmp}/Listeners',
    },
    { from: 'PKInstallSandbox.OgkMhN', to: 'PKInstallSandbox.{tmp}' },
    { from: 'tmp.T38oSg', to: 'tmp.{tmp}' },
    { from: 'etilqs_0a1b2c3d4e5f6071', to: 'etilqs_{tmp}' },
    { from: 'com.apple.launchd.plist', to: 'com.apple.launchd.plist' },
  ],
  needs: TRAIT.token | TRAIT.suffix,
  apply: (name) =>
    LIKELY.test(name) ? MAKERS.reduce((text, pattern) => text.replace(pattern, '$1{tmp}'), name) : name,
};
