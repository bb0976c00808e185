/** One trace becomes a profile: every event goes once through every extractor, in order. */
import type { EsEvent, ProcessImage } from '../model/event.ts';
import { FACTS_FORMAT_VERSION, type FactSet, type ProgramKey, type RunInfo } from '../model/facts.ts';
import { PRODUCER } from '../model/version.ts';
import { NORMALIZER_VERSION } from '../normalize/rule-list.ts';
import { ProcessTable } from '../processes/table.ts';
import type { Emit, Observation } from './extractor.ts';
import { HandoffExtractor } from './extractors/handoff.ts';
import { FactTable } from './fact-table.ts';
import { programKeyOf } from './program-key.ts';
import { newExtractors } from './registry.ts';
import { RepeatFilter } from './repeats.ts';
import { ScriptTable } from './script-table.ts';
import { ShapeCounter } from './shape-counter.ts';

export interface ProfileOptions {
  /** Whether a process belongs to the recorder: what it does is no behaviour of the system. Asked of every event, in order. */
  readonly isRecorder?: (event: EsEvent) => boolean;
}

export class ProfileBuilder {
  readonly #isRecorder: (event: EsEvent) => boolean;
  readonly #processes = new ProcessTable();
  readonly #scripts = new ScriptTable();
  readonly #repeats = new RepeatFilter();
  readonly #handoffs = new HandoffExtractor();
  readonly #extractors = newExtractors(this.#handoffs);
  readonly #shapes = new ShapeCounter();
  readonly #facts = new FactTable();
  #boot = 0;
  #events = 0;
  #startMs: number | undefined;

  constructor(options: ProfileOptions = {}) {
    this.#isRecorder = options.isRecorder ?? (() => false);
  }

  /** Events taken so far. */
  get events(): number {
    return this.#events;
  }

  /** Time of the first event, in ms since the epoch: offsets count from here. */
  get startMs(): number {
    return this.#startMs ?? 0;
  }

  /** How many written paths were forgotten before anybody took them over. */
  get handoffsForgotten(): number {
    return this.#handoffs.forgotten;
  }

  /** Takes the next event, in order of (segment, global_seq_num). */
  observe(event: EsEvent): void {
    this.#startMs ??= event.timeMs;
    this.#events++;
    this.#shapes.observe(event);
    const step = this.#processes.apply(event);
    if (this.#processes.boot !== this.#boot) this.#reboot();
    this.#scripts.apply(event, step);
    if (this.#isRecorder(event) || this.#repeats.isRepeat(event)) return;
    const observation: Observation = {
      event,
      step,
      actor: this.#programOf(event.process),
      table: this.#processes,
      programOf: this.#programOf,
    };
    const emit: Emit = (kind, key, options = {}) => {
      this.#facts.add(kind, key, options.at ?? event, options);
    };
    for (const extractor of this.#extractors) extractor.observe(observation, emit);
  }

  /** The profile. `run` is what is known of the recording; the builder adds what only it knows. */
  finish(run: RunInfo): FactSet {
    this.#shapes.finish((kind, key, options = {}) => {
      if (options.at !== undefined) this.#facts.add(kind, key, options.at, options);
    });
    return {
      kind: 'esdrift.profile',
      formatVersion: FACTS_FORMAT_VERSION,
      producer: PRODUCER,
      normalizer: NORMALIZER_VERSION,
      runs: [{ ...run, handoffsForgotten: this.#handoffs.forgotten }],
      ...this.#facts.finish(this.startMs),
    };
  }

  readonly #programOf = (image: ProcessImage): ProgramKey =>
    programKeyOf(image, this.#scripts.scriptOf(image.token));

  #reboot(): void {
    this.#boot = this.#processes.boot;
    this.#scripts.clear();
    for (const extractor of this.#extractors) extractor.reboot?.();
  }
}
