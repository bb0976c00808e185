/** Which facts a signal looks at: what a finding says to affect must be so, and what it does not say must not. */
import { describe, expect, it } from 'vitest';
import { SignalMatch } from '../../src/drift/rules/signal-match.ts';
import { makeSide } from '../../src/drift/side.ts';
import type { Fact, FactKind } from '../../src/model/facts.ts';
import type { Signal } from '../../src/model/rules.ts';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { signal } from '../detection/rule-sets.ts';
import { ASSETD, BRAIN, OTA, profile } from './story.ts';

const side = makeSide('before', profile('run', OTA));
const fact = (kind: FactKind, ...key: readonly string[]): Fact => ({ kind, key, counts: [1], firstMs: [0] });
const builtIn = (id: string): Signal => {
  const found = BUILT_IN_RULES.signals.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const shows = (asked: Signal, ...key: readonly [FactKind, ...string[]]): boolean =>
  new SignalMatch(side, [asked]).of(fact(...key)).has(asked);

const BRAIN_ASSET =
  '/System/Library/AssetsV2/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain/{hash}.asset';
const ASSETS = '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate';

describe('a signal on files', () => {
  it.each<[boolean, string, readonly [FactKind, ...string[]]]>([
    [true, 'update-asset-moved', ['file', ASSETD, 'rename', `${ASSETS}/{hash}.asset/AssetData/part0`]],
    [false, 'update-asset-moved', ['file', ASSETD, 'unlink', `${ASSETS}/{hash}.asset/AssetData/part0`]],
    [
      false,
      'update-asset-moved',
      ['file', ASSETD, 'rename', '/System/Library/AssetsV2/com_apple_Font7/{hash}.asset'],
    ],
    [false, 'update-asset-moved', ['file', BRAIN, 'rename', `${ASSETS}/{hash}.asset`]],
    // Where from says nothing of where to.
    [false, 'update-asset-moved', ['file', ASSETD, 'rename-from', `${ASSETS}/{hash}.asset`]],
    [true, 'update-plist-written', ['file', BRAIN, 'create', '/System/Volumes/Update/Update.plist']],
    [true, 'update-plist-written', ['file', BRAIN, 'create', '/System/Volumes/Update/{any}']],
    [false, 'update-plist-written', ['file', BRAIN, 'create', '/{below}']],
    [false, 'update-plist-written', ['file', BRAIN, 'create', '/System/Volumes/Update/Preflight.plist']],
    [true, 'new-system-written', ['file', BRAIN, 'create', '/System/Volumes/Update/mnt1/{any}/{below}']],
    [true, 'brain-staged', ['file', 'platform:com.apple.xpcroleaccountd', 'clone-from', `${BRAIN_ASSET}/x`]],
    [false, 'brain-staged', ['file', 'platform:com.apple.xpcroleaccountd', 'clone', '/var/db/x/NRD']],
    [true, 'new-system-mounted', ['event', 'platform:any', 'mount', '/System/Volumes/Update/mnt1']],
    [false, 'new-system-mounted', ['event', 'platform:any', 'unmount', '/System/Volumes/Update/mnt1']],
  ])('%s: %s', (expected, id, key) => {
    expect(shows(builtIn(id), ...key)).toBe(expected);
  });
});

describe('a signal on a program', () => {
  it.each<[boolean, string, readonly [FactKind, ...string[]]]>([
    [true, 'brain-runs', ['program', BRAIN]],
    [true, 'brain-acts', ['program', BRAIN]],
    [true, 'brain-blesses', ['program', BRAIN]],
    [true, 'update-asset-moved', ['program', ASSETD]],
    [false, 'brain-runs', ['program', 'adhoc:{tmp}-{hash}']],
    [false, 'brain-runs', ['program', ASSETD]],
    // At work is about the program, not about each thing it does.
    [false, 'brain-acts', ['file', BRAIN, 'create', '/x/y/z']],
    [true, 'brain-blesses', ['launch', BRAIN, 'platform:com.apple.bless']],
    [false, 'brain-runs', ['launch', 'platform:com.apple.xpc.launchd', BRAIN]],
    [
      true,
      'commit-launcher-runs',
      ['arguments', 'platform:com.apple.SoftwareUpdateLauncher', '["x","-RootInstallMode"]'],
    ],
    [
      false,
      'commit-launcher-runs',
      ['arguments', 'platform:com.apple.SoftwareUpdateLauncher', '["x","-SkipConfirm"]'],
    ],
    [
      true,
      'brain-asset-unpacked',
      ['handoff', 'platform:com.apple.nsurlsessiond', ASSETD, `${BRAIN_ASSET}/{hash}.asset`],
    ],
    [
      false,
      'brain-asset-unpacked',
      ['handoff', 'platform:com.apple.other', 'platform:com.apple.other2', '/x'],
    ],
    [false, 'brain-runs', ['shape', 'exec', '10', 'args', 'array']],
  ])('%s: %s', (expected, id, key) => {
    expect(shows(builtIn(id), ...key)).toBe(expected);
  });

  it.each([
    [true, { 'exec.signing_id': { in: ['com.apple.mobileassetd', 'x'] } }],
    [
      false,
      { 'exec.signing_id': { equals: 'com.apple.mobileassetd' }, 'exec.platform': { equals: 'false' } },
    ],
    [false, { 'exec.signing_id': { prefix: 'com.apple.', not: { prefix: 'com.apple.mobile' } } }],
    [true, { 'exec.path': { equals: '/usr/libexec/mobileassetd' }, 'exec.uid': { equals: '0' } }],
    [false, { 'exec.uid': { equals: '0' } }],
    [true, { 'exec.team_id': { absent: true }, 'exec.name': { glob: 'mobile*' } }],
  ])('%s: %j', (expected, where) => {
    const asked = signal('x', { where });
    expect(new SignalMatch(side, [asked]).of(fact('program', ASSETD)).has(asked)).toBe(expected);
  });
});
