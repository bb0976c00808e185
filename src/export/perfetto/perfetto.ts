/**
 * A recording for the Perfetto UI: every process a track of its own with a slice for each program it ran, what it did as instants on it,
 * hand-overs between programs as arrows, and above them segments, phases and what was not recorded. Memory follows the live processes.
 */
import type { DetectedPhase } from '../../model/detection.ts';
import type { EsEvent } from '../../model/event.ts';
import type { RecordingNote } from '../../model/recording.ts';
import type { SequenceGap } from '../../model/trace.ts';
import { authorityOf } from '../../model/authority.ts';
import { describeStatus, imageName } from '../../processes/describe.ts';
import { exactNs } from '../exact-time.ts';
import { HandOverWatch, type HandOver } from '../hand-overs.ts';
import { LifeTracker, type Life } from '../lives.ts';
import { clockPacket, eventPacket, trackPacket, type Annotations } from './packets.ts';
import { RECORDING_TRACKS, recordingPackets } from './recording-tracks.ts';

export interface PerfettoOptions {
  readonly recording: RecordingNote;
  readonly phases: readonly DetectedPhase[];
  readonly gaps: readonly SequenceGap[];
  /** Event types drawn as instants. */
  readonly shown: Pick<ReadonlySet<string>, 'has'>;
}

/** What has no instant of its own: the slices tell it. */
const LIFE_EVENTS: ReadonlySet<string> = new Set(['fork', 'exec', 'exit']);

export class PerfettoWriter {
  readonly #options: PerfettoOptions;
  readonly #lives: LifeTracker;
  readonly #handOvers = new HandOverWatch();
  /** Lives whose track the file has. */
  readonly #drawn = new Set<Life>();
  readonly #prefix: bigint;
  #chunks: Buffer[] = [];
  #flows = 0n;
  #instants = 0;

