/**
 * A recording as OpenTelemetry sees it: one trace, each process a span from fork to exit below the span of its parent, with an event for
 * each program it ran and a link to each process whose files it took over; each event a log record within the span of who acted.
 * Memory follows the live processes: a span is written when its process ends.
 */
import type { EsEvent } from '../../model/event.ts';
import type { OsVersion, SequenceGap } from '../../model/trace.ts';
import { VERSION } from '../../model/version.ts';
import { describeStatus, imageName } from '../../processes/describe.ts';
import { exactNs } from '../exact-time.ts';
import { HandOverWatch } from '../hand-overs.ts';
import { LifeTracker, type Life } from '../lives.ts';
import {
  eventAttributes,
  processAttributes,
  resourceAttributes,
  spanAttributes,
  type Machine,
} from './attributes.ts';
import { keyValues, spanIdOf, traceIdOf, wellFormed, type Attributes } from './encoding.ts';

export interface OtlpOptions extends Machine {
  readonly gaps: readonly SequenceGap[];
  /** What ran in a segment, where known. */
  readonly systemOf: (segment: number) => OsVersion | undefined;
}

const KIND_INTERNAL = 1;
const STATUS_ERROR = 2;
const [INFO, WARN] = [9, 13];
/** OpenTelemetry's own defaults for what a span holds; more is counted as dropped. */
const MOST_EVENTS = 128;
const MOST_LINKS = 128;
const BATCH = 256;

interface Extras {
  readonly events: object[];
  readonly links: object[];
  droppedEvents: number;
  droppedLinks: number;
}

type Signal = 'traces' | 'logs';

