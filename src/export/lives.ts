/**
 * The processes of a recording as they come and go, from fork to exit with every image in between: what a span or a track stands for.
 * Unlike the forest of `trace tree` it forgets what has ended, so memory follows the live processes.
 */
import type { AuditToken, EsEvent, ExitStatus, ProcessImage } from '../model/event.ts';
import { assumedLaunchd, LAUNCHD_PID } from '../processes/launchd.ts';
import { processKey, type ProcessKey } from '../processes/process-key.ts';
import { ProcessTable, type ProcessStep } from '../processes/table.ts';
import { exactNs } from './exact-time.ts';

export interface Life {
  /** In the order of first appearance, from 0. */
  readonly id: number;
  /** Counts restarts of the machine, from 0. */
  readonly boot: number;
  /** In which it was first seen. */
  readonly segment: number;
  readonly pid: number;
  /** The newest one it ran; before its first exec the copy of its parent. */
  image: ProcessImage;
  args: readonly string[];
  /** launchd job. */
  label: string | undefined;
  /** `id`; undefined where the parent was not seen. */
  parent: number | undefined;
  parentPid: number | undefined;
  responsible: number | undefined;
  /** Of the fork, of the exec where the fork was not seen, or of the first event that shows it. */
  readonly startNs: bigint;
  /** `before`: it ran already. */
  readonly start: 'fork' | 'exec' | 'before';
  /** Programs it ran, one after the other; 0: it is still a copy of its parent. */
  images: number;
  endNs: bigint | undefined;
  /** Undefined where its end was not seen. */
  status: ExitStatus | undefined;
  failedLaunch: boolean;
}

export interface LifeSink {
  began?(life: Life): void;
  /** It runs another program from here on; the life shows the new one. `ns`: when. */
  became?(life: Life, ns: bigint): void;
  ended(life: Life): void;
}

/** Of a parent that has not shown itself yet: its own lines will say what it is. */
const NOTHING_BUT_A_TOKEN = { executable: '', signingId: undefined, isPlatformBinary: false };

/** What ended not long ago: lines may come late. */
const REMEMBERED = 4_096;

export class LifeTracker {
  readonly #sink: LifeSink;
  readonly #table = new ProcessTable();
  readonly #live = new Map<ProcessKey, Life>();
  readonly #byPid = new Map<number, { readonly life: Life; readonly key: ProcessKey }>();
  #dead = new Map<ProcessKey, Life>();
  #count = 0;
  #boot = 0;
  #segment = 0;
  #latestNs = 0n;

  constructor(sink: LifeSink) {
    this.#sink = sink;
  }

