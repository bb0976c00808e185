/** What programs are started with, and how often. */
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { about, variant, wordOf, type Injection, type Variant } from './variant.ts';

const more = (id: UpgradeProgram, ...args: readonly string[]): Variant =>
  variant(id, { extraArguments: (other) => (other === id ? args : []) }, about(id));

const edited = (
  note: string,
  id: UpgradeProgram,
  edit: (args: readonly string[]) => readonly string[],
): Variant =>
  variant(note, { editArguments: (other, args) => (other === id ? edit(args) : args) }, about(id));

const less = (id: UpgradeProgram, ...gone: readonly string[]): Variant =>
  edited(`${id} without ${gone.join(' ')}`, id, (args) =>
    args.filter((argument) => !gone.includes(argument)),
  );

const swapped = (id: UpgradeProgram, from: string, to: string): Variant =>
  edited(`${id}: ${from} is ${to}`, id, (args) =>
    args.map((argument) => (argument === from ? to : argument)),
  );

const often = (id: UpgradeProgram, times: number): Variant =>
  variant(`${id}, ${times} times`, { repeats: (other) => (other === id ? times : 1) }, { word: wordOf(id) });

export const ARGUMENT_INJECTIONS: readonly Injection[] = [
  {
    name: 'argument-new',
    variants: [
      more('bless', '--personalize'),
      more('mount_apfs', '--snapshot'),
      more('suhelperd', '-oneshot'),
      more('softwareupdate', '--defer-commit'),
      more('osinstallersetupd', '--staged'),
    ],
  },
  {
    name: 'argument-gone',
    variants: [
      less('bless', '--nextonly'),
      less('commit-launcher', '-SkipConfirm', 'YES'),
      less('xpcroleaccountd', '-launchd'),
      less('softwareupdate', '--force'),
    ],
  },
  {
    name: 'argument-other',
    variants: [
      swapped('bless', '--setBoot', '--setNextBoot'),
      swapped('commit-launcher', '-SkipConfirm', '-NoConfirm'),
      swapped('umount', '-f', '-t'),
    ],
  },
  {
    name: 'arguments-in-another-order',
    variants: [
      edited('bless', 'bless', ([name = '', ...args]) => [name, ...args.toReversed()]),
      edited('mount_apfs', 'mount_apfs', ([name = '', ...args]) => [
        name,
        ...args.slice(2),
        ...args.slice(0, 2),
      ]),
    ],
  },
  { name: 'launches-manifold', variants: [often('bless', 20), often('umount', 24)] },
];
