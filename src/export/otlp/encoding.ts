/**
 * OTLP as JSON lines: the form of the OpenTelemetry file exporter, which the Collector's `otlpjsonfile` receiver reads. Each line is one
 * `TracesData` ({"resourceSpans":…}) or `LogsData` ({"resourceLogs":…}); one file holds one of the two. OTLP's JSON is protobuf's, but
 * trace and span ids are hex, enums are numbers, and 64-bit integers are strings. Times are nanoseconds since the epoch.
 *
 * Sources, read in 2026: https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/, …/docs/specs/otlp/#json-protobuf-encoding,
 * opentelemetry-proto (trace.proto, logs.proto, common.proto).
 *
 * Names of attributes are those of the semantic conventions (process, file, os, host, device, error: …/docs/specs/semconv/registry/)
 * where one fits. All others begin with `esdrift.` and are ours.
 */
import { createHash } from 'node:crypto';

type AttributeValue = string | number | boolean | readonly string[] | undefined;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a value of another form would break: a lone surrogate is no UTF-8. */
const LONE_SURROGATES = /(?:[\ud800-\udbff](?![\udc00-\udfff]))|(?:(?<![\ud800-\udbff])[\udc00-\udfff])/g;

export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATES, '\ufffd');
}

function anyValue(value: Exclude<AttributeValue, undefined>): KeyValue['value'] {
  if (typeof value === 'string') return { stringValue: wellFormed(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: wellFormed(item) })) } };
}

/** What is undefined is left out. */
export function keyValues(attributes: Attributes): readonly KeyValue[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

/** 32 hex digits: those of the recording's UUID. */
export function traceIdOf(trace: string): string {
  const digits = trace.replaceAll('-', '').toLowerCase();
  return /^(?!0{32})[0-9a-f]{32}$/.test(digits) ? digits : hash(trace, 32);
}

/** 16 hex digits, the same for the same process of the same recording. */
export function spanIdOf(trace: string, life: number): string {
  return hash(`${trace}/${life}`, 16);
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
