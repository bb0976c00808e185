/**
 * What runs on a Mac beside an upgrade. Paths and names of Apple's programs as public process lists show them, their signing ids
 * guessed from the names (real lines: wdutil, localizationswitcherd, distnoted, prngseedd, ipconfig, bash, mv, rm).
 * Other vendors are invented.
 */
import { appleProgram, CONSOLE_USER, FLAGS, SPOTLIGHT, vendorProgram, type Program } from '../program.ts';
import type { Random } from '../random.ts';

const FRAMEWORKS = '/System/Library/Frameworks';
const PRIVATE = '/System/Library/PrivateFrameworks';
const CORE = '/System/Library/CoreServices';

const daemon = (path: string): Program => appleProgram(path, { label: labelOf(path) });
const agent = (path: string): Program =>
  appleProgram(path, { label: labelOf(path), account: CONSOLE_USER, flags: FLAGS.agent });
const xpc = (folder: string, name: string): Program =>
  agent(`${folder}/Versions/A/XPCServices/${name}.xpc/Contents/MacOS/${name}`);
const tool = (path: string): Program => appleProgram(path, { flags: FLAGS.tool, account: CONSOLE_USER });

function labelOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('com.apple.') ? name : `com.apple.${name}`;
}

// prettier-ignore
/** Started on demand, gone after a while. */
export const DAEMONS: readonly Program[] = [
  '/usr/libexec/sysmond', '/usr/libexec/rtcreportingd', '/usr/sbin/spindump', '/usr/libexec/nehelper', '/usr/libexec/symptomsd-diag',
  '/usr/libexec/microstackshot', '/usr/libexec/dirhelper', '/usr/libexec/logd_reporter', '/usr/libexec/periodic-wrapper',
  '/usr/libexec/wifianalyticsd', '/usr/libexec/tzd', '/usr/libexec/prngseedd', '/usr/libexec/griddatad', '/usr/libexec/nfcd',
  '/usr/libexec/securityd_service', '/usr/libexec/containermanagerd', '/usr/libexec/PerfPowerServices', '/usr/libexec/seld',
  '/usr/libexec/endpointsecurityd', '/usr/libexec/ApplicationFirewall/socketfilterfw', '/usr/libexec/AssetCache/AssetCacheTetheratorService',
  `${PRIVATE}/CoreSymbolication.framework/coresymbolicationd`, `${PRIVATE}/SystemAdministration.framework/Resources/UpdateSettingsTool`,
  `${CORE}/ReportCrash`, `${CORE}/backupd.bundle/Contents/Resources/backupd-helper`, `${CORE}/XProtect.app/Contents/MacOS/XProtect`,
].map(daemon);

// prettier-ignore
export const AGENTS: readonly Program[] = [
  '/usr/libexec/routined', '/usr/libexec/suggestd', '/usr/libexec/siriknowledged', '/usr/libexec/proactived', '/usr/libexec/knowledge-agent',
  '/usr/libexec/remindd', '/usr/libexec/studentd', '/usr/libexec/askpermissiond', '/usr/libexec/swcd', '/usr/libexec/promotedcontentd',
  '/usr/libexec/translationd', '/usr/sbin/distnoted', '/usr/sbin/spindump_agent', `${PRIVATE}/IntlPreferences.framework/Support/localizationswitcherd`,
  `${PRIVATE}/FamilyCircle.framework/Resources/familycircled`, `${PRIVATE}/AppleMediaServices.framework/Resources/amsaccountsd`,
  `${PRIVATE}/CloudPhotoServices.framework/Versions/Current/Frameworks/CloudPhotosConfigurationXPC.framework/cloudphotod`,
  `${PRIVATE}/TextInput.framework/Support/TextInputSwitcher`, `${PRIVATE}/HelpData.framework/Versions/A/Resources/helpd`,
  `${CORE}/iconservicesagent`, `${CORE}/UserNotificationCenter.app/Contents/MacOS/UserNotificationCenter`,
  `${CORE}/Siri.app/Contents/MacOS/SiriNCService`, `${CORE}/diagnostics_agent`,
].map(agent);

