import { AppError } from '../errors.ts';
import type { DecodedEvent } from '../eslogger/decode.ts';
import {
  TRACE_FORMAT_VERSION,
  type HostInfo,
  type Method,
  type OsVersion,
  type Provenance,
  type TraceHeader,
} from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';

/** What the person knows of a recording. Absent: taken from an input that is a trace itself, else unknown. */
export interface TraceFacts {
  readonly method?: Method | undefined;
  readonly os?: OsVersion | undefined;
  readonly target?: OsVersion | undefined;
  readonly arch?: HostInfo['arch'];
  readonly model?: string | undefined;
  readonly virtualMachine?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly provenance?: Exclude<Provenance, 'recorded'> | undefined;
  /** Event types that were subscribed. */
  readonly events?: readonly string[] | undefined;
}

/** `inherited` only where the one input is a trace: a mix of inputs is an import. Errors: usage. */
export function makeHeader(
  facts: TraceFacts,
  first: DecodedEvent,
  inherited: TraceHeader | undefined,
  id: string,
  soleInput: boolean,
): TraceHeader {
  const host = {
    ...inherited?.host,
    ...(facts.arch !== undefined && { arch: facts.arch }),
    ...(facts.model !== undefined && { model: facts.model }),
    ...(facts.virtualMachine !== undefined && { virtualMachine: facts.virtualMachine }),
  };
  const os = facts.os ?? inherited?.os;
  const target = facts.target ?? inherited?.target;
  const eslogger = facts.events ? { ...inherited?.eslogger, events: facts.events } : inherited?.eslogger;
  if (inherited?.provenance === 'synthetic' && facts.provenance === 'imported') {
    throw new AppError('usage', 'The input is a synthetic trace, and stays one.', 'Leave out --provenance.');
  }
  const kept =
    inherited && (soleInput || inherited.provenance === 'synthetic') ? inherited.provenance : undefined;
  return {
    kind: 'esdrift.trace',
    formatVersion: TRACE_FORMAT_VERSION,
    producer: PRODUCER,
    id,
    provenance: facts.provenance ?? kept ?? 'imported',
    method: facts.method ?? inherited?.method ?? 'unknown',
    labels: { ...inherited?.labels, ...facts.labels },
    host,
    ...(os && { os }),
    ...(target && { target }),
    ...(eslogger && { eslogger }),
    redaction: inherited?.redaction ?? { policy: 'unknown' },
    startedAt: utc(first),
  };
}

/** Whatever zone the line used, the header says UTC. */
function utc(event: DecodedEvent): string {
  return event.time.endsWith('Z') ? event.time : new Date(event.timeMs).toISOString();
}

/** A synthetic recording never hides among real ones. Errors: usage. */
export function refuseMixedProvenance(counts: TraceHeader, later: TraceHeader, source: string): void {
  if ((counts.provenance === 'synthetic') === (later.provenance === 'synthetic')) return;
  throw new AppError(
    'usage',
    `${source} is ${later.provenance}, but what comes before it is ${counts.provenance}.`,
    'Import them into two traces, or say --provenance synthetic for all of it.',
  );
}

const OS_VERSION = /^(\d{1,3}(?:\.\d{1,3}){0,2}):(\d{2}[A-Z]\d{1,5}[a-z]?)$/;

/** `26.1:25B78` as sw_vers names product and build. Errors: usage, naming `flag`. */
export function parseOsVersion(text: string, flag: string): OsVersion {
  const [, productVersion, buildVersion] = OS_VERSION.exec(text) ?? [];
  if (productVersion === undefined || buildVersion === undefined) {
    throw new AppError(
      'usage',
      `${flag} is "${text}"; it names product version and build, such as 26.1:25B78.`,
      'On that Mac, `sw_vers` prints both.',
    );
  }
  return { productVersion, buildVersion };
}

/** `K=V` pairs. Errors: usage. */
export function parseLabels(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)] as const;
      throw new AppError(
        'usage',
        `--label is "${pair}"; it takes name=value.`,
        'For example: --label lab=berlin',
      );
    }),
  );
}

/** Comma-separated event types. Errors: usage. */
export function parseEventList(text: string): readonly string[] {
  const events = text.split(',').map((name) => name.trim());
  if (events.every((name) => /^[a-z0-9_]+$/.test(name))) return [...new Set(events)].sort();
  throw new AppError(
    'usage',
    `--events is "${text}"; it takes the names that eslogger was started with, such as exec,fork,exit.`,
    'Leave it out if you do not know them.',
  );
}
