/** How injections are written down. */
import type { Program } from '../program.ts';
import { NO_TWEAKS, type Extra, type Tweaks } from '../tweaks.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';

export type UpgradeMethod = 'ota' | 'full-installer';

export interface Variant {
  readonly note: string;
  /** A word of the thing that changed: what a report must name. Empty where the change is about the run as a whole. */
  readonly word: string;
  /** Methods that play it; absent: each one whose lines it changes. */
  readonly on?: readonly UpgradeMethod[];
  readonly tweaks: Tweaks;
}

export interface Injection {
  readonly name: string;
  readonly variants: readonly [Variant, ...Variant[]];
}

/** `word`: the note, unless it is said. */
export const variant = (
  note: string,
  tweaks: Partial<Tweaks>,
  { word = note, on }: { readonly word?: string; readonly on?: readonly UpgradeMethod[] } = {},
): Variant => ({
  note,
  word,
  ...(on === undefined ? {} : { on }),
  tweaks: { ...NO_TWEAKS, ...tweaks },
});

/** File names of the programs, as a report shows them. */
const WORDS: Readonly<Partial<Record<UpgradeProgram, string>>> = {
  brain: 'UpdateBrainService',
  'cleanup-service': 'CleanupPreparePathService',
  'notification-manager': 'SoftwareUpdateNotificationManager',
  'commit-launcher': 'SoftwareUpdateLauncher',
  'firstrun-tasks': 'softwareupdate_firstrun_tasks',
  'unzip-service': 'StreamingUnzipService',
  'extraction-service': 'STExtractionService',
  'deleted-helper': 'deleted_helper',
  'mobile-softwareupdated': 'mobile.softwareupdated',
  'installer-assistant': 'InstallAssistant',
};
export const wordOf = (id: UpgradeProgram): string => WORDS[id] ?? id;

/** An installer starts suhelperd at boot only, and not at every boot. */
const METHODS: Readonly<Partial<Record<UpgradeProgram, readonly UpgradeMethod[]>>> = { suhelperd: ['ota'] };
export const about = (
  id: UpgradeProgram,
): { readonly word: string; readonly on?: readonly UpgradeMethod[] } => {
  const on = METHODS[id];
  return { word: wordOf(id), ...(on === undefined ? {} : { on }) };
};

/** One program is another one than before. `word`: the new identity, where the report goes by that. */
export const editing = (
  id: UpgradeProgram,
  change: (program: Program) => Program,
  note: string = id,
  word = wordOf(id),
): Variant =>
  variant(
    note,
    { edit: (other, program) => (other === id ? change(program) : program) },
    { ...about(id), word },
  );

export const adding = (note: string, word: string, ...extras: readonly Extra[]): Variant =>
  variant(note, { extras }, { word });
