/**
 * Every process of a recording, with its parent and its responsible process: what `trace tree` draws. One node is one process from
 * fork to exit; the images it ran follow each other in `executions`. launchd's steps through xpcproxy leave no image, only the label.
 *
 * Unlike the process table this keeps the dead, so it grows with the number of processes.
 */
import type { AuditToken, ExitStatus, ProcessImage } from '../model/event.ts';
import { assumedLaunchd, isXpcproxy, LAUNCHD_PID } from './launchd.ts';
import { processKey, type ProcessKey } from './process-key.ts';
import { ProcessTable, type PlacedLifeEvent, type ProcessStep } from './table.ts';

export interface Execution {
  readonly image: ProcessImage;
  readonly args: readonly string[];
}

export interface ProcessNode {
  /** Order of first appearance, from 0. */
  readonly id: number;
  readonly boot: number;
  readonly pid: number;
  /** Of the newest execution. */
  pidversion: number;
  /** At birth: reparenting does not change it. */
  parent: ProcessNode | undefined;
  /** The pid at birth of a process that had been handed to launchd before it was first seen. */
  bornOf: number | undefined;
  responsible: ProcessNode | undefined;
  /** Images it ran, in order; empty for one that is known by its token alone, or ended as xpcproxy. */
  readonly executions: Execution[];
  /** launchd job. */
  label: string | undefined;
  /** Ended before xpcproxy became the service. */
  failedLaunch: boolean;
  /** A copy of its parent that never ran a program of its own. */
  forkOnly: boolean;
  /** ms since the epoch of fork, or of exec where the fork was not seen; undefined: before the recording. */
  startedMs: number | undefined;
  endedMs: number | undefined;
  status: ExitStatus | undefined;
}

/** Ancestors looked at before a late link is made; hostile input could chain more, and gets a root instead. */
const DEEPEST_LATE_LINK = 4_096;

export class Forest {
  readonly nodes: ProcessNode[] = [];
  readonly #table = new ProcessTable();
  readonly #byKey = new Map<ProcessKey, ProcessNode>();
  /** The newest process of each pid. */
  readonly #byPid = new Map<number, ProcessNode>();
  readonly #responsible = new Map<ProcessNode, ProcessKey>();
  /** Nodes whose image was concluded, until a line of their own shows it. */
  readonly #concluded = new Set<ProcessNode>();
  #boot = 0;
  #lastSegment = -1;
  #lastSeq = -1;

  /** Takes fork, exec and exit events in order; an event that repeats the one before is passed over. */
  apply(event: PlacedLifeEvent): void {
    if (event.segment === this.#lastSegment && event.globalSeq === this.#lastSeq) return;
    this.#lastSegment = event.segment;
    this.#lastSeq = event.globalSeq;
    const step = this.#table.apply(event);
    if (this.#table.boot !== this.#boot) this.#startBoot(this.#table.boot);
    const actor = this.#nodeOf(event.process);
    if (step !== undefined) this.#step(event, actor, step);
  }

  /** Links what can only be linked when all is known. */
  finish(): readonly ProcessNode[] {
    this.#linkResponsible();
    return this.nodes;
  }

  #startBoot(boot: number): void {
    this.#linkResponsible();
    this.#byKey.clear();
    this.#byPid.clear();
    this.#boot = boot;
  }

  #step(event: PlacedLifeEvent, actor: ProcessNode, step: ProcessStep): void {
    switch (step.kind) {
      case 'fork':
        this.#fork(event, actor, step.child);
        break;
      case 'proxy':
      case 'launch':
        this.#exec(event, actor, step);
        break;
      case 'exit':
      case 'failed-launch':
        actor.endedMs ??= event.timeMs;
        actor.status ??= step.status;
        actor.failedLaunch = step.kind === 'failed-launch';
        break;
    }
  }

  #fork(event: PlacedLifeEvent, parent: ProcessNode, child: ProcessImage): void {
    const key = processKey(child.token);
    if (this.#byKey.has(key)) return;
    const node = this.#add(child.token, parent);
    node.startedMs = event.timeMs;
    node.forkOnly = true;
    node.executions.push({ image: child, args: [] });
    this.#noteResponsible(node, child);
  }

