/**
 * Every process of a recording, with its parent and its responsible process: what `trace tree` draws. One row is one process from
 * fork to exit, with the images it ran. launchd's steps through xpcproxy leave no image, only the label.
 *
 * Unlike the process table this keeps the dead, so it grows with the number of processes; it holds numbers alone.
 */
import { Boots } from './boots.ts';
import { NONE } from './columns.ts';
import { Executions, FROM_EXEC, FROM_FORK, FROM_OTHER, UNSEEN } from './executions.ts';
import { isFreshFork, launchForm } from './launch-form.ts';
import { LAUNCHD_PID } from './launchd.ts';
import * as life from './life-row.ts';
import { ASSUMED_LAUNCHD, NO_ARGS, NO_LABEL, LifeTexts } from './life-texts.ts';
import { CONCLUDED, FAILED_LAUNCH, FORK_ONLY, ProcessColumns } from './process-columns.ts';
import type { PlacedLifeEvent } from './table.ts';

/** Ancestors looked at before a late link is made; hostile input could chain more, and gets a root instead. */
const DEEPEST_LATE_LINK = 4_096;

export class Forest {
  readonly texts = new LifeTexts();
  readonly processes = new ProcessColumns();
  readonly #executions = new Executions();
  readonly #boots = new Boots();
  /** The newest process of each pid. */
  readonly #byPid = new Map<number, number>();
  /** Rows of this boot begin here. */
  #bootStart = 0;
  #lastSegment = -1;
  #lastSeq = -1;
  /** The event at hand. */
  #row: Float64Array = new Float64Array(life.ROW_NUMBERS);
  #at = 0;

  /** Takes fork, exec and exit events in order, with their arguments; an event that repeats the one before is passed over. */
  apply(event: PlacedLifeEvent): void {
    const row = new Float64Array(life.ROW_NUMBERS);
    if (life.fillRow(row, event, this.texts, { withArgs: true })) this.take(row, 0);
  }

  /** The same for the row at `at`, whose texts are those of this forest. */
  take(row: Float64Array, at: number): void {
    this.#row = row;
    this.#at = at;
    const [segment, seq] = [this.#head(life.SEGMENT), this.#head(life.GLOBAL_SEQ)];
    if (segment === this.#lastSegment && seq === this.#lastSeq) return;
    this.#lastSegment = segment;
    this.#lastSeq = seq;
    if (this.#boots.enter(segment, this.#head(life.MACH_TIME), this.#launchdVersion())) this.#startBoot();
    const actor = at + life.ACTOR;
    const execution = this.#see(actor);
    const process = this.#processOf(execution, actor);
    switch (this.#head(life.KIND)) {
      case life.FORK:
        this.#fork(process, actor, at + life.OTHER);
        break;
      case life.EXEC:
        this.#exec(execution, process, actor, at + life.OTHER);
        break;
      default:
        this.#exit(execution, process, actor);
    }
  }

  /** Links what can only be linked when all is known. */
  finish(): void {
    this.#linkResponsible();
  }

  #head(place: number): number {
    return this.#row[this.#at + place] ?? 0;
  }

  #launchdVersion(): number | undefined {
    const row = this.#row;
    const actor = this.#at + life.ACTOR;
    if (row[actor + life.PID] === LAUNCHD_PID) return row[actor + life.PIDVERSION];
    return row[actor + life.PARENT] === LAUNCHD_PID ? row[actor + life.PARENT + 1] : undefined;
  }

  #startBoot(): void {
    this.#linkResponsible();
    this.#executions.clear();
    this.#byPid.clear();
  }

