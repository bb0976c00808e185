/**
 * Who is running, as the events say it: fed with every event of a trace in order, it answers who a token was and what each
 * fork, exec and exit meant. Memory follows the live processes; the dead stay for a while, because their children, and events that
 * name them as responsible, come later.
 *
 * A segment of the same boot (eslogger was restarted) keeps the processes; a new boot forgets them, as tokens are unique within
 * one boot only.
 */
import type { AuditToken, EsEvent, ExitStatus, ProcessImage } from '../model/event.ts';
import { Boots } from './boots.ts';
import { isFreshFork, launchForm, type LaunchForm, type ParentBasis } from './launch-form.ts';
import { assumedLaunchd, isXpcproxy, labelOfEnvironment, labelOfProxy, LAUNCHD_PID } from './launchd.ts';
import { processKey, type ProcessKey } from './process-key.ts';

export type ProcessStep =
  | { readonly kind: 'fork'; readonly parent: ProcessImage; readonly child: ProcessImage }
  | {
      readonly kind: 'launch';
      readonly form: LaunchForm;
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

export class ProcessTable {
  /** The newest execution of each pid that has not ended. */
  readonly #running = new Map<number, Entry>();
  /** Others that are remembered. */
  readonly #past = new Map<ProcessKey, Entry>();
  /** The same, the one that ended longest ago first. */
  #ended: ProcessKey[] = [];
  readonly #boots = new Boots();

  /** Counts reboots from 0. */
  get boot(): number {
    return this.#boots.count;
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

  #enter({ segment, machTime, process }: LifeEvent): void {
    if (!this.#boots.enter(segment, machTime, launchdVersionIn(process))) return;
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
    const fresh =
      actor.origin === 'fork' || (actor.origin === 'seen' && isFreshFork(event.timeMs, startMsOf(image)));
    this.#put(image, 'exec', parentToken, label);
    if (toProxy) return { kind: 'proxy', image, label };
    const form = launchForm(fromProxy, fresh);
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

  #parentFor(
    token: AuditToken | undefined,
    form: LaunchForm,
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

/** NaN where it has none. */
function startMsOf({ startTime }: ProcessImage): number {
  return startTime === undefined ? Number.NaN : Date.parse(startTime);
}

function launchdVersionIn({ token, parentToken }: ProcessImage): number | undefined {
  if (token.pid === LAUNCHD_PID) return token.pidversion;
  return parentToken?.pid === LAUNCHD_PID ? parentToken.pidversion : undefined;
}
