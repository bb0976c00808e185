/** Recordings in the form of another tool. */
import type { Method, Producer, Provenance } from './trace.ts';

export const DATA_TARGETS = ['perfetto', 'otlp', 'csv', 'parquet'] as const;
export type DataTarget = (typeof DATA_TARGETS)[number];

export const TABLE_NAMES = ['events', 'processes', 'runs', 'facts', 'fact_attributes', 'collapsed'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

export interface ExportedTrace {
  readonly path: string;
  readonly trace: string;
  readonly provenance: Provenance;
  readonly method: Method;
  /** Written, repeated lines left out. */
  readonly events: number;
  /** Lines that are no events. */
  readonly badLines: number;
  /** By the global counter. */
  readonly lost: number;
  /** The trace ends early: what came after is not known. */
  readonly cut: boolean;
}

export interface DataFile {
  readonly path: string;
  readonly bytes: number;
  /** Of a table; null: the file is no table. */
  readonly table: string | null;
  readonly rows: number | null;
}

/** What `export` says it wrote. */
export interface DataExported {
  readonly kind: 'esdrift.data-exported';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly target: DataTarget;
  readonly traces: readonly ExportedTrace[];
  readonly files: readonly DataFile[];
  /** What the files do not hold, one sentence each. */
  readonly leftOut: readonly string[];
}