  #executionAt(token: number): number {
    return this.#executions.numberOf(this.#row[token] ?? 0, this.#row[token + 1] ?? 0);
  }

  /** The execution of an actor, with the parent it shows. */
  #see(actor: number): number {
    const executions = this.#executions;
    const execution = this.#executionAt(actor + life.PID);
    if (executions.origin[execution] === UNSEEN) {
      const parent = this.#birthParent(actor);
      executions.put(execution, FROM_OTHER, NO_LABEL, parent, this.#row[actor + life.PARENT + 1] ?? 0);
    }
    executions.shownParentPid[execution] = this.#row[actor + life.PARENT] ?? Number.NaN;
    return execution;
  }

  /** Pid of the parent at birth where the process itself still shows it; NaN once it was handed to launchd. */
  #birthParent(process: number): number {
    const pid = this.#row[process + life.PARENT] ?? Number.NaN;
    return pid === this.#row[process + life.ORIGINAL_PPID] ? pid : Number.NaN;
  }

  #processOf(execution: number, actor: number): number {
    const { processes } = this;
    const known = this.#executions.process[execution] ?? NONE;
    const process = known === NONE ? this.#add(execution, actor + life.PID, NONE) : known;
    if (processes.has(process, CONCLUDED)) {
      processes.set(process, CONCLUDED, false);
      this.processes.dropRuns(process);
    }
    if (known === NONE || (processes.parent[process] === NONE && processes.firstRun[process] === NONE))
      this.#linkParent(process, actor);
    if (processes.firstRun[process] === NONE && !this.#isProxyStep(process, actor))
      this.#addRun(process, actor, NO_ARGS);
    this.#noteResponsible(process, actor);
    return process;
  }

  #fork(parent: number, actor: number, child: number): void {
    const executions = this.#executions;
    const execution = this.#executionAt(child + life.PID);
    const [pid = 0, pidversion = 0] = [this.#row[actor + life.PID], this.#row[actor + life.PIDVERSION]];
    executions.put(execution, FROM_FORK, NO_LABEL, pid, pidversion);
    executions.shownParentPid[execution] = this.#row[child + life.PARENT] ?? Number.NaN;
    if (executions.process[execution] !== NONE) return;
    const process = this.#add(execution, child + life.PID, parent);
    this.processes.startedMs[process] = this.#head(life.TIME_MS);
    this.processes.set(process, FORK_ONLY, true);
    this.#addRun(process, child, NO_ARGS);
    this.#noteResponsible(process, child);
  }

  #exec(before: number, process: number, actor: number, target: number): void {
    const { texts, processes } = this;
    const executions = this.#executions;
    const row = this.#row;
    const timeMs = this.#head(life.TIME_MS);
    let [parentPid = 0, parentVersion = 0] = [executions.parentPid[before], executions.parentVersion[before]];
    if (Number.isNaN(parentPid)) {
      parentPid = this.#birthParent(target);
      parentVersion = row[target + life.PARENT + 1] ?? 0;
    }
    const ofLaunchd = parentPid === LAUNCHD_PID;
    const fromProxy = ofLaunchd && this.#isXpcproxy(actor);
    const toProxy = ofLaunchd && this.#isXpcproxy(target);
    const label = toProxy
      ? this.#head(life.PROXY_LABEL)
      : executions.label[before] || (fromProxy ? this.#head(life.SERVICE_LABEL) : NO_LABEL);
    const origin = executions.origin[before];
    const isFork =
      origin === FROM_FORK ||
      (origin === FROM_OTHER && isFreshFork(timeMs, texts.startMs(row[target + life.START] ?? 0)));
    const form = launchForm(fromProxy, isFork);
    const execution = this.#executionAt(target + life.PID);
    executions.put(execution, FROM_EXEC, label, parentPid, parentVersion);
    executions.shownParentPid[execution] = row[target + life.PARENT] ?? Number.NaN;
    if (executions.process[execution] === process && execution !== before) return;
    executions.process[execution] = process;
    processes.pidversion[process] = row[target + life.PIDVERSION] ?? 0;
    if (processes.label[process] === NO_LABEL) processes.label[process] = label;
    this.#noteResponsible(process, target);
    if (processes.has(process, FORK_ONLY) || toProxy || form !== 're-exec') {
      this.processes.dropRuns(process);
      if (Number.isNaN(processes.startedMs[process])) processes.startedMs[process] = timeMs;
    }
    processes.set(process, FORK_ONLY, false);
    if (toProxy) return;
    this.#addRun(process, target, this.#head(life.ARGS));
    if (form === 'spawn') this.#nameParent(process, actor, parentPid, parentVersion);
  }

  /** A parent that never spoke is known by the copy of itself that its child was before the exec. */
  #nameParent(process: number, before: number, parentPid: number, parentVersion: number): void {
    const { processes } = this;
    const parent = processes.parent[process] ?? NONE;
    if (parent === NONE || processes.firstRun[parent] !== NONE || parentPid === LAUNCHD_PID) return;
    const isKnown = !Number.isNaN(parentPid);
    const execution = isKnown ? this.#executions.numberOf(parentPid, parentVersion) : NONE;
    if (isKnown && this.#executions.origin[execution] !== UNSEEN) return;
    this.#addRun(parent, before, NO_ARGS);
    processes.set(parent, CONCLUDED, true);
  }

  #exit(execution: number, process: number, actor: number): void {
    const { processes } = this;
    const executions = this.#executions;
    if (Number.isNaN(processes.endedMs[process])) processes.endedMs[process] = this.#head(life.TIME_MS);
    if (processes.status[process] === NONE) processes.status[process] = this.#head(life.STATUS) & 0xffff;
    const parentPid = executions.parentPid[execution] ?? Number.NaN;
    const ofLaunchd =
      (Number.isNaN(parentPid) ? executions.shownParentPid[execution] : parentPid) === LAUNCHD_PID;
    const failed = executions.origin[execution] !== FROM_FORK && ofLaunchd && this.#isXpcproxy(actor);
    processes.set(process, FAILED_LAUNCH, failed);
  }

  #isXpcproxy(process: number): boolean {
    return this.texts.isXpcproxy(this.#row[process + life.IMAGE] ?? NONE);
  }

  /** xpcproxy between fork and service is a step of launchd, not a program of the process. */
  #isProxyStep(process: number, actor: number): boolean {
    const parent = this.processes.parent[process] ?? NONE;
    return parent !== NONE && this.processes.pid[parent] === LAUNCHD_PID && this.#isXpcproxy(actor);
  }

  #linkParent(process: number, actor: number): void {
    const [parentPid = Number.NaN, originalPpid = 0] = [
      this.#row[actor + life.PARENT],
      this.#row[actor + life.ORIGINAL_PPID],
    ];
    if (Number.isNaN(parentPid) || parentPid === 0) return;
    const adopted = parentPid !== originalPpid;
    const holder = adopted ? this.#holderOf(originalPpid, actor) : NONE;
    const parent = holder === NONE ? this.#processOfToken(actor + life.PARENT) : holder;
    // A circle, which hostile input could close.
    if (this.processes.isUnder(process, parent, DEEPEST_LATE_LINK)) return;
    this.processes.parent[process] = parent;
    if (adopted) this.processes.bornOf[process] = originalPpid;
  }

  /** The process that had a pid when another one was born, as far as their times can tell: a pid says less than a token. */
  #holderOf(pid: number, child: number): number {
    const holder = this.#byPid.get(pid) ?? NONE;
    const run = holder === NONE ? NONE : (this.processes.firstRun[holder] ?? NONE);
    if (run === NONE) return NONE;
    const [born = Number.NaN, childBorn = Number.NaN] = [
      this.processes.runs.start[run],
      this.#row[child + life.START],
    ];
    return this.texts.isNotAfter(born, childBorn) ? holder : NONE;
  }

  #processOfToken(token: number): number {
    const execution = this.#executionAt(token);
    const known = this.#executions.process[execution] ?? NONE;
    if (known !== NONE) return known;
    const process = this.#add(execution, token, NONE);
    const pid = this.#row[token] ?? 0;
    if (pid === LAUNCHD_PID) {
      this.processes.addRun(process, ASSUMED_LAUNCHD, NO_ARGS, pid, Number.NaN);
      this.processes.set(process, CONCLUDED, true);
    }
    return process;
  }

  #add(execution: number, token: number, parent: number): number {
    const [pid = 0, pidversion = 0] = [this.#row[token], this.#row[token + 1]];
    const process = this.processes.add(this.#boots.count, pid, pidversion, parent);
    this.#byPid.set(pid, process);
    this.#executions.process[execution] = process;
    return process;
  }

  #addRun(process: number, image: number, args: number): void {
    const row = this.#row;
    const [number = 0, pid = 0, start = Number.NaN] = [
      row[image + life.IMAGE],
      row[image + life.PID],
      row[image + life.START],
    ];
    this.processes.addRun(process, number, args, pid, start);
  }

  /** Being responsible for oneself is also what is shown when the responsible process has ended, so another one is kept. */
  #noteResponsible(process: number, image: number): void {
    const pid = this.#row[image + life.RESPONSIBLE] ?? Number.NaN;
    if (Number.isNaN(pid) || pid === this.#row[image + life.PID]) return;
    const execution = this.#executionAt(image + life.RESPONSIBLE);
    // The number of an execution until all of them are known.
    this.processes.responsible[process] = execution;
    if (this.#executions.process[execution] === NONE) this.#processOfToken(image + life.RESPONSIBLE);
  }

  #linkResponsible(): void {
    const { responsible, count } = this.processes;
    for (let process = this.#bootStart; process < count; process += 1) {
      const execution = responsible[process] ?? NONE;
      if (execution === NONE) continue;
      const other = this.#executions.process[execution] ?? NONE;
      responsible[process] = other === process ? NONE : other;
    }
    this.#bootStart = count;
  }
}
