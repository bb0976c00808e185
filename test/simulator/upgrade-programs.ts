/**
 * The programs that take part in an upgrade. Which signing ids are real and which are guesses stands in `signingBasis`;
 * `evidence` says where path, role and parent come from. traces/README.md prints this table; a test keeps it in step.
 */
import {
  appleProgram,
  CONSOLE_USER,
  FLAGS,
  NSURLSESSIOND,
  SOFTWAREUPDATE,
  type Program,
  type ProgramFields,
} from './program.ts';

export const UPGRADE_PROGRAMS = [
  'launchd',
  'xpcproxy',
  'softwareupdated',
  'mobile-softwareupdated',
  'softwareupdate',
  'nsurlsessiond',
  'unzip-service',
  'extraction-service',
  'mobileassetd',
  'xpcroleaccountd',
  'brain',
  'suhelperd',
  'notification-manager',
  'commit-launcher',
  'deleted-helper',
  'cleanup-service',
  'cryptegraft-service',
  'firstrun-tasks',
  'installerdiagd',
  'mount_apfs',
  'umount',
  'bless',
  'sqlite3',
  'nrd-updated',
  'nrd-brain',
  'installer-springboard',
  'installer-assistant',
  'startosinstall',
  'osinstallersetupd',
  'osishelperd',
  'osisstashhelper',
] as const;
export type UpgradeProgram = (typeof UPGRADE_PROGRAMS)[number];

export interface KnownProgram {
  readonly program: Program;
  readonly evidence: string;
}

const PRIVATE = '/System/Library/PrivateFrameworks';
const UPDATE_APP = '/System/Library/CoreServices/Software Update.app/Contents/Resources';
const MSU = `${PRIVATE}/MobileSoftwareUpdate.framework`;
const BRAIN = 'com.apple.MobileSoftwareUpdate.UpdateBrainService';
const NRD_BRAIN = 'com.apple.NRD.UpdateBrainService';
const CLEANUP = 'com.apple.MobileSoftwareUpdate.CleanupPreparePathService';
const CRYPTEGRAFT = 'com.apple.MobileSoftwareUpdate.CryptegraftService';
const UNZIP = 'com.apple.StreamingUnzipService.privileged';

/** Replaced where the scenario knows the place: staging folder, installer app. */
export const STAGED = '/private/var/db/com.apple.xpc.roleaccountd.staging';

const known = (path: string, evidence: string, fields: ProgramFields = {}): KnownProgram => ({
  program: appleProgram(path, fields),
  evidence,
});

const service = (folder: string, name: string, evidence: string, fields: ProgramFields = {}): KnownProgram =>
  known(`${folder}/XPCServices/${name}.xpc/Contents/MacOS/${name}`, evidence, { label: name, ...fields });

