/**
 * Who is running, as the events say it: fed with every event of a trace in order, it answers who a token was and what each
 * fork, exec and exit meant. Memory follows the live processes; the dead stay for a while, because their children, and events that
 * name them as responsible, come later.
 *
 * A segment of the same boot (eslogger was restarted) keeps the processes; a new boot forgets them, as tokens are unique within
 * one boot only. `mach_time` starts anew at boot, and launchd has another token there.
 */
import type { AuditToken, EsEvent, ExitStatus, ProcessImage } from '../model/event.ts';
import { assumedLaunchd, isXpcproxy, labelOfEnvironment, labelOfProxy, LAUNCHD_PID } from './launchd.ts';
import { processKey, type ProcessKey } from './process-key.ts';

/** How the parent of a launch is known. */
export type ParentBasis =
  /** The parent's own lines were seen. */
  | 'seen'
  /** pid 1, never seen itself. */
  | 'launchd'
  /** Never seen, but a fork copies its parent: the image before the exec is the parent's. */
  | 'fork-copy'
  | 'unknown';

export type ProcessStep =
  | { readonly kind: 'fork'; readonly parent: ProcessImage; readonly child: ProcessImage }
  | {
      readonly kind: 'launch';
      /** `spawn`: fork and exec. `re-exec`: a running program became another one. `service`: by launchd through xpcproxy. */
      readonly form: 'spawn' | 're-exec' | 'service';
      /** The parent process; see `before` for a re-exec. */
      readonly parent: ProcessImage | undefined;
      readonly parentBasis: ParentBasis;
      /** The image that this exec replaced. */
      readonly before: ProcessImage;
      readonly image: ProcessImage;
      readonly args: readonly string[];
      /** launchd job. */
      readonly label: string | undefined;
    }
  /** launchd's child became xpcproxy; the launch itself follows, or fails. */
  | { readonly kind: 'proxy'; readonly image: ProcessImage; readonly label: string | undefined }
  | {
      readonly kind: 'failed-launch';
      readonly image: ProcessImage;
      readonly label: string | undefined;
      readonly status: ExitStatus;
    }
  | {
      readonly kind: 'exit';
      readonly image: ProcessImage;
      readonly label: string | undefined;
      readonly status: ExitStatus;
    };

/** What the table needs of an event. */
export type LifeEvent = Pick<EsEvent, 'segment' | 'machTime' | 'timeMs' | 'process' | 'payload'>;

/** A life event with its place in the order. */
export type PlacedLifeEvent = LifeEvent & Pick<EsEvent, 'globalSeq'>;

interface Entry {
  image: ProcessImage;
  /** `fork`: still a copy of its parent. `exec`: seen to exec. `seen`: turned up in some other event. */
  origin: 'fork' | 'exec' | 'seen';
  /** The parent at birth, before any reparenting. */
  parent: AuditToken | undefined;
  label: string | undefined;
}

/** Dead executions that can still be looked up. */
const REMEMBERED_DEAD = 8_192;
/** A process seen for the first time in its exec, this soon after its fork, has run nothing else before. */
const FRESH_FORK_MS = 2_000;

export class ProcessTable {
  /** The newest execution of each pid that has not ended. */
  readonly #running = new Map<number, Entry>();
  /** Others that are remembered. */
  readonly #past = new Map<ProcessKey, Entry>();
  /** The same, the one that ended longest ago first. */
  #ended: ProcessKey[] = [];
  #segment = -1;
  #boot = -1;
  #machTime = -1;
  #launchdVersion: number | undefined;

  /** Counts reboots from 0. */
  get boot(): number {
    return Math.max(0, this.#boot);
  }

  /** Takes the next event in order. Undefined where it says nothing about the life of a process. */
  apply(event: LifeEvent): ProcessStep | undefined {
    this.#enter(event);
    const { process, payload } = event;
    const actor = this.#see(process);
    switch (payload.kind) {
      case 'fork':
        this.#put(payload.child, 'fork', process.token, undefined);
        return { kind: 'fork', parent: process, child: payload.child };
      case 'exec':
        return this.#exec(event, actor, payload.target, payload.args, payload.env);
      case 'exit':
        this.#bury(actor);
        return actor.origin !== 'fork' && isXpcproxy(process) && this.#parentOf(actor)?.pid === LAUNCHD_PID
          ? { kind: 'failed-launch', image: process, label: actor.label, status: payload.status }
          : { kind: 'exit', image: process, label: actor.label, status: payload.status };
      case 'file':
        return undefined;
      case 'other':
        if (payload.target !== undefined) this.#see(payload.target);
        return undefined;
    }
  }

  /** The newest image known for a token, of a live process or one that died not long ago. */
  imageOf(token: AuditToken): ProcessImage | undefined {
    const known = this.#find(token)?.image;
    return known ?? (token.pid === LAUNCHD_PID ? assumedLaunchd(token) : undefined);
  }

  /** The launchd job of a process that was started through xpcproxy within the recording. */
  labelOf(token: AuditToken): string | undefined {
    return this.#find(token)?.label;
  }

  /** The parent at birth: reparenting to launchd, when the parent ends, does not change it. Undefined where it was not seen. */
  parentOf(image: ProcessImage): ProcessImage | undefined {
    const token = this.#find(image.token)?.parent ?? birthParent(image);
    return token === undefined ? undefined : this.imageOf(token);
  }

  /** Undefined where nobody knows; the process itself where it is responsible for itself. */
  responsibleOf(image: ProcessImage): ProcessImage | undefined {
    const token = image.responsibleToken;
    if (token === undefined) return undefined;
    return isSame(token, image.token) ? image : this.imageOf(token);
  }

  get size(): number {
    return this.#running.size + this.#past.size;
  }

  #enter(event: LifeEvent): void {
    if (event.segment !== this.#segment) {
      if (this.#segment === -1 || event.machTime < this.#machTime || this.#otherLaunchd(event))
        this.#startBoot();
      this.#segment = event.segment;
      this.#machTime = event.machTime;
    }
    this.#machTime = Math.max(this.#machTime, event.machTime);
    this.#launchdVersion ??= launchdVersionIn(event);
  }

  #otherLaunchd(event: LifeEvent): boolean {
    const version = launchdVersionIn(event);
    return version !== undefined && this.#launchdVersion !== undefined && version !== this.#launchdVersion;
  }

