/** What the JSON frames of a trace say, read without trust: a foreign file may say anything. */
import type { Method, OsVersion, Provenance, TraceHeader } from '../model/trace.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import { isObject, type JsonObject } from '../eslogger/json-value.ts';
import type { PlacedProbe } from '../detection/probe-feed.ts';
import { TraceRefusal } from './trace-refusal.ts';

const PROVENANCES: readonly Provenance[] = ['recorded', 'imported', 'synthetic'];
const METHODS: readonly Method[] = [
  'ota',
  'full-installer',
  'background-security-improvement',
  'control',
  'unknown',
];
const NEWEST_VERSION = 1;

/** A header with what is needed; throws where it is none. */
export function headerOf(value: unknown): TraceHeader {
  if (!isObject(value) || value['kind'] !== 'esdrift.trace') throw new TraceRefusal('The file is no trace.');
  const version = value['formatVersion'];
  if (typeof version !== 'number' || version > NEWEST_VERSION)
    throw new TraceRefusal('The trace was written by a newer esdrift. Make the report again with that one.');
  const { id, provenance, method, os, target, startedAt, eslogger } = value;
  const events = isObject(eslogger) ? eslogger['events'] : undefined;
  const [from, to] = [versionOf(os), versionOf(target)];
  return {
    kind: 'esdrift.trace',
    formatVersion: version,
    producer: { name: 'esdrift', version: '' },
    id: typeof id === 'string' ? id : '',
    provenance: PROVENANCES.find((one) => one === provenance) ?? 'imported',
    method: METHODS.find((one) => one === method) ?? 'unknown',
    labels: {},
    host: {},
    ...(from === undefined ? {} : { os: from }),
    ...(to === undefined ? {} : { target: to }),
    ...(Array.isArray(events)
      ? { eslogger: { events: events.filter((name): name is string => typeof name === 'string') } }
      : {}),
    redaction: { policy: 'unknown' },
    startedAt: typeof startedAt === 'string' ? startedAt : '',
  };
}

function versionOf(value: unknown): OsVersion | undefined {
  if (!isObject(value)) return undefined;
  const { productVersion, buildVersion } = value;
  return typeof productVersion === 'string' && typeof buildVersion === 'string'
    ? { productVersion, buildVersion }
    : undefined;
}

/** Of lines without a trace around them nothing is known. */
export const PLAIN_LINES: TraceHeader = {
  kind: 'esdrift.trace',
  formatVersion: NEWEST_VERSION,
  producer: { name: 'esdrift', version: '' },
  id: '',
  provenance: 'imported',
  method: 'unknown',
  labels: {},
  host: {},
  redaction: { policy: 'unknown' },
  startedAt: '',
};

/** The segment of the data frames that follow; undefined: as before. */
export function segmentIn(value: unknown): number | undefined {
  const segment = isObject(value) ? value['segment'] : undefined;
  return typeof segment === 'number' && Number.isSafeInteger(segment) && segment >= 0 ? segment : undefined;
}

export interface BlindRecord {
  readonly fromMs: number;
  readonly reason: string;
}

/** What a recorder noted beside the events. */
export interface ToldByRecorder {
  readonly probes: readonly PlacedProbe[];
  /** The system that ran, by segment. */
  readonly systems: ReadonlyMap<number, OsVersion>;
  readonly blind: readonly BlindRecord[];
}

/** A recorder notes a probe a minute; more than these are of no trace that it wrote. */
const MOST_NOTES = 100_000;
const KEPT_KINDS: ReadonlySet<unknown> = new Set(['probe', 'segment-start', 'blind-window']);

export class RecordNotes {
  readonly #probes: PlacedProbe[] = [];
  readonly #systems = new Map<number, OsVersion>();
  readonly #blind: BlindRecord[] = [];
  #left = MOST_NOTES;

  /** The content of a frame of records. */
  add(value: unknown): void {
    const records = isObject(value) ? value['records'] : undefined;
    if (!Array.isArray(records)) return;
    for (const record of records as unknown[]) {
      if (!isObject(record) || !KEPT_KINDS.has(record['kind']) || this.#left === 0) continue;
      this.#left -= 1;
      this.#keep(record);
    }
  }

  get told(): ToldByRecorder {
    return { probes: this.#probes, systems: this.#systems, blind: this.#blind };
  }

  #keep(record: JsonObject): void {
    const { kind, segment, time, values, from, reason, os } = record;
    if (kind === 'blind-window') {
      const fromMs = typeof from === 'string' ? parseTimeMs(from) : undefined;
      if (fromMs !== undefined && typeof reason === 'string') this.#blind.push({ fromMs, reason });
      return;
    }
    if (typeof segment !== 'number') return;
    this.#ran(
      segment,
      versionOf(kind === 'probe' && isObject(values) ? values['os'] : os),
      kind === 'segment-start',
    );
    if (kind !== 'probe' || !isObject(values) || typeof time !== 'string') return;
    const timeMs = parseTimeMs(time);
    if (timeMs !== undefined) this.#probes.push({ segment, time, timeMs, values });
  }

  #ran(segment: number, os: OsVersion | undefined, isSure: boolean): void {
    if (os !== undefined && (isSure || !this.#systems.has(segment))) this.#systems.set(segment, os);
  }
}
