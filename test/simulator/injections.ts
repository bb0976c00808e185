/**
 * One change at a time, put into an otherwise usual run: what a comparison must find (and, for the last four, must not mistake).
 * Names of new programs, files and folders are made up on purpose.
 */
import { CS, appleProgram, type Program } from './program.ts';
import { NO_TWEAKS, type Tweaks } from './tweaks.ts';
import type { UpgradeProgram } from './upgrade-programs.ts';

export interface Variant {
  readonly note: string;
  readonly tweaks: Tweaks;
}

export interface Injection {
  readonly name: string;
  readonly variants: readonly [Variant, ...Variant[]];
}

const variant = (note: string, tweaks: Partial<Tweaks>): Variant => ({
  note,
  tweaks: { ...NO_TWEAKS, ...tweaks },
});

const editing = (note: string, id: UpgradeProgram, change: (program: Program) => Program): Variant =>
  variant(note, { edit: (other, program) => (other === id ? change(program) : program) });

const withArguments = (note: string, id: UpgradeProgram, args: readonly string[]): Variant =>
  variant(note, { extraArguments: (other) => (other === id ? args : []) });

const gone = (id: UpgradeProgram): Variant => variant(id, { absent: new Set([id]) });
const lost = (id: UpgradeProgram): Variant => variant(id, { lost: new Set([id]) });
const unsigned = (program: Program): Program => ({ ...program, authority: { kind: 'adhoc' } });
const withoutRuntime = (program: Program): Program => ({
  ...program,
  flags: (program.flags & ~CS.runtime) >>> 0,
});
const rebuilt = (program: Program): Program => ({ ...program, hashSalt: 'rebuilt' });
const movedTo =
  (folder: string) =>
  (program: Program): Program => ({
    ...program,
    path: `${folder}/${program.path.slice(program.path.lastIndexOf('/') + 1)}`,
  });

const NEW_SERVICE = appleProgram('/usr/libexec/updateattestd', { label: 'com.apple.updateattestd' });

export const INJECTIONS: readonly Injection[] = [
  {
    name: 'program-gone',
    variants: [
      gone('suhelperd'),
      gone('cleanup-service'),
      gone('bless'),
      gone('notification-manager'),
      gone('firstrun-tasks'),
    ],
  },
  {
    name: 'program-new',
    variants: [
      variant('child of the brain', {
        newProgram: { program: NEW_SERVICE, parent: 'brain', args: ['--once'] },
      }),
      variant('job of launchd', { newProgram: { program: NEW_SERVICE, parent: 'launchd', args: [] } }),
    ],
  },
  {
    name: 'program-resigned',
    variants: [
      editing('bless', 'bless', (program) => ({ ...program, signingId: 'com.apple.bootpolicy.bless' })),
      editing('suhelperd', 'suhelperd', (program) => ({ ...program, signingId: 'com.apple.suhelper' })),
      editing('cleanup-service', 'cleanup-service', (program) => ({
        ...program,
        signingId: 'com.apple.MSU.Cleanup',
      })),
    ],
  },
  {
    name: 'platform-lost',
    variants: [
      editing('suhelperd', 'suhelperd', unsigned),
      editing('bless', 'bless', unsigned),
      editing('mount_apfs', 'mount_apfs', unsigned),
    ],
  },
  {
    name: 'program-moved',
    variants: [
      editing('suhelperd', 'suhelperd', movedTo('/usr/libexec')),
      editing(
        'cleanup-service',
        'cleanup-service',
        movedTo('/System/Library/PrivateFrameworks/SoftwareUpdateCore.framework/Support'),
      ),
      editing('brain', 'brain', movedTo('/private/var/db/com.apple.updatebrain')),
    ],
  },
  {
    name: 'parent-changed',
    variants: [
      variant('bless from mobileassetd', { blessParent: 'mobileassetd' }),
      variant('SoftwareUpdateLauncher from softwareupdated', { commitParent: 'softwareupdated' }),
    ],
  },
  {
    name: 'asset-folder-moved',
    variants: [
      variant('MacSoftwareUpdate', {
        assetFolder: (folder) =>
          folder.endsWith('_MacSoftwareUpdate')
            ? folder.replace('MacSoftwareUpdate', 'MacSystemUpdate')
            : folder,
      }),
      variant('AssetsV2', { assetFolder: (folder) => folder.replace('AssetsV2', 'AssetsV3') }),
    ],
  },
  {
    name: 'argument-new',
    variants: [
      withArguments('bless', 'bless', ['--personalize']),
      withArguments('mount_apfs', 'mount_apfs', ['--snapshot']),
      withArguments('suhelperd', 'suhelperd', ['-oneshot']),
      withArguments('softwareupdate', 'softwareupdate', ['--defer-commit']),
    ],
  },
  {
    name: 'order-swapped',
    variants: [
      variant('brain asset after the download', { order: 'download, brain-asset, brain-runs' }),
      variant('brain runs before the download', { order: 'brain-runs, download' }),
    ],
  },
  {
    name: 'mount-missing',
    variants: [variant('/System/Volumes/Update/mnt1', { mountsUpdateVolume: false })],
  },
  {
    name: 'hardened-runtime-lost',
    variants: [
      editing('suhelperd', 'suhelperd', withoutRuntime),
      editing('brain', 'brain', withoutRuntime),
      editing('bless', 'bless', withoutRuntime),
    ],
  },
  {
    name: 'file-new',
    variants: [
      variant('brain', { newFile: { by: 'brain', path: '/System/Volumes/Update/Attestation.plist' } }),
      variant('mobileassetd', {
        newFile: { by: 'mobileassetd', path: '/System/Library/AssetsV2/manifest.bom' },
      }),
      variant('softwareupdated', {
        newFile: { by: 'softwareupdated', path: '/Library/Updates/Attestation.plist' },
      }),
    ],
  },
  { name: 'files-twelvefold', variants: [variant('downloaded parts and patched files', { fileFactor: 12 })] },
  {
    name: 'exec-key-new',
    variants: [
      variant('text', { execKeys: { launch_reason: 'on-demand' } }),
      variant('object', { execKeys: { provenance: { rule: 7 } } }),
    ],
  },
  {
    name: 'cdhash-only',
    variants: [
      editing('suhelperd', 'suhelperd', rebuilt),
      editing('brain', 'brain', rebuilt),
      editing('bless', 'bless', rebuilt),
    ],
  },
  {
    name: 'lines-lost',
    variants: [lost('suhelperd'), lost('bless'), lost('cleanup-service'), lost('notification-manager')],
  },
  {
    name: 'type-unrecorded',
    variants: [
      variant('mount', { unsubscribed: new Set(['mount', 'unmount']) }),
      variant('rename', { unsubscribed: new Set(['rename']) }),
      variant('clone', { unsubscribed: new Set(['clone']) }),
    ],
  },
];

/** `name` or `name:variant`. */
export function findInjection(text: string): Variant {
  const [name, number] = text.split(':');
  const injection = INJECTIONS.find((candidate) => candidate.name === name);
  const found = injection?.variants[Number(number ?? '0')];
  if (found === undefined) throw new Error(`Unknown injection ${text}; see --list`);
  return found;
}
