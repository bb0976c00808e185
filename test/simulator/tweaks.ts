/** The knobs an injection turns. The defaults are a Mac that behaves as its version does. */
import type { EventName } from './eslogger.ts';
import type { Json, JsonObject } from './json.ts';
import type { Program } from './program.ts';
import type { UpgradeProgram } from './upgrade-programs.ts';
import type { Traits } from './versions.ts';

export type BrainOrder =
  'brain-asset, download, brain-runs' | 'download, brain-asset, brain-runs' | 'brain-runs, download';

/** What a program does to a file, as Endpoint Security names it; `folder` is a create. */
export type DiskOperation =
  | 'create'
  | 'folder'
  | 'close'
  | 'rename'
  | 'clone'
  | 'copyfile'
  | 'link'
  | 'unlink'
  | 'truncate'
  | 'setextattr'
  | 'setmode';

export interface DiskAct {
  readonly operation: DiskOperation;
  readonly by: UpgradeProgram | undefined;
  /** What is made, moved to or changed. */
  readonly path: string;
}

/** Something that happens beside the story, behind one of its steps. `{target}` in a path is the build that is installed. */
export type Extra = { readonly after: string; readonly times?: number } & (
  | {
      readonly do: 'write' | 'replace' | 'unlink' | 'truncate';
      readonly by: UpgradeProgram;
      readonly path: string;
    }
  | {
      readonly do: 'rename' | 'clone' | 'link';
      readonly by: UpgradeProgram;
      readonly from: string;
      readonly path: string;
    }
  | { readonly do: 'setextattr'; readonly by: UpgradeProgram; readonly path: string; readonly name: string }
  | { readonly do: 'mount' | 'unmount'; readonly by: UpgradeProgram; readonly path: string }
  | {
      readonly do: 'run';
      readonly program: Program;
      readonly parent: UpgradeProgram;
      readonly args: readonly string[];
      /** Written by it. */
      readonly file?: string;
    }
  | {
      readonly do: 'notify';
      readonly by: UpgradeProgram;
      readonly type: EventName;
      readonly body: JsonObject;
    }
  | {
      readonly do: 'signal';
      readonly by: UpgradeProgram;
      readonly to: UpgradeProgram;
      readonly number: number;
    }
);

export interface Tweaks {
  /** Changes the catalogue before anything starts. */
  readonly edit: (id: UpgradeProgram, program: Program) => Program;
  /** Taken out of the story: no event, no number. */
  readonly absent: ReadonlySet<UpgradeProgram>;
  /** Keys that exec gets beside its own. */
  readonly execKeys: Readonly<Record<string, Json>>;
  /** Every line that shows one of these is lost after it got its numbers. */
  readonly lost: ReadonlySet<UpgradeProgram>;
  /** This share of all lines is lost: one by one, or whole stretches of half a minute. */
  readonly loss: { readonly share: number; readonly inStretches: boolean } | undefined;
  readonly unsubscribed: ReadonlySet<EventName>;
  /** What the version does differently, in place of its own. */
  readonly traits: Partial<Traits>;
  readonly order: BrainOrder;
  /** Steps of the story by name, in another order or fewer. */
  readonly steps: <Step extends { readonly name: string }>(steps: readonly Step[]) => readonly Step[];
  readonly extras: readonly Extra[];
  readonly assetFolder: (folder: string) => string;
  readonly mountsUpdateVolume: boolean;
  /** Times as many files as usual. */
  readonly fileFactor: number;
  /** How often a tool is run where the story runs it once. */
  readonly repeats: (id: UpgradeProgram) => number;
  /** Arguments after a program's own. */
  readonly extraArguments: (id: UpgradeProgram) => readonly string[];
  /** The arguments a program is started with. */
  readonly editArguments: (id: UpgradeProgram, args: readonly string[]) => readonly string[];
  /** Who starts it, in place of its usual parent. */
  readonly parentOf: (id: UpgradeProgram) => UpgradeProgram | undefined;
  /** Tools that a shell starts for their usual parent. */
  readonly throughShell: ReadonlySet<UpgradeProgram>;
  /** Whom launchd makes responsible for it. */
  readonly responsibleFor: (id: UpgradeProgram) => UpgradeProgram | undefined;
  /** Where a path lies. */
  readonly editPath: (path: string) => string;
  /** How it is done; undefined: not at all. */
  readonly editOperation: (act: DiskAct) => DiskOperation | undefined;
  /** Who does it. */
  readonly editActor: (act: DiskAct) => UpgradeProgram | undefined;
  /** The line before it is written. */
  readonly editLine: (type: EventName, line: JsonObject) => JsonObject;
}

export const NO_TWEAKS: Tweaks = {
  edit: (_id, program) => program,
  absent: new Set(),
  execKeys: {},
  lost: new Set(),
  loss: undefined,
  unsubscribed: new Set(),
  traits: {},
  order: 'brain-asset, download, brain-runs',
  steps: (steps) => steps,
  extras: [],
  assetFolder: (folder) => folder,
  mountsUpdateVolume: true,
  fileFactor: 1,
  repeats: () => 1,
  extraArguments: () => [],
  editArguments: (_id, args) => args,
  parentOf: () => undefined,
  throughShell: new Set(),
  responsibleFor: () => undefined,
  editPath: (path) => path,
  editOperation: ({ operation }) => operation,
  editActor: () => undefined,
  editLine: (_type, line) => line,
};