  constructor(options: PerfettoOptions) {
    this.#options = options;
    // The random end of the trace's UUID: two exports that somebody joins into one file do not clash.
    this.#prefix = BigInt(`0x0${/[0-9a-f]{8}$/i.exec(options.recording.trace)?.[0] ?? '1'}`) << 32n;
    this.#lives = new LifeTracker({
      became: (life, ns) => this.#became(life, ns),
      ended: (life) => this.#ended(life),
    });
    this.#put(clockPacket(exactNs(options.recording.startedAt) ?? 0n));
    for (const packet of recordingPackets({ ...options, uuidOf: (index) => this.#prefix | BigInt(index) }))
      this.#put(packet);
  }

  /** Hand-overs and instants drawn so far, and paths forgotten before anybody took them over. */
  get tally(): { readonly handOvers: number; readonly instants: number; readonly forgotten: number } {
    return {
      handOvers: Number(this.#flows),
      instants: this.#instants,
      forgotten: this.#handOvers.forgotten,
    };
  }

  /** Takes the next event, in order. */
  take(event: EsEvent): void {
    const { life, step, ns } = this.#lives.take(event);
    const taken = this.#handOvers.take(event, life, step, ns);
    const isShown = this.#options.shown.has(event.type) && !LIFE_EVENTS.has(event.type);
    if (!isShown && taken.length === 0) return;
    this.#draw(life);
    const endingFlows = taken.map((handOver) => this.#handOver(handOver));
    this.#instants += 1;
    this.#put(
      eventPacket({
        kind: 'instant',
        track: this.#trackOf(life.id),
        ns,
        name: titleOf(event),
        category: event.payload.kind === 'file' ? 'file' : 'event',
        annotations: { ...annotationsOf(event), takesFrom: taken.map(({ program }) => program) },
        endingFlows,
      }),
    );
  }

  /** Call when all events were taken, before the last `drain`. */
  finish(): void {
    this.#lives.finish();
  }

  /** What was made since the last call, for the one file. */
  drain(): readonly (readonly Buffer[])[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return [chunks];
  }

  #put(packet: Buffer): void {
    this.#chunks.push(packet);
  }

  #trackOf(id: number): bigint {
    return this.#prefix | BigInt(RECORDING_TRACKS + id);
  }

  /** A process gets its track when there is something to draw: most forks become their program at once. */
  #draw(life: Life): void {
    // One that has ended has its track: a line about it came late.
    if (life.endNs === undefined) this.#open(life);
  }

  #open(life: Life): void {
    if (this.#drawn.has(life)) return;
    this.#drawn.add(life);
    this.#describe(life, life.startNs);
    this.#begin(life, life.startNs);
  }

  #describe(life: Life, ns: bigint): void {
    const { signingId } = life.image;
    const labels = [`boot ${life.boot}`, ...(signingId === undefined ? [] : [signingId])];
    const process = { pid: life.pid, name: nameOf(life), labels };
    this.#put(trackPacket({ uuid: this.#trackOf(life.id), process, rank: life.id }, ns));
  }

  #begin(life: Life, ns: bigint): void {
    const [track, name] = [this.#trackOf(life.id), nameOf(life)];
    this.#put(
      eventPacket({ kind: 'begin', track, ns, name, category: 'process', annotations: aboutLife(life) }),
    );
  }

  /** One slice a program: the copy of the parent between fork and exec belongs to the program it becomes. */
  #became(life: Life, ns: bigint): void {
    if (this.#drawn.has(life)) {
      this.#put(eventPacket({ kind: 'end', track: this.#trackOf(life.id), ns }));
      this.#describe(life, ns);
      this.#begin(life, ns);
    } else {
      this.#draw(life);
    }
  }

  #ended(life: Life): void {
    this.#open(life);
    const { status, endNs = life.startNs, failedLaunch } = life;
    const annotations =
      status === undefined ? { end: 'not seen' } : { end: describeStatus(status), failedLaunch };
    this.#put(eventPacket({ kind: 'end', track: this.#trackOf(life.id), ns: endNs, annotations }));
    this.#drawn.delete(life);
  }

  /** The arrow needs an event at its beginning; what was put there long ago is told only now, when somebody takes it. */
  #handOver({ life, program, ns, by, path }: HandOver): bigint {
    this.#flows += 1n;
    const flow = this.#prefix | this.#flows;
    this.#put(
      eventPacket({
        kind: 'instant',
        track: this.#trackOf(life),
        ns,
        name: `hands over ${lastOf(path)}`,
        category: 'hand-over',
        annotations: { path, program, to: by },
        flows: [flow],
      }),
    );
    return flow;
  }
}

function nameOf({ image, label, images }: Life): string {
  return images === 0 && label !== undefined ? label : imageName(image);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

function titleOf({ type, payload }: EsEvent): string {
  const object =
    payload.kind === 'file'
      ? payload.path
      : payload.kind === 'exec'
        ? payload.target.executable
        : payload.kind === 'other'
          ? payload.object
          : '';
  return object === '' ? type : `${type} ${object.startsWith('/') ? lastOf(object) : object}`;
}

function aboutLife(life: Life): Annotations {
  const { image, args, label, parent, parentPid, responsible, pid, boot, start } = life;
  return {
    process: life.id,
    pid,
    pidversion: image.token.pidversion,
    boot,
    path: image.executable,
    signingId: image.signingId,
    authority: authorityOf(image),
    cdhash: image.cdhash,
    arguments: args.length === 0 ? undefined : args,
    job: label,
    parent,
    parentPid,
    responsible,
    start: start === 'before' ? 'before it was first seen' : start,
  };
}

function annotationsOf({ type, segment, globalSeq, payload }: EsEvent): Annotations {
  const base = { eventType: type, segment, globalSeq };
  switch (payload.kind) {
    case 'file':
      return { ...base, path: payload.path, source: payload.source, detail: payload.detail };
    case 'exec':
      return { ...base, path: payload.target.executable, script: payload.script };
    case 'other':
      return { ...base, object: payload.object === '' ? undefined : payload.object };
    case 'fork':
    case 'exit':
      return base;
  }
}
