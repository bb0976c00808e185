/**
 * Perfetto's native format: a file is the message `Trace`, which is packets one after the other, each `0x0a`, its length, a `TracePacket`.
 * Packets need no order; the importer sorts them by timestamp. What is used of it:
 *
 * - `ClockSnapshot`: says once that our timestamps (nanoseconds since the epoch) are wall-clock time, so that the UI can show dates.
 * - `TrackDescriptor`: a lane, by a 64-bit uuid, with a name and a parent. With a `process` in it the UI groups what belongs to the
 *   process; a second descriptor with the same pid is a new process (pids are reused).
 * - `TrackEvent`: begins or ends a slice on a track, or marks an instant, which is a slice of no duration. Slices of one track must nest.
 *   Events that share a flow id are joined by an arrow, from the earlier one to the one that lists it as terminating.
 *
 * Why not the older Chrome JSON: its times are doubles of microseconds, its pids and tids must carry all structure, a flow needs begin and
 * end events bound to enclosing slices, and it is several times larger.
 *
 * Sources, read in 2026: protos/perfetto/trace/{trace_packet,clock_snapshot}.proto, track_event/*.proto and
 * docs/reference/synthetic-track-event.md of https://github.com/google/perfetto. Field numbers are theirs.
 */
import { escapeText } from '../../report/escape.ts';
import { ProtoMessage } from './protobuf.ts';

/** Any constant: all packets come from one writer. */
const SEQUENCE = 1;
const CLOCK_REALTIME = 1;
const CLOCK_BOOTTIME = 6;
const INCREMENTAL_STATE_CLEARED = 1;

export type AnnotationValue = string | number | bigint | boolean | readonly string[] | undefined;
export type Annotations = Readonly<Record<string, AnnotationValue>>;

export interface Track {
  readonly uuid: bigint;
  readonly parent?: bigint;
  readonly name?: string;
  readonly description?: string;
  readonly process?: { readonly pid: number; readonly name: string; readonly labels: readonly string[] };
  /** Children and processes stand in the order of their ranks. */
  readonly ordersChildren?: boolean;
  readonly ordersProcesses?: boolean;
  readonly rank?: number;
}

export interface TrackEvent {
  readonly kind: 'begin' | 'end' | 'instant';
  readonly track: bigint;
  readonly ns: bigint;
  readonly name?: string;
  readonly category?: string;
  readonly annotations?: Annotations;
  readonly flows?: readonly bigint[];
  readonly endingFlows?: readonly bigint[];
}

const EVENT_TYPES = { begin: 1, end: 2, instant: 3 } as const;

/** One packet as it stands in the file. */
function framed(packet: ProtoMessage): Buffer {
  return Buffer.from(new ProtoMessage().message(1, packet).bytes());
}

function packet(): ProtoMessage {
  return new ProtoMessage().uint(10, SEQUENCE);
}

/** The first packet. */
export function clockPacket(ns: bigint): Buffer {
  const clocks = new ProtoMessage();
  for (const clock of [CLOCK_BOOTTIME, CLOCK_REALTIME])
    clocks.message(1, new ProtoMessage().uint(1, clock).uint(2, ns));
  clocks.uint(2, CLOCK_REALTIME);
  return framed(packet().uint(13, INCREMENTAL_STATE_CLEARED).uint(87, true).uint(8, ns).message(6, clocks));
}

/** `ns`: from when on it holds. */
export function trackPacket(track: Track, ns: bigint): Buffer {
  const { uuid, parent, name, description, process, rank } = track;
  const descriptor = new ProtoMessage().uint(1, uuid);
  if (name !== undefined) descriptor.string(2, escapeText(name));
  if (process !== undefined) {
    const inner = new ProtoMessage().int(1, process.pid).string(6, escapeText(process.name));
    for (const label of process.labels) inner.string(8, escapeText(label));
    descriptor.message(3, inner);
  }
  if (parent !== undefined) descriptor.uint(5, parent);
  if (track.ordersChildren === true) descriptor.uint(11, 3);
  if (rank !== undefined) descriptor.int(12, rank);
  if (description !== undefined) descriptor.string(14, escapeText(description));
  if (track.ordersProcesses === true) descriptor.uint(19, 1);
  return framed(packet().uint(8, ns).message(60, descriptor));
}

function annotation(name: string, value: Exclude<AnnotationValue, undefined>): ProtoMessage {
  const message = new ProtoMessage().string(10, name);
  if (typeof value === 'boolean') return message.uint(2, value);
  if (typeof value === 'bigint') return message.int(4, value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? message.int(4, value) : message;
  if (typeof value === 'string') return message.string(6, escapeText(value));
  for (const item of value) message.message(12, new ProtoMessage().string(6, escapeText(item)));
  return message;
}

export function eventPacket(event: TrackEvent): Buffer {
  const { kind, track, name, category, annotations = {}, flows = [], endingFlows = [] } = event;
  const message = new ProtoMessage();
  for (const [key, value] of Object.entries(annotations))
    if (value !== undefined) message.message(4, annotation(key, value));
  message.uint(9, EVENT_TYPES[kind]).uint(11, track);
  if (category !== undefined) message.string(22, category);
  if (name !== undefined) message.string(23, escapeText(name));
  for (const flow of flows) message.fixed64(47, flow);
  for (const flow of endingFlows) message.fixed64(48, flow);
  return framed(packet().uint(8, event.ns).message(11, message));
}
