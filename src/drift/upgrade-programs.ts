/**
 * The programs known to take part in an upgrade, from public sources; nothing here was measured on a Mac of ours. `identity` says how sure
 * the signing id is: shown by codesign or Apple code (`verified`), by one source (`reported`), or only likely (`guess`). A program is matched
 * by its signing id or by its path, so that a re-signed or a moved one is still recognised.
 *
 * `whole`: it runs for nothing but upgrades, so all it does belongs to one. `shared`: it also works in the background, so only what it does in
 * upgrade locations, or only ever during upgrades, counts.
 */
export interface UpgradeProgram {
  readonly name: UpgradeProgramName;
  readonly signingIds: readonly string[];
  readonly paths: readonly string[];
  readonly identity: 'verified' | 'reported' | 'guess';
  readonly part: 'whole' | 'shared';
  readonly role: string;
}

export type UpgradeProgramName =
  | 'brain'
  | 'softwareupdated'
  | 'mobile-softwareupdated'
  | 'softwareupdate'
  | 'nsurlsessiond'
  | 'streaming-unzip'
  | 'streaming-extraction'
  | 'mobileassetd'
  | 'roleaccountd'
  | 'cleanup-prepare'
  | 'cryptegraft'
  | 'cryptexd'
  | 'suhelperd'
  | 'update-notifier'
  | 'update-launcher'
  | 'firstrun-tasks'
  | 'early-boot-task'
  | 'mdmclient'
  | 'deleted-helper'
  | 'bosreporter'
  | 'installer-diagnostics'
  | 'installcoordinationd'
  | 'install-assistant'
  | 'startosinstall'
  | 'osinstallersetupd'
  | 'osishelperd'
  | 'osisstashhelper'
  | 'installd';

const SOFTWARE_UPDATE_APP = '/System/Library/CoreServices/Software Update.app/Contents/Resources';
const MOBILE_SOFTWARE_UPDATE = '/System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework';
const INSTALLER_SETUP = '*/OSInstallerSetup.framework/*';

