/** Programs that come, go, move, or change what they are. Names of new programs and folders are made up on purpose. */
import { CS, appleProgram, type Program } from '../program.ts';
import type { Extra } from '../tweaks.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { about, adding, editing, variant, type Injection, type Variant } from './variant.ts';

const gone = (id: UpgradeProgram): Variant => variant(id, { absent: new Set([id]) }, about(id));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const resigned =
  (signingId: string) =>
  (program: Program): Program => ({ ...program, signingId });
const adhoc = (program: Program): Program => ({ ...program, authority: { kind: 'adhoc' } });
const byVendor = (program: Program): Program => ({
  ...program,
  authority: { kind: 'team', team: 'QX7Z4M2K9L' },
});
const without =
  (flag: number) =>
  (program: Program): Program => ({ ...program, flags: (program.flags & ~flag) >>> 0 });
const movedTo =
  (folder: string) =>
  (program: Program): Program => ({ ...program, path: `${folder}/${nameOf(program.path)}` });
const called =
  (name: string, signingId?: string) =>
  (program: Program): Program => ({
    ...program,
    path: `${folderOf(program.path)}/${name}`,
    ...(signingId === undefined ? {} : { signingId }),
  });

const ATTEST = appleProgram('/usr/libexec/updateattestd', { label: 'com.apple.updateattestd' });
const SEALER = appleProgram(
  '/System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework/Versions/A/XPCServices/com.apple.MobileSoftwareUpdate.SealService.xpc/Contents/MacOS/com.apple.MobileSoftwareUpdate.SealService',
  { label: 'com.apple.MobileSoftwareUpdate.SealService' },
);
const runs = (after: string, parent: UpgradeProgram, program: Program, file?: string): Extra => ({
  after,
  do: 'run',
  parent,
  program,
  args: ['--once'],
  ...(file === undefined ? {} : { file }),
});