  #startBoot(): void {
    this.#boot += 1;
    this.#machTime = -1;
    this.#launchdVersion = undefined;
    this.#running.clear();
    this.#past.clear();
    this.#ended = [];
  }

  #find(token: AuditToken): Entry | undefined {
    const running = this.#running.get(token.pid);
    if (running !== undefined && isSame(running.image.token, token)) return running;
    return this.#past.size === 0 ? undefined : this.#past.get(processKey(token));
  }

  #see(image: ProcessImage): Entry {
    const known = this.#find(image.token);
    if (known === undefined) return this.#put(image, 'seen', birthParent(image), undefined);
    known.image = image;
    return known;
  }

  #put(
    image: ProcessImage,
    origin: Entry['origin'],
    parent: AuditToken | undefined,
    label: string | undefined,
  ): Entry {
    const { pid, pidversion } = image.token;
    const entry: Entry = { image, origin, parent, label };
    const running = this.#running.get(pid);
    // pidversions grow within a boot. Somebody named an execution that is over: its place must not be taken from the one that runs.
    if (running !== undefined && pidversion < running.image.token.pidversion) {
      const key = processKey(image.token);
      this.#past.set(key, entry);
      this.#ended.push(key);
      return entry;
    }
    if (running !== undefined && !isSame(running.image.token, image.token)) this.#bury(running);
    this.#running.set(pid, entry);
    return entry;
  }

  #bury(entry: Entry): void {
    const { token } = entry.image;
    const key = processKey(token);
    if (this.#running.get(token.pid) === entry) {
      this.#running.delete(token.pid);
      this.#past.set(key, entry);
    }
    this.#ended.push(key);
    if (this.#ended.length < REMEMBERED_DEAD * 2) return;
    for (const old of this.#ended.slice(0, REMEMBERED_DEAD)) this.#past.delete(old);
    this.#ended = this.#ended.slice(REMEMBERED_DEAD);
  }

  #parentOf(entry: Entry): AuditToken | undefined {
    return entry.parent ?? entry.image.parentToken;
  }

  #exec(
    event: LifeEvent,
    actor: Entry,
    image: ProcessImage,
    args: readonly string[],
    env: readonly string[],
  ): ProcessStep {
    const before = event.process;
    const parentToken = actor.parent ?? birthParent(image);
    const fromProxy = isXpcproxy(before) && parentToken?.pid === LAUNCHD_PID;
    const toProxy = isXpcproxy(image) && parentToken?.pid === LAUNCHD_PID;
    const label = toProxy
      ? labelOfProxy(args)
      : (actor.label ?? (fromProxy ? labelOfEnvironment(env) : undefined));
    const fresh = actor.origin === 'fork' || (actor.origin === 'seen' && this.#looksFresh(event, image));
    this.#put(image, 'exec', parentToken, label);
    if (toProxy) return { kind: 'proxy', image, label };
    const form = fromProxy ? 'service' : fresh ? 'spawn' : 're-exec';
    return {
      kind: 'launch',
      form,
      before,
      image,
      args,
      label,
      ...this.#parentFor(parentToken, form, before),
    };
  }

  /** Without its fork in the recording: exec follows fork at once, and `start_time` is the fork's. */
  #looksFresh(event: LifeEvent, image: ProcessImage): boolean {
    const startMs = image.startTime === undefined ? Number.NaN : Date.parse(image.startTime);
    return Number.isNaN(startMs) || Math.abs(event.timeMs - startMs) < FRESH_FORK_MS;
  }

  #parentFor(
    token: AuditToken | undefined,
    form: 'spawn' | 're-exec' | 'service',
    before: ProcessImage,
  ): { parent: ProcessImage | undefined; parentBasis: ParentBasis } {
    const seen = token === undefined ? undefined : this.#find(token)?.image;
    if (seen !== undefined) return { parent: seen, parentBasis: 'seen' };
    if (token?.pid === LAUNCHD_PID) return { parent: assumedLaunchd(token), parentBasis: 'launchd' };
    if (form === 'spawn') return { parent: before, parentBasis: 'fork-copy' };
    return { parent: undefined, parentBasis: 'unknown' };
  }
}

function isSame(one: AuditToken, other: AuditToken): boolean {
  return one.pid === other.pid && one.pidversion === other.pidversion;
}

/** The parent token at birth where the process itself still shows it; undefined once it was handed to launchd. */
function birthParent(image: ProcessImage): AuditToken | undefined {
  const token = image.parentToken;
  return token !== undefined && token.pid === image.originalPpid ? token : undefined;
}

function launchdVersionIn(event: LifeEvent): number | undefined {
  const { token, parentToken } = event.process;
  if (token.pid === LAUNCHD_PID) return token.pidversion;
  return parentToken?.pid === LAUNCHD_PID ? parentToken.pidversion : undefined;
}
