/** Detection on a trace: one pass over its events, with the probes of the recorder at their places. */
import { AppError } from '../errors.ts';
import { conclude } from '../detection/conclude.ts';
import { Detector, type DetectorOptions } from '../detection/engine.ts';
import type { Moment } from '../detection/hit.ts';
import type { Firing, RuleWatch } from '../detection/rule-watch.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Detection, DetectionEvent } from '../model/detection.ts';
import type { EsEvent } from '../model/event.ts';
import type { RuleSet } from '../model/rules.ts';
import type { OsVersion } from '../model/trace.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { readEventBatches } from './read-events.ts';
import { recordingNote } from './recording-note.ts';
import { shellWord } from '../model/shell-word.ts';

export interface DetectOptions extends DetectorOptions {
  readonly rules: RuleSet;
  /** In place of what the header says. */
  readonly os?: OsVersion | undefined;
  /** Leaves events out, for trials of what loss does. */
  readonly keeps?: ((event: EsEvent) => boolean) | undefined;
}

interface PlacedProbe extends Moment {
  readonly values: Readonly<Record<string, unknown>>;
}

/** Errors: no-events; those of opening and reading a trace. */
export async function detect(path: string, options: DetectOptions): Promise<Detection> {
  await using reader = await openTrace(path);
  return await detectIn(reader, options);
}

/** A firing as a machine gets it. */
export function detectionEvent({ rule }: RuleWatch, { decision, hits }: Firing): DetectionEvent {
  const { id, title, claim, method, phase } = rule;
  const { time, offsetMs } = decision.evidence;
  const evidence = hits.map((hit) => hit.evidence);
  return {
    kind: 'esdrift.detection-event',
    formatVersion: 1,
    rule: id,
    title,
    claim,
    method,
    phase,
    time,
    offsetMs,
    evidence,
  };
}

/** An answer is 0, also that nothing began; that one cannot tell is 3. */
export function exitOfDetection({ method }: Detection): ExitCode {
  return method === 'unknown' ? EXIT.inconclusive : EXIT.ok;
}

async function detectIn(reader: TraceReader, options: DetectOptions): Promise<Detection> {
  const { path, header, summary } = reader;
  if (summary.events === 0)
    throw new AppError(
      'no-events',
      `${path} holds no event.`,
      `See what it holds: esdrift trace info ${shellWord(path)}`,
    );
  const recording = await recordingNote(reader);
  const { probes, systems } = await recordsOf(reader);
  const detector = new Detector(options.rules, options);
  let next = 0;
  let removed = 0;
  for await (const batch of readEventBatches(reader)) {
    for (const event of batch) {
      if (options.keeps?.(event) === false) {
        removed += 1;
        continue;
      }
      for (let probe = probes[next]; probe !== undefined && isBefore(probe, event); probe = probes[next]) {
        detector.observeProbe(probe, probe.values);
        next += 1;
      }
      detector.observe(event);
    }
  }
  for (const probe of probes.slice(next)) detector.observeProbe(probe, probe.values);
  const subscribed = header.eslogger?.events;
  return conclude(options.rules, detector, {
    recording,
    lost: recording.lost + removed,
    os: options.os ?? header.os,
    target: header.target,
    osOf: (segment) => systems.get(segment),
    isRecorded: (type) =>
      type === 'probe'
        ? probes.length > 0
        : (summary.eventsByType[type] ?? 0) > 0 || subscribed?.includes(type) === true,
  });
}

function isBefore(probe: PlacedProbe, event: EsEvent): boolean {
  return probe.segment < event.segment || (probe.segment === event.segment && probe.timeMs <= event.timeMs);
}

async function recordsOf(
  reader: TraceReader,
): Promise<{ readonly probes: readonly PlacedProbe[]; readonly systems: ReadonlyMap<number, OsVersion> }> {
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
  return { probes: probes.sort((a, b) => a.segment - b.segment || a.timeMs - b.timeMs), systems };
}

function osIn(value: unknown): OsVersion | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('productVersion' in value) || !('buildVersion' in value)) return undefined;
  const { productVersion, buildVersion } = value;
  return typeof productVersion === 'string' && typeof buildVersion === 'string'
    ? { productVersion, buildVersion }
    : undefined;
}
