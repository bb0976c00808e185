/**
 * Reads a Perfetto trace back: the wire format of protobuf, and the field numbers of Perfetto's .proto files (track_event.proto,
 * track_descriptor.proto, debug_annotation.proto, clock_snapshot.proto), written down a second time. It knows nothing of the writer.
 */
type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

export interface ReadTrack {
  readonly uuid: bigint;
  readonly parent: bigint | undefined;
  readonly name: string;
  readonly pid: number | undefined;
}

export interface ReadEvent {
  readonly type: 'begin' | 'end' | 'instant';
  readonly ns: bigint;
  readonly track: bigint;
  readonly name: string;
  readonly category: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly flows: readonly bigint[];
  readonly endingFlows: readonly bigint[];
}

export interface ReadTrace {
  readonly packets: number;
  /** Clock id → ns, of the one snapshot. */
  readonly clocks: ReadonlyMap<number, bigint>;
  /** The newest descriptor of each uuid. */
  readonly tracks: ReadonlyMap<bigint, ReadTrack>;
  /** In the order of their times, those of one time in the order of the file, as the importer sorts them. */
  readonly events: readonly ReadEvent[];
}

function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error('a varint ends early');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
      if (shift > 63n) throw new Error('a varint is too long');
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const [field, wire] = [tag >> 3, tag & 7];
    const list = fields.get(field) ?? [];
    fields.set(field, list);
    if (wire === 0) list.push(varint());
    else if (wire === 1) list.push(bytes.readBigUInt64LE(at));
    else if (wire !== 2) throw new Error(`wire type ${wire}`);
    if (wire === 1) at += 8;
    if (wire !== 2) continue;
    const length = Number(varint());
    if (at + length > bytes.length) throw new Error('a field ends early');
    list.push(bytes.subarray(at, at + length));
    at += length;
  }
  return fields;
}

const numbers = (fields: Fields, field: number): bigint[] =>
  (fields.get(field) ?? []).flatMap((value) => (typeof value === 'bigint' ? [value] : []));
const buffers = (fields: Fields, field: number): Buffer[] =>
  (fields.get(field) ?? []).flatMap((value) => (typeof value === 'bigint' ? [] : [value]));
const number = (fields: Fields, field: number): bigint => numbers(fields, field)[0] ?? 0n;
const text = (fields: Fields, field: number): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(buffers(fields, field)[0] ?? Buffer.alloc(0));

function annotationValue(fields: Fields): unknown {
  if (fields.has(2)) return number(fields, 2) === 1n;
  if (fields.has(4)) return Number(BigInt.asIntN(64, number(fields, 4)));
  if (fields.has(6)) return text(fields, 6);
  return buffers(fields, 12).map((item) => text(fieldsOf(item), 6));
}

const TYPES = ['unspecified', 'begin', 'end', 'instant'] as const;

function eventOf(fields: Fields, ns: bigint): ReadEvent {
  const type = TYPES[Number(number(fields, 9))];
  if (type === undefined || type === 'unspecified') throw new Error('an event without a type');
  return {
    type,
    ns,
    track: number(fields, 11),
    name: text(fields, 23),
    category: text(fields, 22),
    annotations: Object.fromEntries(
      buffers(fields, 4).map((item) => {
        const inner = fieldsOf(item);
        return [text(inner, 10), annotationValue(inner)];
      }),
    ),
    flows: numbers(fields, 47),
    endingFlows: numbers(fields, 48),
  };
}

function trackOf(fields: Fields): ReadTrack {
  const [process] = buffers(fields, 3).map(fieldsOf);
  return {
    uuid: number(fields, 1),
    parent: numbers(fields, 5)[0],
    name: process === undefined ? text(fields, 2) : text(process, 6),
    pid: process === undefined ? undefined : Number(number(process, 1)),
  };
}

export function readPerfetto(bytes: Buffer): ReadTrace {
  const file = fieldsOf(bytes);
  if ([...file.keys()].some((field) => field !== 1)) throw new Error('a trace holds packets only');
  const packets = buffers(file, 1).map(fieldsOf);
  const tracks = new Map<bigint, ReadTrack>();
  const clocks = new Map<number, bigint>();
  const events: ReadEvent[] = [];
  for (const packet of packets) {
    if (number(packet, 10) === 0n) throw new Error('a packet without a sequence id');
    const ns = number(packet, 8);
    for (const descriptor of buffers(packet, 60).map(fieldsOf).map(trackOf))
      tracks.set(descriptor.uuid, descriptor);
    for (const event of buffers(packet, 11)) events.push(eventOf(fieldsOf(event), ns));
    for (const snapshot of buffers(packet, 6).map(fieldsOf))
      for (const clock of buffers(snapshot, 1).map(fieldsOf))
        clocks.set(Number(number(clock, 1)), number(clock, 2));
  }
  events.sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
  return { packets: packets.length, clocks, tracks, events };
}