/** They answer to the app that asked. */
export const XPC_SERVICES: readonly Program[] = [
  xpc(`${FRAMEWORKS}/Metal.framework`, 'MTLCompilerService'),
  xpc(`${FRAMEWORKS}/AudioToolbox.framework`, 'com.apple.audio.SandboxHelper'),
  xpc(`${FRAMEWORKS}/AppKit.framework`, 'com.apple.appkit.xpc.openAndSavePanelService'),
  xpc(`${FRAMEWORKS}/Quartz.framework`, 'QuickLookUIService'),
  xpc(`${FRAMEWORKS}/VideoToolbox.framework`, 'VTDecoderXPCService'),
  xpc(`${FRAMEWORKS}/WebKit.framework`, 'com.apple.WebKit.WebContent'),
  xpc(`${FRAMEWORKS}/WebKit.framework`, 'com.apple.WebKit.Networking'),
  xpc(`${FRAMEWORKS}/ExtensionFoundation.framework`, 'extensionkitservice'),
  xpc(`${FRAMEWORKS}/ColorSync.framework`, 'com.apple.ColorSyncXPCAgent'),
  xpc(`${PRIVATE}/GeoServices.framework`, 'com.apple.geod'),
  xpc(`${PRIVATE}/FilePathCheck.framework`, 'FPCKService'),
  xpc(`${PRIVATE}/CoreServicesUIAgent.framework`, 'ContextService'),
];

export const MDWORKER = appleProgram(
  `${FRAMEWORKS}/CoreServices.framework/Versions/A/Frameworks/Metadata.framework/Versions/A/Support/mdworker_shared`,
  { account: SPOTLIGHT, label: 'com.apple.mdworker.shared' },
);

/** Up from boot on. */
export const RESIDENT = {
  mds_stores: daemon(
    `${FRAMEWORKS}/CoreServices.framework/Versions/A/Frameworks/Metadata.framework/Versions/A/Support/mds_stores`,
  ),
  logd: daemon('/usr/libexec/logd'),
  cfprefsd: appleProgram('/usr/sbin/cfprefsd', { label: 'com.apple.cfprefsd.xpc.daemon' }),
  cfprefsdAgent: appleProgram('/usr/sbin/cfprefsd', {
    label: 'com.apple.cfprefsd.xpc.agent',
    account: CONSOLE_USER,
  }),
  backupd: daemon(`${CORE}/backupd.bundle/Contents/Resources/backupd`),
  analyticsd: daemon('/usr/libexec/analyticsd'),
  locationd: daemon('/usr/libexec/locationd'),
  syspolicyd: daemon('/usr/libexec/syspolicyd'),
  trustd: daemon('/usr/libexec/trustd'),
  tccd: daemon(`${PRIVATE}/TCC.framework/Support/tccd`),
  duetexpertd: agent('/usr/libexec/duetexpertd'),
  cloudd: agent(`${PRIVATE}/CloudKitDaemon.framework/Support/cloudd`),
  Finder: agent(`${CORE}/Finder.app/Contents/MacOS/Finder`),
  Dock: agent(`${CORE}/Dock.app/Contents/MacOS/Dock`),
  loginwindow: agent(`${CORE}/loginwindow.app/Contents/MacOS/loginwindow`),
  NetAuthSysAgent: agent(`${CORE}/NetAuthAgent.app/Contents/MacOS/NetAuthSysAgent`),
  backgroundtaskmanagementd: daemon(
    `${PRIVATE}/BackgroundTaskManagement.framework/Versions/A/Resources/backgroundtaskmanagementd`,
  ),
  Terminal: agent('/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal'),
} as const;
export type ResidentName = keyof typeof RESIDENT;

export const TOOLS = {
  login: appleProgram('/usr/bin/login', { flags: FLAGS.tool }),
  zsh: tool('/bin/zsh'),
  sh: tool('/bin/sh'),
  bash: tool('/bin/bash'),
  sudo: appleProgram('/usr/bin/sudo', { flags: FLAGS.tool }),
} as const;

// prettier-ignore
/** What scripts and people call. */
export const COMMANDS: readonly Program[] = [
  '/bin/ls', '/bin/cat', '/bin/date', '/bin/mv', '/bin/rm', '/bin/ps', '/bin/df', '/bin/sleep', '/usr/bin/awk', '/usr/bin/sed', '/usr/bin/grep',
  '/usr/bin/cut', '/usr/bin/tr', '/usr/bin/curl', '/usr/bin/defaults', '/usr/bin/id', '/usr/bin/sw_vers', '/usr/bin/uname', '/usr/bin/xargs',
  '/usr/bin/plutil', '/usr/bin/find', '/usr/bin/tail', '/usr/bin/head', '/usr/sbin/ipconfig', '/usr/sbin/system_profiler', '/usr/sbin/sysctl',
  '/usr/bin/wdutil', '/usr/bin/git', '/usr/bin/ssh', '/usr/bin/python3', '/usr/bin/security', '/usr/bin/open', '/usr/bin/log', '/usr/bin/tmutil',
].map(tool);