export const PROGRAM_INJECTIONS: readonly Injection[] = [
  {
    name: 'program-gone',
    variants: [
      gone('suhelperd'),
      gone('cleanup-service'),
      gone('bless'),
      gone('notification-manager'),
      gone('firstrun-tasks'),
      gone('umount'),
      gone('osisstashhelper'),
    ],
  },
  {
    name: 'program-new-child',
    variants: [
      adding('child of the brain', 'updateattestd', runs('prepare', 'brain', ATTEST)),
      adding(
        'child of the brain, with a file',
        'updateattestd',
        runs('preflight', 'brain', ATTEST, '/System/Volumes/Update/attest.db'),
      ),
    ],
  },
  {
    name: 'program-new-job',
    variants: [
      adding('job of launchd', 'updateattestd', runs('prepare', 'launchd', ATTEST)),
      adding(
        'service that works on the Update volume',
        'SealService',
        runs('prepare', 'launchd', SEALER, '/System/Volumes/Update/seal.plist'),
      ),
    ],
  },
  {
    name: 'program-new-at-first-boot',
    variants: [
      adding('job of launchd at the first boot', 'SealService', runs('first-run tasks', 'launchd', SEALER)),
    ],
  },
  {
    name: 'program-resigned',
    variants: [
      editing('bless', resigned('com.apple.bootpolicy.bless')),
      editing('suhelperd', resigned('com.apple.suhelper'), undefined, 'com.apple.suhelper'),
      editing('cleanup-service', resigned('com.apple.MSU.Cleanup'), undefined, 'com.apple.MSU.Cleanup'),
      editing(
        'osinstallersetupd',
        resigned('com.apple.install.setupd'),
        undefined,
        'com.apple.install.setupd',
      ),
    ],
  },
  {
    name: 'brain-resigned',
    variants: [
      editing(
        'brain',
        resigned('com.apple.MobileSoftwareUpdate.UpdateEngineService'),
        undefined,
        'UpdateEngineService',
      ),
    ],
  },
  {
    name: 'platform-lost',
    variants: [editing('suhelperd', adhoc), editing('bless', adhoc), editing('mount_apfs', adhoc)],
  },
  {
    name: 'signed-by-vendor',
    variants: [editing('bless', byVendor), editing('cleanup-service', byVendor)],
  },
  {
    name: 'program-moved',
    variants: [
      editing('suhelperd', movedTo('/usr/libexec')),
      editing(
        'cleanup-service',
        movedTo('/System/Library/PrivateFrameworks/SoftwareUpdateCore.framework/Support'),
      ),
      editing('brain', movedTo('/private/var/db/com.apple.updatebrain')),
      editing('osishelperd', movedTo('/Library/PrivilegedHelperTools')),
    ],
  },
  {
    name: 'executable-renamed',
    variants: [
      editing('suhelperd', called('suhelperd2')),
      editing('firstrun-tasks', called('softwareupdate_postinstall_tasks')),
    ],
  },
  {
    name: 'renamed-and-resigned',
    variants: [
      editing(
        'firstrun-tasks',
        called('softwareupdate_postinstall', 'com.apple.softwareupdate_postinstall'),
        undefined,
        'softwareupdate_postinstall',
      ),
      editing(
        'commit-launcher',
        called('SoftwareUpdateCommitter', 'com.apple.SoftwareUpdateCommitter'),
        undefined,
        'SoftwareUpdateCommitter',
      ),
    ],
  },
  {
    name: 'hardened-runtime-lost',
    variants: [
      editing('suhelperd', without(CS.runtime)),
      editing('brain', without(CS.runtime)),
      editing('bless', without(CS.runtime)),
    ],
  },
  {
    name: 'library-validation-lost',
    variants: [editing('brain', without(CS.requireLibraryValidation))],
  },
  {
    name: 'restriction-lost',
    variants: [editing('mount_apfs', without(CS.restrict)), editing('cleanup-service', without(CS.restrict))],
  },
  {
    name: 'parent-changed',
    variants: [
      variant(
        'bless from mobileassetd',
        { parentOf: (id) => (id === 'bless' ? 'mobileassetd' : undefined) },
        { word: 'bless' },
      ),
      variant(
        'SoftwareUpdateLauncher from softwareupdated',
        { parentOf: (id) => (id === 'commit-launcher' ? 'softwareupdated' : undefined) },
        { word: 'SoftwareUpdateLauncher' },
      ),
      variant(
        'cleanup service from softwareupdated',
        { parentOf: (id) => (id === 'cleanup-service' ? 'mobile-softwareupdated' : undefined) },
        { word: 'CleanupPreparePathService' },
      ),
      variant(
        'umount from launchd',
        { parentOf: (id) => (id === 'umount' ? 'launchd' : undefined) },
        { word: 'umount' },
      ),
    ],
  },
  {
    name: 'through-a-shell',
    variants: [
      variant('bless', { throughShell: new Set<UpgradeProgram>(['bless']) }),
      variant('umount', { throughShell: new Set<UpgradeProgram>(['umount']) }),
    ],
  },
  {
    name: 'responsible-changed',
    variants: [
      variant(
        'the unzip service answers to mobileassetd',
        { responsibleFor: (id) => (id === 'unzip-service' ? 'mobileassetd' : undefined) },
        { word: 'StreamingUnzipService' },
      ),
      variant(
        'the cleanup service answers to mobileassetd',
        { responsibleFor: (id) => (id === 'cleanup-service' ? 'mobileassetd' : undefined) },
        { word: 'CleanupPreparePathService' },
      ),
    ],
  },
  {
    name: 'launch-new',
    variants: [
      adding('the brain runs plutil', 'plutil', {
        ...runs('prepare', 'brain', appleProgram('/usr/bin/plutil')),
      }),
      adding('the brain runs ioreg', 'ioreg', runs('preflight', 'brain', appleProgram('/usr/sbin/ioreg'))),
    ],
  },
];
