/** Files that come, go, move, or are handled another way. Names of new files and folders are made up on purpose. */
import type { DiskAct, DiskOperation } from '../tweaks.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { adding, variant, wordOf, type Injection, type Variant } from './variant.ts';

const UPDATE = '/System/Volumes/Update';

const written = (by: UpgradeProgram, path: string, after: string): Variant =>
  adding(`${by} writes ${path}`, path.slice(path.lastIndexOf('/') + 1), { after, do: 'write', by, path });

/** The file, and the neighbour it is replaced through. */
const concerns = ({ path }: DiskAct, name: string): boolean =>
  path.endsWith(`/${name}`) || path.includes(`/.${name}.`) || path.includes(`/${name}.`);

const unwritten = (name: string): Variant =>
  variant(
    `no ${name}`,
    { editOperation: (act) => (concerns(act, name) ? undefined : act.operation) },
    { word: name },
  );

const called = (from: string, to: string): Variant =>
  variant(
    `${from} is ${to}`,
    { editPath: (path) => path.replace(from, to) },
    { word: to.replaceAll(/^\/|\/$/g, '') },
  );

const does = (
  note: string,
  by: UpgradeProgram,
  from: DiskOperation,
  to: DiskOperation | undefined,
  where = '',
): Variant =>
  variant(
    note,
    {
      editOperation: (act) =>
        act.by === by && act.operation === from && act.path.includes(where) ? to : act.operation,
    },
    { word: wordOf(by) },
  );

const writtenBy = (name: string, by: UpgradeProgram): Variant =>
  variant(
    `${name} by ${by}`,
    { editActor: (act) => (act.path.startsWith(UPDATE) && concerns(act, name) ? by : undefined) },
    { word: name },
  );

export const FILE_INJECTIONS: readonly Injection[] = [
  {
    name: 'asset-folder-moved',
    variants: [
      variant(
        'MacSoftwareUpdate',
        {
          assetFolder: (folder) =>
            folder.endsWith('_MacSoftwareUpdate')
              ? folder.replace('MacSoftwareUpdate', 'MacSystemUpdate')
              : folder,
        },
        { word: 'MacSystemUpdate' },
      ),
      variant(
        'AssetsV2',
        { assetFolder: (folder) => folder.replace('AssetsV2', 'AssetsV3') },
        { word: 'AssetsV3' },
      ),
    ],
  },
  {
    name: 'download-folder-moved',
    variants: [
      called('/AssetsV2/downloadDir', '/AssetsV2/streamDir'),
      called('UpdateBundle/', 'UpdatePackage/'),
    ],
  },
  { name: 'mount-point-moved', variants: [called('/Update/mnt1', '/Update/target')] },
  { name: 'install-data-moved', variants: [called('/macOS Install Data', '/macOS Upgrade Data')] },
  {
    name: 'file-renamed',
    variants: [
      called('/nvram.plist', '/nvram-boot.plist'),
      called('/FirstBootCleanupHandled', '/FirstBootCleanupDone'),
      called('/index.sproduct', '/index.mproduct'),
    ],
  },
  { name: 'file-replaced', variants: [called('/nvram.plist', '/boot-variables.plist')] },
  { name: 'update-plist-renamed', variants: [called('/Update.plist', '/StagedUpdate.plist')] },
  {
    name: 'file-new',
    variants: [
      written('brain', `${UPDATE}/Attestation.plist`, 'prepare'),
      written('mobileassetd', '/System/Library/AssetsV2/manifest.bom', 'prepare'),
      written('softwareupdated', '/Library/Updates/Attestation.plist', 'prepare'),
    ],
  },
  {
    name: 'file-new-at-first-boot',
    variants: [
      written('mobile-softwareupdated', '/private/var/run/FirstBootSealVerified', 'report and clean up'),
      written('mobile-softwareupdated', `${UPDATE}/report.plist`, 'report and clean up'),
    ],
  },
  {
    name: 'folder-new',
    variants: [
      adding(
        'the brain fills a folder',
        'Cryptex1',
        ...['cryptex-app.dmg', 'cryptex-system.dmg', 'BuildManifest.plist', 'volume.root_hash'].map(
          (name) =>
            ({ after: 'prepare', do: 'write', by: 'brain', path: `${UPDATE}/Cryptex1/${name}` }) as const,
        ),
      ),
    ],
  },
  {
    name: 'file-gone',
    variants: [unwritten('nvram.plist'), unwritten('FirstBootAfterUpdate'), unwritten('index.sproduct')],
  },
  { name: 'log-gone', variants: [unwritten('restore.log')] },
  { name: 'staged-plist-gone', variants: [unwritten('Update.plist')] },
  {
    name: 'operation-changed',
    variants: [
      does('mobileassetd copies what it cloned', 'mobileassetd', 'clone', 'copyfile'),
      does('xpcroleaccountd copies what it cloned', 'xpcroleaccountd', 'clone', 'copyfile'),
      does('osinstallersetupd clones what it copied', 'osinstallersetupd', 'copyfile', 'clone'),
    ],
  },
  { name: 'mode-gone', variants: [does('the brain sets no mode', 'brain', 'setmode', undefined)] },
  {
    name: 'clean-up-gone',
    variants: [
      does('leftovers stay', 'cleanup-service', 'unlink', undefined),
      does('assets stay', 'mobileassetd', 'unlink', undefined, '_MacSoftwareUpdate/'),
    ],
  },
  {
    name: 'attribute-new',
    variants: [
      adding('the brain marks Update.plist', 'com.apple.update.sealed', {
        after: 'staged',
        do: 'setextattr',
        by: 'brain',
        path: `${UPDATE}/Update.plist`,
        name: 'com.apple.update.sealed',
      }),
    ],
  },
  {
    name: 'truncation-new',
    variants: [
      adding('the brain empties restore.log', 'restore.log', {
        after: 'prepare',
        do: 'truncate',
        by: 'brain',
        path: `${UPDATE}/restore.log`,
      }),
    ],
  },
  {
    name: 'another-writer',
    variants: [
      writtenBy('nvram.plist', 'mobile-softwareupdated'),
      writtenBy('Update.plist', 'softwareupdated'),
    ],
  },
  {
    name: 'handoff-new',
    variants: [
      adding('softwareupdated takes nvram.plist over', 'nvram', {
        after: 'staged',
        do: 'clone',
        by: 'mobile-softwareupdated',
        from: `${UPDATE}/nvram.plist`,
        path: '/private/var/db/softwareupdate/nvram-staged.plist',
      }),
    ],
  },
  {
    name: 'link-new',
    variants: [
      adding('the brain links Update.plist', 'Update-latest.plist', {
        after: 'staged',
        do: 'link',
        by: 'brain',
        from: `${UPDATE}/Update.plist`,
        path: `${UPDATE}/Update-latest.plist`,
      }),
    ],
  },
  {
    name: 'files-twelvefold',
    variants: [variant('downloaded parts and patched files', { fileFactor: 12 }, { word: '' })],
  },
  {
    name: 'writes-manifold',
    variants: [
      adding('restore.log', 'restore.log', {
        after: 'prepare',
        do: 'write',
        by: 'brain',
        path: `${UPDATE}/restore.log`,
        times: 240,
      }),
    ],
  },
];
