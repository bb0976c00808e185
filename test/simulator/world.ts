/** One boot of one Mac with eslogger running: everything an actor needs. */
import { Clock } from './clock.ts';
import { Disk } from './disk.ts';
import { EVENT_NAMES, Eslogger, type EventName, type Notice } from './eslogger.ts';
import { Files, showTty } from './files.ts';
import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { Kernel } from './kernel.ts';
import type { Process, RenderContext, TokenForm } from './process.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';
import type { Conditions } from './conditions.ts';
import { Scheduler } from './scheduler.ts';
import type { DiskOperation, Tweaks } from './tweaks.ts';
import { UPGRADE_PROGRAMS, upgradePrograms, type UpgradeProgram } from './upgrade-programs.ts';
import { traitsOf, type MacosVersion, type Step, type Traits } from './versions.ts';

export interface WorldOptions {
  readonly host: Host;
  readonly step: Step;
  /** The system that is up in this boot. */
  readonly system: MacosVersion;
  readonly random: Random;
  readonly tweaks: Tweaks;
  readonly bootMs: number;
  /** How long the Mac has been up when eslogger starts. */
  readonly uptimeMs: number;
  readonly tokenForm: TokenForm;
  readonly conditions: Conditions;
  readonly disorder: number;
}

/** Where the installer of the target lies. */
function installerPath(step: Step): string {
  const name = traitsOf(step.to).betaInstallerName
    ? `Install macOS ${step.to.product.split('.')[0] ?? ''} ${step.to.name} Beta`
    : `Install macOS ${step.to.name}`;
  return `/Applications/${name}.app`;
}

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
/** The brain's path differs from run to run, so programs are the same by name and signature. */
const isSame = (one: Program, other: Program): boolean =>
  one.signingId === other.signingId && basename(one.path) === basename(other.path);

/** How long a stretch of loss lasts. */
const STRETCH_MS = 30_000;

export class World {
  readonly host: Host;
  readonly step: Step;
  readonly system: MacosVersion;
  readonly traits: Traits;
  /** The brain comes with the target. */
  readonly brainTraits: Traits;
  readonly random: Random;
  readonly tweaks: Tweaks;
  readonly conditions: Conditions;
  readonly clock: Clock;
  readonly files: Files;
  readonly eslogger: Eslogger;
  readonly kernel: Kernel;
  readonly disk: Disk;
  readonly scheduler: Scheduler;
  readonly #programs: ReadonlyMap<UpgradeProgram, Program>;
  readonly #ids: ReadonlyMap<string, readonly UpgradeProgram[]>;
  readonly #daemons = new Map<UpgradeProgram, Process>();
  readonly #chance: Random;

  constructor(options: WorldOptions) {
    const { host, step, system, random, tweaks } = options;
    this.host = host;
    this.step = step;
    this.system = system;
    this.traits = { ...traitsOf(system), ...tweaks.traits };
    this.brainTraits = { ...traitsOf(step.to), ...tweaks.traits };
    this.random = random;
    this.tweaks = tweaks;
    this.conditions = options.conditions;
    this.#programs = editedPrograms(step, tweaks);
    this.#ids = Map.groupBy(UPGRADE_PROGRAMS, (id) => this.program(id).signingId);
    this.#chance = random.stream('loss');
    this.clock = new Clock(options.bootMs, options.uptimeMs);
    this.files = new Files(this.clock, random.stream('files'), system.build, system.sealedAt);
    const context: RenderContext = {
      clock: this.clock,
      files: this.files,
      messageVersion: system.messageVersion,
      tokenForm: options.tokenForm,
      buildOf: (program) => buildOf(program, system, step.to),
    };
    this.eslogger = new Eslogger({
      context,
      subscribed: subscribed(tweaks.unsubscribed),
      random: random.stream('eslogger'),
      isLost: (notice) => this.#isLost(notice) || this.#isLostByChance(),
      editLine: tweaks.editLine,
      keyOrder: options.conditions.keyOrder,
      disorder: options.disorder,
    });
    const firstPid = options.uptimeMs < 120_000 ? random.int(260, 420) : random.int(700, 60_000);
    this.kernel = new Kernel(
      {
        clock: this.clock,
        files: this.files,
        eslogger: this.eslogger,
        random: random.stream('kernel'),
        isAbsent: (program) => [...tweaks.absent].some((id) => isSame(program, this.program(id))),
        editArguments: (program, args) =>
          this.#whereKnown(program, (id) => tweaks.editArguments(id, args)) ?? args,
        parentOf: (program) => this.#whereKnown(program, (id) => this.#starter(tweaks.parentOf(id))),
        responsibleFor: (program) =>
          this.#whereKnown(program, (id) => this.#starter(tweaks.responsibleFor(id))),
        execKeys: tweaks.execKeys,
        launchd: this.program('launchd'),
        xpcproxy: this.program('xpcproxy'),
        consoleUser: host.user,
        sessionEnv: host.sessionEnv,
      },
      firstPid,
    );
    this.disk = new Disk(this.eslogger, this.files, random.stream('disk'), {
      path: tweaks.editPath,
      act: (operation, by, path) => this.#editAct(operation, by, path),
    });
    this.scheduler = new Scheduler(this.clock, options.conditions.pace);
  }

