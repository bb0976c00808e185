/** `export --to otlp`, held against OpenTelemetry's own serializer and its registry of names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JsonLogsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import * as conventions from '@opentelemetry/semantic-conventions';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OtlpWriter } from '../../src/export/otlp/otlp.ts';
import { processTree } from '../../src/operations/process-tree.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { Workbench } from '../drift/workbench.ts';
import { image, launchd, Recording } from '../facts/events.ts';

const NAME = 'macos-26.1-25B78--26.2-25C56.ota.arm64.run-1';
const OTA = fileURLToPath(new URL(`../../traces/${NAME}.jsonl.zst`, import.meta.url));
const bench = new Workbench();
afterAll(() => bench.remove());

interface KeyValue {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: string;
    readonly boolValue?: boolean;
    readonly arrayValue?: { readonly values: readonly { readonly stringValue: string }[] };
  };
}
interface Entry {
  readonly traceId: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly eventName?: string;
  readonly kind: number;
  readonly severityNumber?: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events?: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly links?: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly body?: { readonly stringValue: string };
}
interface Group {
  readonly resource: { readonly attributes: readonly KeyValue[] };
  readonly entries: readonly Entry[];
}

/** The form of a line is asserted on the way: one object with one list, of one resource and one scope. */
function groupsOf(text: string, signal: 'Spans' | 'Logs'): Group[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const document = JSON.parse(line) as Record<string, Record<string, unknown>[]>;
      expect(Object.keys(document)).toEqual([`resource${signal}`]);
      const [resource, ...others] = document[`resource${signal}`] ?? [];
      expect(others).toEqual([]);
      const [scope] = (resource?.[`scope${signal}`] ?? []) as Record<string, unknown>[];
      expect(scope?.['scope']).toMatchObject({ name: 'esdrift' });
      return {
        resource: resource?.['resource'] as Group['resource'],
        entries: scope?.[signal === 'Spans' ? 'spans' : 'logRecords'] as Entry[],
      };
    });
}

function plain(attributes: readonly KeyValue[]): Record<string, string | number | boolean | string[]> {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, boolValue, arrayValue } }) => [
      key,
      stringValue ?? boolValue ?? arrayValue?.values.map((item) => item.stringValue) ?? Number(intValue),
    ]),
  );
}

const hrTime = (ns: string): [number, number] => [
  Number(BigInt(ns) / 1_000_000_000n),
  Number(BigInt(ns) % 1_000_000_000n),
];
const scope = { name: 'esdrift', version: '0.1.0' };
const resource = { attributes: {}, merge: () => resource, getRawAttributes: () => [] };
const contextOf = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: 1 });

/** What OpenTelemetry's SDK would write for the same span or record. */
function theirs(
  serializer: { serializeRequest: (items: never) => Uint8Array | undefined },
  item: object,
): unknown {
  const bytes = serializer.serializeRequest([item] as never);
  const document = JSON.parse(Buffer.from(bytes ?? []).toString()) as Record<
    string,
    Record<string, Record<string, unknown[]>[]>[]
  >;
  const [group] = Object.values(document)[0] ?? [];
  const [list] = group?.['scopeSpans'] ?? group?.['scopeLogs'] ?? [];
  return (list?.['spans'] ?? list?.['logRecords'])?.[0];
}