/** `installer`: path of the `Install macOS ….app`; `osName`: `Tahoe`. */
export function upgradePrograms(
  installer: string,
  osName: string,
): Readonly<Record<UpgradeProgram, KnownProgram>> {
  const assistant = `com.apple.InstallAssistant.macOS${osName.replaceAll(' ', '')}`;
  const setup = `${installer}/Contents/Frameworks/OSInstallerSetup.framework/Resources`;
  const fromTarget: ProgramFields = { buildOf: 'target-system' };
  return {
    launchd: known('/sbin/launchd', 'real lines', {
      signingId: 'com.apple.xpc.launchd',
      signingBasis: 'verified',
    }),
    xpcproxy: known('/usr/libexec/xpcproxy', 'real lines', {
      signingId: 'com.apple.xpc.proxy',
      signingBasis: 'verified',
    }),
    softwareupdated: known(`${UPDATE_APP}/softwareupdated`, 'PS1 SUPER ODK: path, user, role', {
      account: SOFTWAREUPDATE,
      label: 'com.apple.softwareupdated',
    }),
    'mobile-softwareupdated': known(`${MSU}/Support/softwareupdated`, 'NUDGE A25G83 SUPER: path, role', {
      signingId: 'com.apple.mobile.softwareupdated',
      label: 'com.apple.mobile.softwareupdated',
    }),
    softwareupdate: known('/usr/sbin/softwareupdate', 'NUDGE SUPER MINI: path, arguments', {
      flags: FLAGS.tool,
    }),
    nsurlsessiond: known('/usr/libexec/nsurlsessiond', 'SEED JIN PS1: path, role', {
      account: NSURLSESSIOND,
      label: 'com.apple.nsurlsessiond',
    }),
    'unzip-service': service(
      `${PRIVATE}/StreamingZip.framework/Versions/A`,
      UNZIP,
      'SEED JIN NUDGE M27: path, role; user _nsurlsessiond (NUDGE); responsible process is a guess',
      { account: NSURLSESSIOND },
    ),
    'extraction-service': service(
      `${PRIVATE}/StreamingExtractor.framework/Versions/A`,
      'STExtractionService.privileged',
      'M27: path; its part in OS updates is a guess',
      { account: NSURLSESSIOND, label: 'com.apple.STExtractionService.privileged' },
    ),
    mobileassetd: known('/usr/libexec/mobileassetd', 'SEED JIN PS1: path, role', {
      label: 'com.apple.mobileassetd',
    }),
    xpcroleaccountd: known(
      '/usr/libexec/xpcroleaccountd',
      'PSROLE: path, argument -launchd; staging role inferred',
      {
        label: 'com.apple.xpcroleaccountd',
      },
    ),
    brain: known(`${STAGED}/${BRAIN}`, 'SEED JIN ODK NUDGE A25G83: signing id, launchd parent, root', {
      signingId: BRAIN,
      signingBasis: 'verified',
      label: BRAIN,
      flags: FLAGS.validated,
      ...fromTarget,
    }),
    suhelperd: known(`${UPDATE_APP}/suhelperd`, 'PS1 ODK: path, root', { label: 'com.apple.suhelperd' }),
    'notification-manager': known(
      `${PRIVATE}/SoftwareUpdate.framework/Versions/A/Resources/SoftwareUpdateNotificationManager.app/Contents/MacOS/SoftwareUpdateNotificationManager`,
      'SUPER: bundle id and label; the signing id follows the bundle id',
      { account: CONSOLE_USER, label: 'com.apple.SoftwareUpdateNotificationManager', flags: FLAGS.agent },
    ),
    'commit-launcher': known(
      `${UPDATE_APP}/SoftwareUpdateLauncher.app/Contents/MacOS/SoftwareUpdateLauncher`,
      'MINI: arguments; parent unknown, launchd assumed',
      { label: 'com.apple.SoftwareUpdateLauncher', flags: FLAGS.agent },
    ),
    'deleted-helper': known(
      `${PRIVATE}/CacheDelete.framework/deleted_helper`,
      'ODK: path; ECL4: purgeable space is asked for',
      { label: 'com.apple.deleted_helper' },
    ),
    'cleanup-service': service(`${MSU}/Versions/A`, CLEANUP, 'ODK A25G83 M27: path, what it deletes'),
    'cryptegraft-service': service(`${MSU}/Versions/A`, CRYPTEGRAFT, 'ODK M27: path, SplunkHistory'),
    'firstrun-tasks': known(
      `${UPDATE_APP}/softwareupdate_firstrun_tasks`,
      'SVC: label only; path and signing id are guesses',
      { label: 'com.apple.softwareupdate_firstrun_tasks' },
    ),
    installerdiagd: known(
      `${PRIVATE}/InstallerDiagnostics.framework/Versions/A/Resources/installerdiagd`,
      'ODK: path; resident on idle Macs too',
      { label: 'com.apple.installerdiagd' },
    ),
    mount_apfs: known('/sbin/mount_apfs', 'A25G83: permitted child of the brain; that it is one is a guess', {
      flags: FLAGS.tool,
    }),
    umount: known('/sbin/umount', 'A25G83: permitted child of the brain; that it is one is a guess', {
      flags: FLAGS.tool,
    }),
    bless: known('/usr/sbin/bless', 'A25G83 MACOPS: permitted child of the brain', { flags: FLAGS.tool }),
    sqlite3: known('/usr/bin/sqlite3', 'A25G83: permitted child of the brain; that it is one is a guess', {
      flags: FLAGS.tool,
    }),
    'nrd-updated': known('/usr/libexec/NRDUpdated', 'ODK: name and uid 200; the path is a guess', {
      account: SOFTWAREUPDATE,
      label: 'com.apple.NRDUpdated',
    }),
    'nrd-brain': known(`${STAGED}/${NRD_BRAIN}`, 'ODK PSROLE: signing id, staged path', {
      signingId: NRD_BRAIN,
      signingBasis: 'verified',
      label: NRD_BRAIN,
      flags: FLAGS.validated,
    }),
    'installer-springboard': known(
      `${installer}/Contents/MacOS/InstallAssistant_springboard`,
      'SEED DRDUH NUDGE LAC: prefix com.apple.InstallAssistant.; the OS name behind it is known for some releases',
      {
        signingId: assistant,
        signingBasis: 'reported',
        account: CONSOLE_USER,
        flags: FLAGS.agent,
        ...fromTarget,
      },
    ),
    'installer-assistant': known(
      `${installer}/Contents/MacOS/InstallAssistant`,
      'SEED: name; signing id and parent are guesses',
      { signingId: assistant, account: CONSOLE_USER, flags: FLAGS.agent, ...fromTarget },
    ),
    startosinstall: known(`${installer}/Contents/Resources/startosinstall`, 'MUNKI MACOPS SUPER: arguments', {
      flags: FLAGS.tool,
      ...fromTarget,
    }),
    osinstallersetupd: known(
      `${setup}/osinstallersetupd`,
      'SEED SECF LAC: signing id, platform; JAMF-style label',
      {
        signingId: 'com.apple.installer.osinstallersetupd',
        signingBasis: 'verified',
        label: 'com.apple.install.osinstallersetupd',
        ...fromTarget,
      },
    ),
    osishelperd: known(`${setup}/osishelperd`, 'LAC MACOPS: signing id, one pid after osinstallersetupd', {
      signingId: 'com.apple.installer.osishelperd',
      signingBasis: 'reported',
      label: 'com.apple.install.osishelperd',
      ...fromTarget,
    }),
    osisstashhelper: known(`${setup}/osisstashhelper`, 'SEED LAC: signing id; path and role inferred', {
      signingId: 'com.apple.installer.osisstashhelper',
      signingBasis: 'reported',
      label: 'com.apple.install.osisstashhelper',
      ...fromTarget,
    }),
  };
}