  /** Takes the next event, in order; says whose it is. The life of an exec or exit is the one that became or ended. */
  take(event: EsEvent): { readonly life: Life; readonly step: ProcessStep | undefined; readonly ns: bigint } {
    const ns = exactNs(event.time) ?? this.#latestNs;
    const step = this.#table.apply(event);
    if (this.#table.boot !== this.#boot) {
      this.finish();
      this.#boot = this.#table.boot;
      this.#latestNs = ns;
    }
    this.#segment = event.segment;
    if (ns > this.#latestNs) this.#latestNs = ns;
    const isStart = step?.kind === 'proxy' || (step?.kind === 'launch' && step.form !== 're-exec');
    const life = this.#lifeOf(event.process, ns, isStart ? 'exec' : 'before');
    if (step !== undefined) this.#step(event, life, step, ns);
    return { life, step, ns };
  }

  /** Ends what is still running: the end of it was not seen. */
  finish(): void {
    for (const { life } of [...this.#byPid.values()]) this.#end(life, this.#latestNs);
    this.#live.clear();
    this.#byPid.clear();
    this.#dead.clear();
  }

  #step(event: EsEvent, life: Life, step: ProcessStep, ns: bigint): void {
    switch (step.kind) {
      case 'fork':
        this.#begin(step.child, { startNs: ns, start: 'fork', parent: life.id, parentPid: life.pid });
        break;
      case 'proxy':
        this.#rename(life, step.image);
        life.label = step.label;
        break;
      case 'launch':
        this.#rename(life, step.image);
        life.args = step.args;
        life.label ??= step.label;
        life.images += 1;
        this.#sink.became?.(life, ns);
        break;
      case 'exit':
      case 'failed-launch':
        life.status = step.status;
        life.failedLaunch = step.kind === 'failed-launch';
        this.#bury(processKey(event.process.token), life, ns);
        break;
    }
  }

  /** exec keeps the process and the pid, and gives it another version. */
  #rename(life: Life, image: ProcessImage): void {
    const old = this.#byPid.get(life.pid);
    if (old?.life === life) this.#live.delete(old.key);
    const key = processKey(image.token);
    this.#live.set(key, life);
    this.#byPid.set(life.pid, { life, key });
    life.image = image;
    life.responsible = this.#responsibleOf(image) ?? life.responsible;
  }

  #lifeOf(image: ProcessImage, ns: bigint, start: Life['start']): Life {
    const key = processKey(image.token);
    const known = this.#live.get(key) ?? this.#dead.get(key);
    const isUnknown = known === undefined || known.image.executable === '';
    const parent = isUnknown ? this.#parentOf(image, ns) : undefined;
    if (known !== undefined) {
      known.parent ??= parent?.id;
      known.parentPid ??= isUnknown ? image.originalPpid : undefined;
      known.image = image;
      return known;
    }
    return this.#begin(image, {
      startNs: ns,
      start,
      parent: parent?.id,
      parentPid: parent?.pid ?? image.originalPpid,
    });
  }

  #parentOf(image: ProcessImage, ns: bigint): Life | undefined {
    const token = image.parentToken;
    if (token === undefined || image.token.pid === LAUNCHD_PID) return undefined;
    const known = this.#live.get(processKey(token)) ?? this.#dead.get(processKey(token));
    // One that was handed to launchd shows launchd's token, and nothing of its parent but the pid.
    if (known !== undefined || token.pid !== image.originalPpid) return known;
    const unseen = assumedLaunchd(token);
    const parent = token.pid === LAUNCHD_PID ? unseen : { ...unseen, ...NOTHING_BUT_A_TOKEN };
    return this.#begin(parent, { startNs: ns, start: 'before', parent: undefined, parentPid: undefined });
  }

  #responsibleOf({ token, responsibleToken }: ProcessImage): number | undefined {
    if (responsibleToken === undefined || isSame(responsibleToken, token)) return undefined;
    return this.#live.get(processKey(responsibleToken))?.id;
  }

  #begin(image: ProcessImage, about: Pick<Life, 'startNs' | 'start' | 'parent' | 'parentPid'>): Life {
    const { pid } = image.token;
    const key = processKey(image.token);
    const before = this.#byPid.get(pid);
    const life: Life = {
      id: this.#count,
      boot: this.#boot,
      segment: this.#segment,
      pid,
      image,
      args: [],
      label: undefined,
      responsible: this.#responsibleOf(image),
      images: about.start === 'before' ? 1 : 0,
      endNs: undefined,
      status: undefined,
      failedLaunch: false,
      ...about,
    };
    this.#count += 1;
    if (before !== undefined && before.life.image.token.pidversion > image.token.pidversion) {
      // An execution that is over is named late: the one that runs keeps its place.
      this.#sink.began?.(life);
      this.#remember(key, life);
      this.#end(life, about.startNs);
      return life;
    }
    if (before !== undefined) this.#bury(before.key, before.life, about.startNs);
    this.#live.set(key, life);
    this.#byPid.set(pid, { life, key });
    this.#sink.began?.(life);
    return life;
  }

  #bury(key: ProcessKey, life: Life, ns: bigint): void {
    const current = this.#byPid.get(life.pid);
    if (current?.life === life) {
      this.#byPid.delete(life.pid);
      this.#live.delete(current.key);
    }
    this.#live.delete(key);
    this.#remember(key, life);
    this.#end(life, ns);
  }

  #remember(key: ProcessKey, life: Life): void {
    this.#dead.set(key, life);
    if (this.#dead.size <= REMEMBERED * 2) return;
    this.#dead = new Map([...this.#dead].slice(REMEMBERED));
  }

  #end(life: Life, ns: bigint): void {
    if (life.endNs !== undefined) return;
    life.endNs = ns > life.startNs ? ns : life.startNs;
    this.#sink.ended(life);
  }
}

function isSame(a: AuditToken, b: AuditToken): boolean {
  return a.pid === b.pid && a.pidversion === b.pidversion;
}
