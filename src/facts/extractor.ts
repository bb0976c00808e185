import type { EsEvent, ProcessImage } from '../model/event.ts';
import type { FactKind, ProgramAttribute, ProgramKey } from '../model/facts.ts';
import type { ProcessStep, ProcessTable } from '../processes/table.ts';

/** One event, with what is known about its processes by then. */
export interface Observation {
  readonly event: EsEvent;
  /** What it says about the life of a process. */
  readonly step: ProcessStep | undefined;
  /** The program that acted. */
  readonly actor: ProgramKey;
  readonly table: ProcessTable;
  /** The program of an image; scripts are told apart from their interpreter. */
  readonly programOf: (image: ProcessImage) => ProgramKey;
}

export interface EmitOptions {
  /** What else is known with this occurrence. */
  readonly attributes?: Readonly<Partial<Record<ProgramAttribute, string>>>;
  /** Occurrences to add; 1 where absent. */
  readonly count?: number;
  /** When and where it happened, where that is not the event at hand. */
  readonly at?: Occurrence;
}

/** Where a fact was first seen, and when. */
export interface Occurrence {
  readonly segment: number;
  readonly globalSeq: number;
  readonly time: string;
  readonly timeMs: number;
}

export type Emit = (kind: FactKind, key: readonly string[], options?: EmitOptions) => void;

/** Turns events into the facts of one kind. One instance a trace; what it remembers is bounded. */
export interface Extractor {
  readonly kind: FactKind;
  observe(observation: Observation, emit: Emit): void;
  /** A reboot: tokens of processes mean nothing from here on. */
  reboot?(): void;
}
