/** One trace becomes a profile: every event goes once through every extractor, in order. */
import type { EsEvent, ProcessImage } from '../model/event.ts';
import { FACTS_FORMAT_VERSION, type FactSet, type ProgramKey, type RunInfo } from '../model/facts.ts';
import { PRODUCER } from '../model/version.ts';
import { programKeyOf } from '../normalize/program-key.ts';
import { NORMALIZER_VERSION } from '../normalize/rule-list.ts';
import { ProcessTable } from '../processes/table.ts';
import type { Emit, EmitOptions, Observation, Occurrence } from './extractor.ts';
import { HandoffExtractor } from './extractors/handoff.ts';
import { FactTable } from './fact-table.ts';
import { newExtractors } from './registry.ts';
import { RepeatFilter } from './repeats.ts';
import { ScriptTable } from './script-table.ts';
import { ShapeCounter } from './shape-counter.ts';

export interface ProfileOptions {
  /** Whether a process belongs to the recorder: what it does is no behaviour of the system. Asked of every event, in order. */
  readonly isRecorder?: (event: EsEvent) => boolean;
}

const NO_OPTIONS: EmitOptions = {};

export class ProfileBuilder {
  readonly #isRecorder: (event: EsEvent) => boolean;
  readonly #processes = new ProcessTable();
  readonly #scripts = new ScriptTable();
  readonly #repeats = new RepeatFilter();
  readonly #handoffs = new HandoffExtractor();
  readonly #extractors = newExtractors(this.#handoffs);
  readonly #shapes = new ShapeCounter();
  readonly #facts = new FactTable();
  #current: Occurrence | undefined;
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

  /** Who is running after the event that was taken last. */
  get processes(): ProcessTable {
    return this.#processes;
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
    this.#current = event;
    for (const extractor of this.#extractors) extractor.observe(observation, this.#emit);
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

  readonly #emit: Emit = (kind, key, options = NO_OPTIONS) => {
    const at = options.at ?? this.#current;
    if (at !== undefined) this.#facts.add(kind, key, at, options);
  };

  readonly #programOf = (image: ProcessImage): ProgramKey => {
    const script = this.#scripts.scriptOf(image.token);
    return script === undefined ? (image.program ?? programKeyOf(image)) : programKeyOf(image, script);
  };

  #reboot(): void {
    this.#boot = this.#processes.boot;
    this.#scripts.clear();
    for (const extractor of this.#extractors) extractor.reboot?.();
  }
}
