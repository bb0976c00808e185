/** The knobs an injection turns. The defaults are a Mac that behaves as its version does. */
import type { EventName } from './eslogger.ts';
import type { Json } from './json.ts';
import type { Program } from './program.ts';
import type { UpgradeProgram } from './upgrade-programs.ts';

export type BrainOrder =
  'brain-asset, download, brain-runs' | 'download, brain-asset, brain-runs' | 'brain-runs, download';

export interface Tweaks {
  /** Changes the catalogue before anything starts. */
  readonly edit: (id: UpgradeProgram, program: Program) => Program;
  /** Taken out of the story: no event, no number. */
  readonly absent: ReadonlySet<UpgradeProgram>;
  /** Keys that exec gets beside its own. */
  readonly execKeys: Readonly<Record<string, Json>>;
  /** Every line that shows one of these is lost after it got its numbers. */
  readonly lost: ReadonlySet<UpgradeProgram>;
  readonly unsubscribed: ReadonlySet<EventName>;
  readonly order: BrainOrder;
  readonly assetFolder: (folder: string) => string;
  readonly mountsUpdateVolume: boolean;
  /** Times as many files as usual. */
  readonly fileFactor: number;
  /** Arguments after a program's own. */
  readonly extraArguments: (id: UpgradeProgram) => readonly string[];
  /** Who starts bless: the brain, or one of the daemons. */
  readonly blessParent: UpgradeProgram;
  /** Who starts SoftwareUpdateLauncher. */
  readonly commitParent: UpgradeProgram;
  /** A file written in addition, by whom. */
  readonly newFile: { readonly by: UpgradeProgram; readonly path: string } | undefined;
  /** A program nobody knows, started during the prepare stage. */
  readonly newProgram:
    | { readonly program: Program; readonly parent: UpgradeProgram; readonly args: readonly string[] }
    | undefined;
}

export const NO_TWEAKS: Tweaks = {
  edit: (_id, program) => program,
  absent: new Set(),
  execKeys: {},
  lost: new Set(),
  unsubscribed: new Set(),
  order: 'brain-asset, download, brain-runs',
  assetFolder: (folder) => folder,
  mountsUpdateVolume: true,
  fileFactor: 1,
  extraArguments: () => [],
  blessParent: 'brain',
  commitParent: 'launchd',
  newFile: undefined,
  newProgram: undefined,
};