  program(id: UpgradeProgram): Program {
    const program = this.#programs.get(id);
    if (program === undefined) throw new Error(`No program ${id}`);
    return program;
  }

  /** A daemon that is up; where nobody started it in view, it was up before. */
  daemon(id: UpgradeProgram): Process {
    if (id === 'launchd') return this.kernel.launchd;
    const found = this.#daemons.get(id);
    if (found?.alive === true) return found;
    const process = this.kernel.resident(this.program(id));
    this.#daemons.set(id, process);
    return process;
  }

  /** The daemon of that name, if somebody started it in view and it is still up. */
  running(id: UpgradeProgram): Process | undefined {
    const found = this.#daemons.get(id);
    return found?.alive === true ? found : undefined;
  }

  /** From now on this process is the daemon of that name. */
  adopt(id: UpgradeProgram, process: Process): void {
    this.#daemons.set(id, process);
  }

  tty(number: number, openedNs: bigint): JsonObject {
    return showTty(number, this.host.user, openedNs);
  }

  #starter(id: UpgradeProgram | undefined): Process | undefined {
    return id === undefined ? undefined : this.daemon(id);
  }

  #whereKnown<Result>(program: Program, look: (id: UpgradeProgram) => Result): Result | undefined {
    const id = this.#idOf(program);
    return id === undefined ? undefined : look(id);
  }

  #idOf(program: Program): UpgradeProgram | undefined {
    const known = this.#ids.get(program.signingId) ?? [];
    return known.find((id) => isSame(program, this.program(id)));
  }

  #editAct(
    operation: DiskOperation,
    by: Process,
    path: string,
  ): { readonly operation: DiskOperation; readonly by: Process } | undefined {
    const act = { operation, by: this.#idOf(by.program), path };
    const edited = this.tweaks.editOperation(act);
    if (edited === undefined) return undefined;
    return { operation: edited, by: this.#starter(this.tweaks.editActor(act)) ?? by };
  }

  #isLostByChance(): boolean {
    const { loss } = this.tweaks;
    if (loss === undefined) return false;
    if (!loss.inStretches) return this.#chance.chance(loss.share);
    const stretch = Math.floor(this.clock.uptimeMs / STRETCH_MS);
    return this.random.stream(`loss ${stretch}`).chance(loss.share);
  }

  #isLost(notice: Notice): boolean {
    return [...this.tweaks.lost].some((id) => {
      const program = this.program(id);
      return [notice.actor, notice.subject].some(
        (process) => process !== undefined && isSame(process.program, program),
      );
    });
  }
}

function subscribed(unsubscribed: ReadonlySet<EventName>): ReadonlySet<EventName> {
  return new Set(EVENT_NAMES.filter((name) => !unsubscribed.has(name)));
}

function editedPrograms(step: Step, tweaks: Tweaks): ReadonlyMap<UpgradeProgram, Program> {
  const catalogue = upgradePrograms(installerPath(step), step.to.name);
  return new Map(UPGRADE_PROGRAMS.map((id) => [id, tweaks.edit(id, catalogue[id].program)]));
}

function buildOf(program: Program, system: MacosVersion, target: MacosVersion): string {
  switch (program.buildOf) {
    case 'running-system':
      return system.build;
    case 'target-system':
      return `target ${target.build}`;
    default:
      return program.buildOf;
  }
}
