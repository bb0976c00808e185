/** Texts in which rules meet: what they look for, put together at random. */
import fc from 'fast-check';
import type { Rule } from '../../src/normalize/rule.ts';

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '.',
    '-',
    '_',
    ' ',
    '{',
    '}',
    '*',
    '{uuid}',
    '{tmp}',
    '{n}',
    '/Users/',
    '/private',
    '/var/',
    '/tmp/',
    '/System/Volumes/Data',
    '/Volumes/',
    'folders/',
    '.plist.',
    '.sb-',
    'x7Gh2Kd',
    'aB3xYz',
    '25C56',
    '26.2',
    '1.2.3',
    '12345',
    '2026-11-23',
    '10:10:10',
    '3F2504E0-4F89-11D3-9A0C-0305E82C3301',
    '2f1a9c4be07d5a33',
    '.xpc',
    'Install macOS ',
    '.app',
    'InstallAssistant.',
    'macOS',
    'Seed.',
    'CFNetworkDownload_',
    'NSIRD_',
    '/dev/disk3',
    '/dev/',
    '/home/',
    '/preboot',
    '/System/Volumes/Preboot',
    '/Cryptexes',
    '/System/Volumes/VM/',
    '/var/vm/swapfile3',
    '{date}_Alices-MacBook.crash',
    '/.tmp/',
    '/Temp/',
    '/var/db/dslocal/nodes/',
    '/users/',
    '/var/mail',
    '/var/at/tabs/',
    '/var/db/sudo/ts/',
    '/Library/Managed Preferences/',
    '/var/db/uuidtext/',
    '/.Spotlight-V100/',
    '/Cache',
    '/0000',
    '/.vol/',
    '/Backups.backupdb/',
    '/AssetData/payloadv2/',
    '/com_apple_MobileAsset_X/',
    '/x.asset/AssetData',
    '/.PKInstallSandboxManager/',
    '/x.activeSandbox/Root',
    'user-k5tq2vxn7rhw3d',
    's1',
    '/TemporaryItems/',
    '(A Document Being Saved By ',
    ')',
    'Tahoe',
    'é',
    '\u0000',
  ),
  fc.string({ maxLength: 6 }),
  fc.stringMatching(/^[0-9a-f]{1,20}$/),
  fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
);
export const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));

/** One of a rule's examples with some characters changed. */
export function nearExampleOf({ examples }: Rule): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    taken: fc.nat({ max: 3 }),
    put: fc.oneof(
      fc.constant(''),
      fc.stringMatching(/^[-aZ09._ :/{}()]$/),
      fc.stringMatching(/^[0-9A-Za-z]{1,3}$/),
    ),
  });
  return fc
    .tuple(
      fc.constantFrom(...examples.flatMap(({ from, to }) => [from, to])),
      fc.array(edit, { maxLength: 3 }),
    )
    .map(([example, edits]) =>
      edits.reduce((changed, { at, taken, put }) => {
        const from = at % (changed.length + 1);
        return changed.slice(0, from) + put + changed.slice(from + taken);
      }, example),
    );
}
