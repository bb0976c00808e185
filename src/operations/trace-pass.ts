/** One pass over a trace for detection: its events in order, with the probes of the recorder at their places. */
import { ProbeFeed, type PlacedProbe, type ProbeObserver } from '../detection/probe-feed.ts';
import type { StreamFacts } from '../detection/stream-facts.ts';
import { AppError } from '../errors.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { EsEvent } from '../model/event.ts';
import { shellWord } from '../model/shell-word.ts';
import type { OsVersion, TraceHeader } from '../model/trace.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { visitEvents, type ReadEventsOptions } from './read-events.ts';
import { recordingNote } from './recording-note.ts';

/** Takes what is in a trace. */
export interface TraceVisitor extends ProbeObserver {
  observe(event: EsEvent): void;
}

export interface PassedTrace {
  readonly header: TraceHeader;
  readonly facts: StreamFacts;
}

/** Errors: no-events; those of opening and reading a trace. */
export async function passTrace(
  path: string,
  visitor: TraceVisitor,
  options: Pick<ReadEventsOptions, 'onBytes'> = {},
): Promise<PassedTrace> {
  await using reader = await openTrace(path);
  if (reader.summary.events === 0)
    throw new AppError(
      'no-events',
      `${path} holds no event.`,
      `See what it holds: esdrift trace info ${shellWord(path)}`,
    );
  return { header: reader.header, facts: await passReader(reader, visitor, options) };
}

/** The same for a trace that is open; the caller closes it. Errors: those of reading; bad-lines where `strict`. */
export async function passReader(
  reader: TraceReader,
  visitor: TraceVisitor,
  options: Pick<ReadEventsOptions, 'strict' | 'tally' | 'templates' | 'onBytes'> = {},
): Promise<StreamFacts> {
  const records = await recordsOf(reader);
  const probes = new ProbeFeed(records.probes, visitor);
  await visitEvents(reader, options, (event) => {
    probes.before(event);
    visitor.observe(event);
  });
  probes.rest();
  return factsWith(reader, records);
}

/** What is known of a recording beside its events. Errors: those of reading. */
export async function streamFacts(reader: TraceReader): Promise<StreamFacts> {
  return factsWith(reader, await recordsOf(reader));
}

async function factsWith(reader: TraceReader, { probes, systems }: PlacedRecords): Promise<StreamFacts> {
  const { header, summary } = reader;
  const recording = await recordingNote(reader);
  const subscribed = header.eslogger?.events;
  return {
    recording,
    lost: recording.lost,
    os: header.os,
    target: header.target,
    osOf: (segment) => systems.get(segment),
    isRecorded: (type) =>
      type === 'probe'
        ? probes.length > 0
        : (summary.eventsByType[type] ?? 0) > 0 || subscribed?.includes(type) === true,
  };
}

interface PlacedRecords {
  readonly probes: readonly PlacedProbe[];
  readonly systems: ReadonlyMap<number, OsVersion>;
}

async function recordsOf(reader: TraceReader): Promise<PlacedRecords> {
  const probes: PlacedProbe[] = [];
  const systems = new Map<number, OsVersion>();
  for await (const record of reader.records()) {
    if (record.kind === 'segment-start' && record.os !== undefined) systems.set(record.segment, record.os);
    if (record.kind !== 'probe') continue;
    const { segment, time, values } = record;
    const timeMs = parseTimeMs(time);
    if (timeMs !== undefined) probes.push({ segment, time, timeMs, values });
    const os = osIn(values['os']);
    if (os !== undefined && !systems.has(segment)) systems.set(segment, os);
  }
  return { probes, systems };
}

function osIn(value: unknown): OsVersion | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('productVersion' in value) || !('buildVersion' in value)) return undefined;
  const { productVersion, buildVersion } = value;
  return typeof productVersion === 'string' && typeof buildVersion === 'string'
    ? { productVersion, buildVersion }
    : undefined;
}