  #exec(
    event: PlacedLifeEvent,
    node: ProcessNode,
    step: Extract<ProcessStep, { kind: 'proxy' | 'launch' }>,
  ): void {
    const key = processKey(step.image.token);
    if (this.#byKey.get(key) === node && key !== processKey(event.process.token)) return;
    this.#byKey.set(key, node);
    node.pidversion = step.image.token.pidversion;
    node.label ??= step.label;
    this.#noteResponsible(node, step.image);
    const replacesCopy = node.forkOnly || (step.kind === 'launch' && step.form !== 're-exec');
    if (replacesCopy || step.kind === 'proxy') {
      node.executions.length = 0;
      node.startedMs ??= event.timeMs;
    }
    node.forkOnly = false;
    if (step.kind === 'proxy') return;
    node.executions.push({ image: step.image, args: step.args });
    this.#nameParent(node, step);
  }

  /** A parent that never spoke is known by the copy of itself that its child was before the exec. */
  #nameParent(node: ProcessNode, step: Extract<ProcessStep, { kind: 'launch' }>): void {
    const { parent } = node;
    if (parent === undefined || parent.executions.length > 0 || step.parentBasis !== 'fork-copy') return;
    parent.executions.push({ image: step.before, args: [] });
    this.#concluded.add(parent);
  }

  #nodeOf(image: ProcessImage): ProcessNode {
    const known = this.#byKey.get(processKey(image.token));
    const node = known ?? this.#add(image.token, undefined);
    if (this.#concluded.delete(node)) node.executions.length = 0;
    if (known === undefined || (node.parent === undefined && node.executions.length === 0))
      this.#linkParent(node, image);
    if (node.executions.length === 0 && !this.#isProxyStep(node, image))
      node.executions.push({ image, args: [] });
    this.#noteResponsible(node, image);
    return node;
  }

  /** xpcproxy between fork and service is a step of launchd, not a program of the process. */
  #isProxyStep(node: ProcessNode, image: ProcessImage): boolean {
    return isXpcproxy(image) && node.parent?.pid === LAUNCHD_PID;
  }

  #linkParent(node: ProcessNode, image: ProcessImage): void {
    const token = image.parentToken;
    if (token === undefined || token.pid === 0) return;
    const adopted = token.pid !== image.originalPpid;
    const parent =
      (adopted ? this.#holderOf(image.originalPpid, image) : undefined) ?? this.#nodeOfToken(token);
    if (isAncestor(node, parent)) return;
    node.parent = parent;
    if (adopted) node.bornOf = image.originalPpid;
  }

  /** The process that had a pid when another one was born, as far as their times can tell: a pid says less than a token. */
  #holderOf(pid: number, child: ProcessImage): ProcessNode | undefined {
    const holder = this.#byPid.get(pid);
    const [born, childBorn] = [holder?.executions[0]?.image.startTime, child.startTime];
    const fits =
      born !== undefined && childBorn !== undefined && born.length === childBorn.length && born <= childBorn;
    return fits ? holder : undefined;
  }

  #nodeOfToken(token: AuditToken): ProcessNode {
    const known = this.#byKey.get(processKey(token));
    if (known !== undefined) return known;
    const node = this.#add(token, undefined);
    if (token.pid === LAUNCHD_PID) {
      node.executions.push({ image: assumedLaunchd(token), args: [] });
      this.#concluded.add(node);
    }
    return node;
  }

  #add(token: AuditToken, parent: ProcessNode | undefined): ProcessNode {
    const node: ProcessNode = {
      id: this.nodes.length,
      boot: this.#boot,
      pid: token.pid,
      pidversion: token.pidversion,
      parent,
      bornOf: undefined,
      responsible: undefined,
      executions: [],
      label: undefined,
      failedLaunch: false,
      forkOnly: false,
      startedMs: undefined,
      endedMs: undefined,
      status: undefined,
    };
    this.nodes.push(node);
    this.#byPid.set(token.pid, node);
    this.#byKey.set(processKey(token), node);
    return node;
  }

  /** Being responsible for oneself is also what is shown when the responsible process has ended, so another one is kept. */
  #noteResponsible(node: ProcessNode, image: ProcessImage): void {
    const token = image.responsibleToken;
    if (token === undefined || token.pid === image.token.pid) return;
    this.#responsible.set(node, processKey(token));
    if (!this.#byKey.has(processKey(token))) this.#nodeOfToken(token);
  }

  #linkResponsible(): void {
    for (const [node, key] of this.#responsible) {
      const responsible = this.#byKey.get(key);
      if (responsible !== node) node.responsible = responsible;
    }
    this.#responsible.clear();
  }
}

/** Whether linking `node` below `parent` would close a circle. */
function isAncestor(node: ProcessNode, parent: ProcessNode): boolean {
  let at: ProcessNode | undefined = parent;
  for (let steps = 0; at !== undefined; steps += 1) {
    if (at === node || steps > DEEPEST_LATE_LINK) return true;
    at = at.parent;
  }
  return false;
}