describe('a recording for OpenTelemetry', () => {
  let spans: Group[] = [];
  let logs: Group[] = [];
  beforeAll(async () => {
    const run = await bench.esdrift(['export', OTA, '--to', 'otlp', '--out', 'otlp', '--json']);
    expect(run.code, run.stderr).toBe(0);
    const { files } = validateDocument('data-exported', JSON.parse(run.stdout), 'the output');
    expect(files.map(({ path }) => path)).toEqual([`otlp/${NAME}.traces.jsonl`, `otlp/${NAME}.logs.jsonl`]);
    const read = (name: string) => readFileSync(join(bench.folder, name), 'utf8');
    spans = groupsOf(read(`otlp/${NAME}.traces.jsonl`), 'Spans');
    logs = groupsOf(read(`otlp/${NAME}.logs.jsonl`), 'Logs');
  });

  it('writes spans as its SDK does', () => {
    const all = spans.flatMap(({ entries }) => entries);
    expect(all.length).toBeGreaterThan(50);
    for (const ours of all) {
      const span = {
        name: ours.name,
        kind: ours.kind - 1,
        spanContext: () => contextOf(ours.traceId, ours.spanId ?? ''),
        parentSpanContext:
          ours.parentSpanId === undefined ? undefined : contextOf(ours.traceId, ours.parentSpanId),
        startTime: hrTime(ours.startTimeUnixNano),
        endTime: hrTime(ours.endTimeUnixNano),
        status: { code: 0, ...ours.status },
        attributes: plain(ours.attributes),
        links: (ours.links ?? []).map((link) => ({
          context: contextOf(link.traceId, link.spanId),
          attributes: plain(link.attributes),
        })),
        events: (ours.events ?? []).map((event) => ({
          name: event.name,
          time: hrTime(event.timeUnixNano),
          attributes: plain(event.attributes),
        })),
        duration: [0, 0],
        ended: true,
        resource,
        instrumentationScope: scope,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      };
      expect(loose(theirs(JsonTraceSerializer, span))).toMatchObject(loose(ours));
    }
  });

  it('writes log records as its SDK does', () => {
    const all = logs.flatMap(({ entries }) => entries);
    expect(all.filter(({ severityNumber }) => severityNumber === 9)).toHaveLength(537);
    for (const ours of all) {
      const record = {
        hrTime: hrTime(ours.timeUnixNano),
        hrTimeObserved: hrTime(ours.timeUnixNano),
        spanContext: ours.spanId === undefined ? undefined : contextOf(ours.traceId, ours.spanId),
        severityNumber: ours.severityNumber,
        severityText: ours.severityNumber === 9 ? 'INFO' : 'WARN',
        body: ours.body?.stringValue,
        eventName: ours.eventName,
        resource,
        instrumentationScope: scope,
        attributes: plain(ours.attributes),
        droppedAttributesCount: 0,
      };
      const { traceId, ...rest } = ours;
      // Its SDK knows a trace id only together with a span.
      expect(loose(theirs(JsonLogsSerializer, record))).toMatchObject(
        loose(ours.spanId === undefined ? rest : { traceId, ...rest }),
      );
    }
  });

  it('calls things by the semantic conventions, or marks the name as ours', () => {
    const registry: ReadonlySet<unknown> = new Set(
      Object.values({ ...conventions, ...incubating }).filter((value) => typeof value === 'string'),
    );
    expect(registry.has('process.executable.path')).toBe(true);
    const used = new Set(
      [...spans, ...logs].flatMap((group) => [
        ...group.resource.attributes.map(({ key }) => key),
        ...group.entries.flatMap(({ attributes, events = [], links = [] }) =>
          [
            attributes,
            ...events.map((event) => event.attributes),
            ...links.map((link) => link.attributes),
          ].flatMap((list) => list.map(({ key }) => key)),
        ),
      ]),
    );
    expect([...used].filter((key) => !key.startsWith('esdrift.') && !registry.has(key))).toEqual([]);
  });

  it('holds the processes of the tree below their parents, in one trace, on the system that ran', async () => {
    const all = spans.flatMap((group) =>
      group.entries.map((entry) => ({ entry, os: plain(group.resource.attributes)['os.build_id'] })),
    );
    const byId = new Map(all.map(({ entry }) => [entry.spanId, entry]));
    expect(byId.size).toBe(all.length);
    expect(new Set(all.map(({ entry }) => entry.traceId))).toEqual(
      new Set(['019bb537ce887a49a304d0d54e333682']),
    );
    expect(
      all.flatMap(({ entry }) =>
        entry.parentSpanId === undefined || byId.has(entry.parentSpanId) ? [] : [entry.name],
      ),
    ).toEqual([]);
    const tree = await processTree(OTA, { by: 'parent' });
    const parentName = (id: number | null) => tree.processes.find((process) => process.id === id)?.name;
    const links = (list: readonly string[]) => [...new Set(list)].sort();
    const ours = all.map(
      ({ entry }) =>
        `${entry.parentSpanId === undefined ? '' : (byId.get(entry.parentSpanId)?.name ?? '')} > ${entry.name}`,
    );
    const exited = tree.processes.filter(({ exit, images }) => exit !== null && images.length > 0);
    expect(links(ours)).toEqual(
      expect.arrayContaining(
        links(exited.map(({ parent, name }) => `${parentName(parent) ?? ''} > ${name}`)),
      ),
    );
    expect(new Set(all.map(({ os }) => os))).toEqual(new Set(['25B78', '25C56']));
    for (const { entry, os } of all)
      expect(os).toBe(plain(entry.attributes)['esdrift.process.boot'] === 0 ? '25B78' : '25C56');

    const facts = (await profileTrace(OTA)).facts.filter(({ kind }) => kind === 'handoff');
    const makers = all.flatMap(({ entry }) =>
      (entry.links ?? []).map((link) => String(plain(link.attributes)['esdrift.hand_over.program'])),
    );
    expect(links(makers)).toEqual(links(facts.map(({ key }) => key[0] ?? '')));
  });

  it('says what was lost, what failed, and takes no broken text', () => {
    const crashed = image(50, '/tmp/a\ud800b');
    const { events } = new Recording().file(launchd, 'create', '/x\udc00').exit(crashed, 9);
    const start = events[0]?.time ?? '';
    const writer = new OtlpWriter({
      recording: {
        trace: 'no uuid',
        provenance: 'imported',
        method: 'unknown',
        startedAt: start,
        endedAt: start,
        events: 2,
        segments: [],
        lost: 4,
        lostByType: {},
        badLines: 0,
        oversizeLines: 0,
        cut: false,
        blindWindows: [],
      },
      host: {},
      labels: {},
      gaps: [{ segment: 0, eventType: 'exec', from: 3, to: 6, lost: 4, after: start, before: undefined }],
      systemOf: () => undefined,
    });
    for (const event of events) writer.take(event);
    writer.finish();
    const [traces = [], records = []] = writer.drain();
    const text = (chunks: readonly Buffer[]) => Buffer.concat([...chunks]).toString('utf8');
    expect(text(records)).not.toMatch(/\\ud[89a-f]/i);
    const [gap] = groupsOf(text(records), 'Logs').flatMap(({ entries }) => entries);
    expect(gap).toMatchObject({
      severityNumber: 13,
      eventName: 'esdrift.gap',
      body: { stringValue: '4 exec events were lost' },
    });
    const failed = groupsOf(text(traces), 'Spans')
      .flatMap(({ entries }) => entries)
      .find(({ name }) => name.startsWith('a'));
    expect(failed).toMatchObject({
      name: 'a\ufffdb',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      status: { code: 2, message: 'exit 9' },
    });
    expect(plain(failed?.attributes ?? [])).toMatchObject({ 'process.exit.code': 9, 'error.type': '9' });
  });
});

/** Protobuf's JSON takes a 64-bit integer as a number too; we always write the string. */
function loose(value: unknown): object {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (key === 'intValue' ? String(item) : item)),
  ) as object;
}
