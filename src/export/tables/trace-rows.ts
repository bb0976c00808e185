/** The rows of one recording, as its events pass. Memory follows the live processes. */
import { programKeyOf } from '../../normalize/program-key.ts';
import { ScriptTable } from '../../facts/script-table.ts';
import type { EsEvent, ProcessImage } from '../../model/event.ts';
import { LifeTracker } from '../lives.ts';
import { EVENTS } from './events.ts';
import { PROCESSES } from './processes.ts';
import type { Row } from './table.ts';

export interface RowSinks {
  readonly events?: ((row: Row) => void) | undefined;
  readonly processes?: ((row: Row) => void) | undefined;
}

export class TraceRows {
  readonly #trace: string;
  readonly #sinks: RowSinks;
  readonly #scripts = new ScriptTable();
  readonly #lives: LifeTracker;
  #startNs: bigint | undefined;
  #boot = 0;

  constructor(trace: string, sinks: RowSinks) {
    this.#trace = trace;
    this.#sinks = sinks;
    this.#lives = new LifeTracker({
      ended: (life) =>
        this.#sinks.processes?.(
          PROCESSES.row({ trace: this.#trace, life, program: this.#programOf(life.image) }),
        ),
    });
  }

  take(event: EsEvent): void {
    const { life, step, ns } = this.#lives.take(event);
    this.#startNs ??= ns;
    if (life.boot !== this.#boot) this.#scripts.clear();
    this.#boot = life.boot;
    this.#scripts.apply(event, step);
    this.#sinks.events?.(
      EVENTS.row({
        trace: this.#trace,
        event,
        life,
        ns,
        startNs: this.#startNs,
        programOf: this.#programOf,
      }),
    );
  }

  finish(): void {
    this.#lives.finish();
  }

  readonly #programOf = (image: ProcessImage): string =>
    programKeyOf(image, this.#scripts.scriptOf(image.token));
}
