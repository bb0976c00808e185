// Made from schemas/data-exported.schema.json by `npm run generate`. Do not edit.

/**
 * What `export` wrote: recordings in the form of another tool.
 */
export interface DataExported {
  kind: 'esdrift.data-exported';
  formatVersion: 1;
  producer: Producer;
  target: 'perfetto' | 'otlp' | 'csv' | 'parquet';
  traces: ExportedTrace[];
  files: DataFile[];
  /**
   * What the files do not hold, one sentence each.
   */
  leftOut: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface ExportedTrace {
  path: string;
  trace: string;
  provenance: 'recorded' | 'imported' | 'synthetic';
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';
  /**
   * Written, repeated lines left out.
   */
  events: number;
  /**
   * Lines that are no events.
   */
  badLines: number;
  /**
   * By the global counter.
   */
  lost: number;
  /**
   * The trace ends early: what came after is not known.
   */
  cut: boolean;
}
interface DataFile {
  path: string;
  bytes: number;
  /**
   * null: the file is no table.
   */
  table: string | null;
  rows: number | null;
}