export const UPGRADE_PROGRAMS: readonly UpgradeProgram[] = [
  program('brain', 'whole', 'verified', 'update brain: preflight, prepare, apply', {
    ids: ['com.apple.MobileSoftwareUpdate.UpdateBrainService'],
    paths: ['*/com.apple.MobileSoftwareUpdate.UpdateBrainService'],
  }),
  program('softwareupdated', 'shared', 'guess', 'state machine of software update', {
    ids: ['com.apple.softwareupdated'],
    paths: [`${SOFTWARE_UPDATE_APP}/softwareupdated`],
  }),
  program('mobile-softwareupdated', 'shared', 'guess', 'loads the brain, reports after the restart', {
    ids: ['com.apple.mobile.softwareupdated'],
    paths: [`${MOBILE_SOFTWARE_UPDATE}/*/softwareupdated`],
  }),
  program('softwareupdate', 'shared', 'guess', 'command line request', {
    ids: ['com.apple.softwareupdate'],
    paths: ['/usr/sbin/softwareupdate', '/usr/bin/softwareupdate'],
  }),
  program('nsurlsessiond', 'shared', 'guess', 'downloads', {
    ids: ['com.apple.nsurlsessiond'],
    paths: ['/usr/libexec/nsurlsessiond'],
  }),
  program('streaming-unzip', 'shared', 'guess', 'unpacks while downloading', {
    ids: ['com.apple.StreamingUnzipService', 'com.apple.StreamingUnzipService.privileged'],
    paths: ['*/com.apple.StreamingUnzipService', '*/com.apple.StreamingUnzipService.privileged'],
  }),
  program('streaming-extraction', 'shared', 'guess', 'extracts while downloading', {
    ids: ['com.apple.STExtractionService', 'com.apple.STExtractionService.privileged'],
    paths: ['*/STExtractionService', '*/STExtractionService.privileged'],
  }),
  program('mobileassetd', 'shared', 'guess', 'moves verified assets into place', {
    ids: ['com.apple.mobileassetd'],
    paths: ['/usr/libexec/mobileassetd'],
  }),
  program('roleaccountd', 'shared', 'guess', 'stages the brain', {
    ids: ['com.apple.xpcroleaccountd'],
    paths: ['/usr/libexec/xpcroleaccountd'],
  }),
  program('cleanup-prepare', 'shared', 'guess', 'cleans up after a prepare', {
    ids: ['com.apple.MobileSoftwareUpdate.CleanupPreparePathService'],
    paths: ['*/com.apple.MobileSoftwareUpdate.CleanupPreparePathService'],
  }),
  program('cryptegraft', 'shared', 'guess', 'grafts cryptexes', {
    ids: ['com.apple.MobileSoftwareUpdate.CryptegraftService', 'com.apple.cryptegraft'],
    paths: ['*/com.apple.MobileSoftwareUpdate.CryptegraftService', `${MOBILE_SOFTWARE_UPDATE}/*/cryptegraft`],
  }),
  program('cryptexd', 'shared', 'guess', 'mounts cryptexes', {
    ids: ['com.apple.cryptexd'],
    paths: ['/usr/libexec/cryptexd'],
  }),
  program('suhelperd', 'shared', 'guess', 'privileged helper of software update', {
    ids: ['com.apple.suhelperd'],
    paths: [`${SOFTWARE_UPDATE_APP}/suhelperd`],
  }),
  program('update-notifier', 'shared', 'guess', 'offers and countdown', {
    ids: ['com.apple.SoftwareUpdateNotificationManager'],
    paths: ['*/SoftwareUpdateNotificationManager', '*/softwareupdate_notify_agent'],
  }),
  program('update-launcher', 'whole', 'guess', 'commits and restarts', {
    ids: ['com.apple.SoftwareUpdateLauncher'],
    paths: ['*/SoftwareUpdateLauncher'],
  }),
  program('firstrun-tasks', 'whole', 'guess', 'first boot after an upgrade', {
    ids: ['com.apple.softwareupdate_firstrun_tasks'],
    paths: ['*softwareupdate_firstrun_tasks*'],
  }),
  program('early-boot-task', 'whole', 'guess', 'early boot after an update', {
    ids: [],
    paths: ['/usr/libexec/MSUEarlyBootTask'],
  }),
  program('mdmclient', 'shared', 'guess', 'request by management', {
    ids: ['com.apple.mdmclient'],
    paths: ['/usr/libexec/mdmclient'],
  }),
  program('deleted-helper', 'shared', 'guess', 'frees space for a prepare', {
    ids: [],
    paths: ['/System/Library/PrivateFrameworks/CacheDelete.framework/deleted_helper'],
  }),
  program('bosreporter', 'shared', 'guess', 'reports bridgeOS updates', {
    ids: ['com.apple.bosreporter'],
    paths: ['*/BridgeOSInstallReporting.framework/*/bosreporter'],
  }),
  program('installer-diagnostics', 'shared', 'guess', 'diagnostics of installations', {
    ids: [],
    paths: ['*/InstallerDiagnostics.framework/*/installerdiag*'],
  }),
  program('installcoordinationd', 'shared', 'guess', 'coordinates installations', {
    ids: [],
    paths: ['*/InstallCoordination.framework/Support/installcoordinationd'],
  }),
  program('install-assistant', 'whole', 'verified', 'the installer app', {
    ids: ['com.apple.InstallAssistant.*'],
    paths: ['*/Install macOS*.app/Contents/MacOS/InstallAssistant*'],
  }),
  program('startosinstall', 'whole', 'guess', 'unattended start of the installer', {
    ids: ['com.apple.startosinstall'],
    paths: ['*/Install macOS*.app/Contents/Resources/startosinstall'],
  }),
  program('osinstallersetupd', 'whole', 'verified', 'setup engine of the installer', {
    ids: ['com.apple.installer.osinstallersetupd'],
    paths: [`${INSTALLER_SETUP}osinstallersetupd`, `${INSTALLER_SETUP}osinstallersetupplaind`],
  }),
  program('osishelperd', 'whole', 'reported', 'privileged helper of the installer', {
    ids: ['com.apple.installer.osishelperd', 'com.apple.installer.osishelperd-intel'],
    paths: [`${INSTALLER_SETUP}osishelperd`, `${INSTALLER_SETUP}osishelperd_intel`],
  }),
  program('osisstashhelper', 'whole', 'reported', 'stashes the login for the restart', {
    ids: ['com.apple.installer.osisstashhelper'],
    paths: [`${INSTALLER_SETUP}osisstashhelper`],
  }),
  program('installd', 'shared', 'guess', 'installs packages, the installer app among them', {
    ids: ['com.apple.installd', 'com.apple.system_installd'],
    paths: ['*/PackageKit.framework/*/installd', '*/PackageKit.framework/*/system_installd'],
  }),
];

/**
 * Programs that never take part, whatever they touch: they start, watch or index everything. The recovery brain and its updater are the known
 * false friends: they run for periodic scans, without an upgrade; createinstallmedia writes media for other Macs.
 */
export const NEVER_PART = {
  signingIds: ['com.apple.NRD.UpdateBrainService', 'com.apple.NRDUpdated', 'com.apple.eslogger'],
  baseNames: [
    ...['launchd', 'xpcproxy', 'kernel_task', 'sudo', 'su', 'login', 'env', 'sshd', 'sshd-session'],
    ...['sh', 'bash', 'zsh', 'dash', 'ksh', 'tcsh', 'csh', 'fish'],
    ...['mds', 'mds_stores', 'mdworker', 'mdworker_shared', 'mdsync', 'mdbulkimport'],
    ...['logd', 'logd_helper', 'syslogd', 'eslogger', 'fseventsd', 'revisiond'],
    ...['NRDUpdated', 'com.apple.NRD.UpdateBrainService', 'createinstallmedia'],
  ],
} as const;

function program(
  name: UpgradeProgramName,
  part: UpgradeProgram['part'],
  identity: UpgradeProgram['identity'],
  role: string,
  match: { readonly ids: readonly string[]; readonly paths: readonly string[] },
): UpgradeProgram {
  return { name, part, identity, role, signingIds: match.ids, paths: match.paths };
}
