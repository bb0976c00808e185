/** Names of macOS that must stay, and drawn ones that must not, beyond the examples of the rules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePath } from '../../src/normalize/path.ts';

/** From public descriptions of macOS upgrades, process lists of several releases, and lists of what macOS ships. */
const REAL = [
  '/System/Library/CoreServices/Software Update.app/Contents/Resources/softwareupdated',
  '/System/Library/CoreServices/Software Update.app/Contents/Resources/suhelperd',
  '/System/Library/CoreServices/Software Update.app/Contents/Resources/SoftwareUpdateLauncher.app/Contents/MacOS/SoftwareUpdateLauncher',
  '/System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework/Support/softwareupdated',
  '/System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework/Support/cryptegraft',
  '/System/Library/PrivateFrameworks/MobileSoftwareUpdate.framework/Versions/A/XPCServices/com.apple.MobileSoftwareUpdate.CleanupPreparePathService.xpc',
  '/System/Library/PrivateFrameworks/StreamingZip.framework/Versions/A/XPCServices/com.apple.StreamingUnzipService.privileged.xpc/Contents/MacOS/com.apple.StreamingUnzipService.privileged',
  '/System/Library/PrivateFrameworks/StreamingExtractor.framework/Versions/A/XPCServices/STExtractionService.privileged.xpc',
  '/System/Library/PrivateFrameworks/BridgeOSInstallReporting.framework/Versions/A/Resources/bosreporter',
  '/System/Library/PrivateFrameworks/InstallerDiagnostics.framework/Versions/A/Resources/installerdiagd',
  '/System/Library/PrivateFrameworks/InstallCoordination.framework/Support/installcoordinationd',
  '/System/Library/PrivateFrameworks/CacheDelete.framework/deleted_helper',
  '/System/Library/PrivateFrameworks/PackageKit.framework/Resources/system_installd',
  '/System/Library/PrivateFrameworks/Seeding.framework/Resources/seedutil',
  '/System/Library/AssetsV2/com_apple_MobileAsset_MobileSoftwareUpdate_MacUpdateBrain',
  '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/AssetData/boot',
  '/usr/libexec/mobileassetd',
  '/usr/libexec/nsurlsessiond',
  '/usr/libexec/xpcroleaccountd',
  '/usr/libexec/MSUEarlyBootTask',
  '/usr/standalone/update/ramdisk/arm64eSURamDisk.dmg',
  '/usr/standalone/update/ramdisk/x86_64SURamDisk.dmg',
  '/System/Volumes/Update/Update.plist',
  '/System/Volumes/Update/Preflight.plist',
  '/System/Volumes/Update/restore.log',
  '/System/Volumes/Update/nvram.plist',
  '/System/Volumes/Update/mnt1',
  '/macOS Install Data/UpdateBundle',
  '/var/db/softwareupdate/SplunkHistory',
  '/var/run/FirstBootAfterUpdate',
  '/var/run/FirstBootCleanupHandled',
  '/Library/LaunchAgents/com.apple.install.osinstallersetupd.plist',
  '/Library/Preferences/com.apple.SoftwareUpdate.plist.lockfile',
  '/System/Library/Extensions/AGXMetalG16G_B0.bundle/Contents/MacOS/AGXMetalG16G_B0',
  '/System/Library/Frameworks/ImageIO.framework/Versions/A/Resources/libJP2.dylib',
  '/System/Library/PrivateFrameworks/AMSUIViewServiceMacHelper.framework/Versions/A/AMSUIViewServiceMacHelper',
  '/System/Library/PrivateFrameworks/CVNLP.framework/Versions/A/CVNLP',
  '/System/Library/PrivateFrameworks/AppleNVMe.framework/Versions/A/AppleNVMe',
  '/System/Library/Frameworks/_RealityKit_ComputeGraph.framework/Versions/A/_RealityKit_ComputeGraph',
  '/System/Library/KernelCollections/BootKernelExtensions.kc',
  '/Library/Group Containers/UBF8T346G9.Office/x',
  '/.Spotlight-V100/Store-V2/VolumeConfiguration.plist',
  '/usr/lib/libSystem.B.dylib',
  '/usr/bin/python3',
  '/bin/zsh',
  '/etc/ssh/ssh_host_ed25519_key',
  '/var/db/com.apple.xpc.roleaccountd.staging/exec',
  '/.com.apple.timemachine.donotpresent',
  '/Users/Shared/.DS_Store',
  'com.apple.MobileSoftwareUpdate.UpdateBrainService',
  'com.apple.os.update-MSUPrepareUpdate',
  'SUOSUManagedServiceDaemon',
  'InstallAssistant_springboard',
  'osishelperd_intel',
];

describe('real names', () => {
  it.each(REAL)('%s stays', (name) => {
    expect(normalizePath(name)).toBe(name);
  });
});

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** mkstemp(3) and Foundation draw from base62. */
const drawn = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...LETTERS.split(/(?:)/)), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

/** How many of 3,000 drawn names come to the one template. */
function share(length: number, make: (suffix: string) => string, template: string): number {
  const all = fc.sample(drawn(length), { numRuns: 3000, seed: 7 });
  return all.filter((suffix) => normalizePath(make(suffix)) === template).length / all.length;
}

describe('drawn names', () => {
  it.each<[string, number, (suffix: string) => string, string, number]>([
    ['hidden atomic write', 6, (suffix) => `/x/.Update.plist.${suffix}`, '/x/.Update.plist.{tmp}', 0.998],
    ['atomic write', 6, (suffix) => `/x/Update.plist.${suffix}`, '/x/Update.plist.{tmp}', 0.985],
    ['atomic write', 7, (suffix) => `/x/Update.plist.${suffix}`, '/x/Update.plist.{tmp}', 0.99],
    ['folder in /tmp', 6, (suffix) => `/private/tmp/${suffix}/x`, '/tmp/{tmp}/x', 0.97],
    ['folder in /tmp', 10, (suffix) => `/private/tmp/x.${suffix}/y`, '/tmp/x.{tmp}/y', 0.99],
    ['token anywhere', 12, (suffix) => `/x/job-${suffix}`, '/x/job-{tmp}', 0.95],
    ['token anywhere', 16, (suffix) => `/x/${suffix}`, '/x/{tmp}', 0.995],
    ['token anywhere', 22, (suffix) => `/x/${suffix}`, '/x/{tmp}', 0.999],
  ])('%s of %i characters', (_name, length, make, template, least) => {
    expect(share(length, make, template)).toBeGreaterThanOrEqual(least);
  });
});

describe('account names', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      'alice',
      'j.smith',
      'Jörg Müller',
      '{user}',
      '{uuid}',
      '*',
      '..x',
      'Shared2',
      '._x',
      'a\nb',
      '25C56',
      'Library',
    ),
    fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((name) => !/[/\0]/.test(name) && !/^\.{1,2}$/.test(name)),
  );
  const kept = new Set(['Shared', 'Guest', '.localized', '.DS_Store']);

  it('never reach a template', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        fc.pre(!kept.has(name));
        for (const home of ['/Users/', '/System/Volumes/Data/Users/', '//Users//']) {
          expect(normalizePath(`${home}${name}/Library/x.plist`)).toBe('/Users/{user}/Library/x.plist');
        }
      }),
      { numRuns: 500 },
    );
  });
});