export class OtlpWriter {
  readonly #options: OtlpOptions;
  readonly #lives: LifeTracker;
  readonly #handOvers = new HandOverWatch();
  readonly #extras = new Map<Life, Extras>();
  readonly #lines: Record<Signal, Buffer[]> = { traces: [], logs: [] };
  readonly #batches: Record<Signal, { segment: number; items: object[] }> = {
    traces: { segment: 0, items: [] },
    logs: { segment: 0, items: [] },
  };
  readonly #traceId: string;

  constructor(options: OtlpOptions) {
    this.#options = options;
    this.#traceId = traceIdOf(options.recording.trace);
    this.#lives = new LifeTracker({
      became: (life, ns) => this.#became(life, ns),
      ended: (life) => this.#ended(life),
    });
    this.#tellGaps();
  }

  get forgotten(): number {
    return this.#handOvers.forgotten;
  }

  /** Takes the next event, in order. */
  take(event: EsEvent): void {
    const { life, step, ns } = this.#lives.take(event);
    for (const { life: from, path, program } of this.#handOvers.take(event, life, step, ns))
      this.#link(life, from, { 'file.path': path, 'esdrift.hand_over.program': program });
    this.#log(event, life, ns);
  }

  finish(): void {
    this.#lives.finish();
    this.#flush('traces');
    this.#flush('logs');
  }

  /** Lines since the last call: traces, then logs. */
  drain(): readonly (readonly Buffer[])[] {
    const { traces, logs } = this.#lines;
    this.#lines.traces = [];
    this.#lines.logs = [];
    return [traces, logs];
  }

  #extrasOf(life: Life): Extras {
    let extras = this.#extras.get(life);
    if (extras === undefined) {
      extras = { events: [], links: [], droppedEvents: 0, droppedLinks: 0 };
      this.#extras.set(life, extras);
    }
    return extras;
  }

  #spanId(life: number): string {
    return spanIdOf(this.#options.recording.trace, life);
  }

  #became(life: Life, ns: bigint): void {
    const extras = this.#extrasOf(life);
    if (extras.events.length >= MOST_EVENTS) {
      extras.droppedEvents += 1;
      return;
    }
    const attributes = { ...processAttributes(life.image), 'process.command_args': life.args };
    extras.events.push({ timeUnixNano: String(ns), name: 'exec', attributes: keyValues(attributes) });
  }

  #link(life: Life, from: number, attributes: Attributes): void {
    if (life.endNs !== undefined || from === life.id) return;
    const extras = this.#extrasOf(life);
    if (extras.links.length >= MOST_LINKS) {
      extras.droppedLinks += 1;
      return;
    }
    extras.links.push({
      traceId: this.#traceId,
      spanId: this.#spanId(from),
      attributes: keyValues(attributes),
    });
  }

  #ended(life: Life): void {
    const { events, links, droppedEvents, droppedLinks } = this.#extrasOf(life);
    this.#extras.delete(life);
    const { status, endNs = life.startNs, parent, startNs, id, image, segment } = life;
    const attributes = spanAttributes(life);
    this.#put('traces', segment, {
      traceId: this.#traceId,
      spanId: this.#spanId(id),
      ...(parent === undefined ? {} : { parentSpanId: this.#spanId(parent) }),
      name: wellFormed(imageName(image)),
      kind: KIND_INTERNAL,
      startTimeUnixNano: String(startNs),
      endTimeUnixNano: String(endNs),
      attributes: keyValues(attributes),
      ...(events.length === 0 ? {} : { events }),
      ...(droppedEvents === 0 ? {} : { droppedEventsCount: droppedEvents }),
      ...(links.length === 0 ? {} : { links }),
      ...(droppedLinks === 0 ? {} : { droppedLinksCount: droppedLinks }),
      status:
        attributes['error.type'] === undefined || status === undefined
          ? {}
          : { code: STATUS_ERROR, message: describeStatus(status) },
    });
  }

  #log(event: EsEvent, life: Life, ns: bigint): void {
    const { type, process, payload, segment } = event;
    const object =
      payload.kind === 'file' ? payload.path : payload.kind === 'exec' ? payload.target.executable : '';
    this.#put('logs', segment, {
      timeUnixNano: String(ns),
      observedTimeUnixNano: String(ns),
      severityNumber: INFO,
      severityText: 'INFO',
      eventName: `esdrift.es.${type}`,
      body: { stringValue: wellFormed([imageName(process), type, object].join(' ').trimEnd()) },
      attributes: keyValues(eventAttributes(event, life)),
      traceId: this.#traceId,
      spanId: this.#spanId(life.id),
    });
  }

  /** Nothing else would tell a reader that something is missing. */
  #tellGaps(): void {
    const { recording, gaps } = this.#options;
    const startNs = exactNs(recording.startedAt) ?? 0n;
    for (const { segment, eventType, lost, after, before } of gaps) {
      const time = after ?? before;
      const ns = (time === undefined ? undefined : exactNs(time)) ?? startNs;
      const what = eventType === undefined ? 'events' : `${eventType} events`;
      this.#warn(segment, ns, 'esdrift.gap', `${lost} ${what} were lost`, {
        'esdrift.event.type': eventType,
        'esdrift.gap.lost': lost,
        'esdrift.gap.before': before,
      });
    }
    for (const { fromMs, toMs, reason } of recording.blindWindows) {
      const ns = startNs + BigInt(Math.round(fromMs * 1e6));
      this.#warn(0, ns, 'esdrift.blind_window', `nothing was recorded: ${reason}`, {
        'esdrift.blind_window.duration_ms': Math.round(toMs - fromMs),
      });
    }
  }

  #warn(segment: number, ns: bigint, eventName: string, text: string, attributes: Attributes): void {
    this.#put('logs', segment, {
      timeUnixNano: String(ns),
      observedTimeUnixNano: String(ns),
      severityNumber: WARN,
      severityText: 'WARN',
      eventName,
      body: { stringValue: wellFormed(text) },
      attributes: keyValues(attributes),
      traceId: this.#traceId,
    });
  }

  #put(signal: Signal, segment: number, item: object): void {
    const batch = this.#batches[signal];
    if (batch.segment !== segment || batch.items.length >= BATCH) this.#flush(signal);
    batch.segment = segment;
    batch.items.push(item);
  }

  #flush(signal: Signal): void {
    const { segment, items } = this.#batches[signal];
    if (items.length === 0) return;
    this.#batches[signal].items = [];
    const os = this.#options.systemOf(segment);
    const resource = { attributes: keyValues(resourceAttributes(this.#options, os)) };
    const scope = { name: 'esdrift', version: VERSION };
    const line =
      signal === 'traces'
        ? { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: items }] }] }
        : { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: items }] }] };
    this.#lines[signal].push(Buffer.from(`${JSON.stringify(line)}\n`));
  }
}