interface Vendor {
  readonly app: string;
  readonly id: string;
  readonly team: string;
  readonly helpers: readonly string[];
}

// prettier-ignore
/** Invented. */
const VENDORS: readonly Vendor[] = [
  { app: 'Larkspur Notes', id: 'com.larkspur.notes', team: '7Q4KZ2M9WD', helpers: ['Larkspur Helper'] },
  { app: 'Tidepool', id: 'io.tidepool.desktop', team: 'HX83NP5T2C', helpers: ['Tidepool Helper', 'Tidepool Helper (GPU)', 'Tidepool Helper (Renderer)'] },
  { app: 'Quarry Browser', id: 'org.quarry.browser', team: 'M2V9TLK6RA', helpers: ['Quarry Helper (Renderer)', 'Quarry Helper', 'quarry_crash_handler'] },
  { app: 'Foxglove Sync', id: 'com.foxglove.sync', team: 'B5WQ7YJ8ZE', helpers: ['FoxgloveFinderExtension'] },
  { app: 'Meetly 6', id: 'us.meetly.app', team: 'KD4R6S1FHN', helpers: ['Meetly Helper', 'caphost'] },
  { app: 'Slate Code', id: 'dev.slate.code', team: 'PZ0C3GX7VU', helpers: ['Slate Code Helper (Plugin)', 'Slate Code Helper (Renderer)', 'rg-slate'] },
  { app: 'Vaultling', id: 'com.vaultling.mac', team: '2N6JDQW4KB', helpers: ['VaultlingUpdater'] },
  { app: 'Anvil Containers', id: 'com.anvil.containers', team: 'T9EMU3H5XS', helpers: ['anvil-vm', 'com.anvil.backend'] },
  { app: 'Ponder Mail', id: 'eu.pondermail.app', team: 'L7FYA2C8QG', helpers: [] },
  { app: 'Gridlock EDR', id: 'com.gridlock.sensor', team: 'W3XKB9R5TM', helpers: ['GridlockScanner'] },
];

export interface InstalledApp {
  readonly main: Program;
  readonly helpers: readonly Program[];
  readonly supportFolder: string;
}

/** The third-party apps of one Mac, each in one of its recent versions. */
export function installApps(random: Random, home: string): InstalledApp[] {
  return random.sample(VENDORS, random.int(3, 6)).map((vendor) => {
    const release = `${vendor.id} ${random.int(2, 5)}.${random.int(0, 9)}`;
    const contents = `/Applications/${vendor.app}.app/Contents`;
    return {
      main: vendorProgram(`${contents}/MacOS/${vendor.app}`, vendor.id, vendor.team, release),
      helpers: vendor.helpers.map((name) =>
        vendorProgram(
          `${contents}/Frameworks/${name}.app/Contents/MacOS/${name}`,
          `${vendor.id}.${name.toLowerCase().replace(/[^a-z]+/g, '-')}`,
          vendor.team,
          release,
        ),
      ),
      supportFolder: `${home}/Library/Application Support/${vendor.app}`,
    };
  });
}

/** Apps that no other Mac has: their names, teams and helpers are drawn. */
export function strangeApps(random: Random, home: string, count: number): InstalledApp[] {
  return Array.from({ length: count }, () => {
    const name = random.letters(random.int(5, 10));
    const id = `com.${random.letters(7)}.${name}`;
    const team = random.text(10, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789');
    const contents = `/Applications/${name}.app/Contents`;
    const own = (path: string, signingId: string): Program =>
      vendorProgram(path, signingId, team, `${id} 1.${random.int(0, 9)}`);
    return {
      main: own(`${contents}/MacOS/${name}`, id),
      helpers: [own(`${contents}/Library/LoginItems/${name}-helper`, `${id}.helper`)],
      supportFolder: `${home}/Library/Application Support/${name}`,
    };
  });
}
