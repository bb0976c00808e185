/** What the JSON frames of a trace say, read without trust: a foreign file may say anything. */
import type { Method, OsVersion, Provenance, TraceHeader } from '../model/trace.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import { isObject } from '../eslogger/json-value.ts';

/** The file is no trace, or one that this page cannot read. The message is for people. */
export class TraceRefusal extends Error {}

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
  const { id, provenance, method, os, target, startedAt } = value;
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

/** The segment of the data frames that follow; undefined: as before. */
export function segmentIn(value: unknown): number | undefined {
  const segment = isObject(value) ? value['segment'] : undefined;
  return typeof segment === 'number' && Number.isSafeInteger(segment) && segment >= 0 ? segment : undefined;
}

export interface BlindRecord {
  readonly fromMs: number;
  readonly reason: string;
}

export function blindWindowsOf(value: unknown): readonly BlindRecord[] {
  const records = isObject(value) ? value['records'] : undefined;
  if (!Array.isArray(records)) return [];
  return records.flatMap((record: unknown) => {
    if (!isObject(record) || record['kind'] !== 'blind-window') return [];
    const { from, reason } = record;
    const fromMs = typeof from === 'string' ? parseTimeMs(from) : undefined;
    return fromMs === undefined || typeof reason !== 'string' ? [] : [{ fromMs, reason }];
  });
}
