import { TRACE_FORMAT_VERSION, type Method, type TraceHeader } from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';
import type { RedactionPolicy } from '../recorder/redaction/kinds.ts';
import { uuidV7 } from '../trace/uuid.ts';
import type { PreparedMac } from './record-mac.ts';

export interface RecordedHeaderOptions {
  readonly method?: Method | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  readonly select?: readonly string[];
  readonly redact: RedactionPolicy;
  readonly now: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
}

/** The header of a recording that begins now. Without `mac` its lines come through a pipe, from anywhere. */
export function recordedHeader(options: RecordedHeaderOptions, mac: PreparedMac | undefined): TraceHeader {
  const { now, randomBytes, select = [] } = options;
  return {
    kind: 'esdrift.trace',
    formatVersion: TRACE_FORMAT_VERSION,
    producer: PRODUCER,
    id: uuidV7(now(), randomBytes),
    provenance: mac === undefined ? 'imported' : 'recorded',
    method: options.method ?? 'unknown',
    labels: options.labels ?? {},
    host: mac?.hostInfo ?? {},
    ...(mac?.os && { os: mac.os }),
    ...(mac && {
      eslogger: {
        path: mac.host.tools.eslogger,
        events: mac.subscribed,
        ...(select.length > 0 && { select }),
      },
    }),
    redaction: { policy: options.redact },
    startedAt: new Date(now()).toISOString(),
  };
}
