/**
 * What the system tools of a Mac print. Layouts: sw_vers, csrutil, fdesetup, pmset, diskutil and sysctl as published in many places (diskutil's
 * plist and sysctl's `kern.boottime` as verbatim captures); nvram, launchctl, profiles and systemsetup from their use in public scripts.
 * Names and numbers are invented.
 */
import type { ToolPaths } from '../../src/platform/macos/tools.ts';

export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** Never answers. */
  readonly hangs?: true;
}

/** By the arguments joined with blanks; `*` for any. */
export type Answers = Readonly<Record<string, Answer>>;
/** Making a named pipe is the same everywhere. */
export type FakeTool = Exclude<keyof ToolPaths, 'eslogger' | 'mkfifo'>;

const BRAIN_PLIST = JSON.stringify({
  CFBundleIdentifier: 'com.apple.MobileAsset.MobileSoftwareUpdate.MacUpdateBrain',
  MobileAssetProperties: { Build: '25C56', _ContentVersion: 1, Path: '/x' },
});

export const HEALTHY_MAC: Readonly<Record<FakeTool, Answers>> = {
  swVers: { '': { stdout: 'ProductName:\t\tmacOS\nProductVersion:\t\t26.2\nBuildVersion:\t\t25C56\n' } },
  sysctl: {
    '*': {
      stdout:
        'kern.boottime: { sec = 1789196391, usec = 979990 } Fri Sep 11 23:59:51 2026\n' +
        'kern.bootsessionuuid: 0B6E7F14-5C3A-4D0E-9A55-6B1E2F3A4C5D\nkern.hv_vmm_present: 1\nhw.model: VirtualMac2,1\n' +
        'hw.optional.arm64: 1\nhw.tbfrequency: 24000000\n',
    },
  },
  csrutil: { status: { stdout: 'System Integrity Protection status: enabled.\n' } },
  diskutil: {
    'apfs listSnapshots -plist /': {
      stdout: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Snapshots</key>
	<array>
		<dict>
			<key>LimitingContainerShrink</key>
			<true/>
			<key>SnapshotName</key>
			<string>com.apple.os.update-MSUPrepareUpdate</string>
			<key>SnapshotXID</key>
			<integer>4983886</integer>
		</dict>
		<dict>
			<key>SnapshotName</key>
			<string>com.apple.os.update-5B92CE4BA1034457</string>
		</dict>
	</array>
</dict>
</plist>
`,
    },
  },
  nvram: {
    '-p': {
      stdout:
        'boot-args\t-v\n40A0DDD2-77F8-4392-B4A3-1E7304206516:ota-updateType\tincremental\nupdate-volume\t%81%02secret\n' +
        'SystemAudioVolume\t%40\nboot-command\tupgrade\nfmm-mobileme-token-FMM\tbplist00%d8\n',
    },
  },
  launchctl: {
    'print-disabled system': {
      stdout: 'disabled services = {\n\t"com.apple.ftpd" => disabled\n\t"org.example.on" => enabled\n}\n',
    },
    'print system/org.example.job': {
      stdout: 'system/org.example.job = {\n\tactive count = 1\n\tstate = running\n\tpid = 4242\n}\n',
    },
    '*': { stderr: 'Bad request.\nCould not find service "x" in domain for system\n', code: 113 },
  },
  ps: {
    '*': {
      stdout: [
        '    1     0     1     0 /sbin/launchd',
        '  401     1   401   501 /System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal',
        '  402   401   402     0 /usr/bin/login',
        '  403   402   403   501 -zsh',
        '  510   403   510     0 /usr/bin/sudo',
        '  511   510   510     0 /opt/homebrew/bin/node',
        '',
      ].join('\n'),
    },
  },
  ioreg: {
    '*': {
      stdout:
        '+-o J316sAP  <class IOPlatformExpertDevice, id 0x100000256, registered>\n    {\n      "IOPlatformSerialNumber" = "C02XK0AAJG5H"\n' +
        '      "IOPlatformUUID" = "7F9D3E51-4C1B-4A33-9D0B-1B2C3D4E5F60"\n    }\n',
    },
  },
  scutil: {
    '--get ComputerName': { stdout: 'Anna’s Test Mac\n' },
    '--get LocalHostName': { stdout: 'zeus\n' },
    '--get HostName': { stderr: 'HostName: not set\n', code: 1 },
  },
  dscl: {
    '*': {
      stdout:
        '_mbsetupuser             248\nanna                     501\nnobody                   -2\nroot                     0\nbob                      502\n',
    },
  },
  pmset: {
    '-g batt': {
      stdout:
        "Now drawing from 'AC Power'\n -InternalBattery-0 (id=22806627)\t100%; charged; 0:00 remaining present: true\n",
    },
  },
  fdesetup: { status: { stdout: 'FileVault is On.\n' } },
  systemsetup: { '-getusingnetworktime': { stdout: 'Network Time: On\n' } },
  profiles: { 'status -type enrollment': { stdout: 'Enrolled via DEP: No\nMDM enrollment: No\n' } },
  plutil: { '*': { stdout: BRAIN_PLIST } },
  true: { '': {} },
  touch: { '*': {} },
};
