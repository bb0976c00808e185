/** A table on its way into a file, in either form. */
import { CsvWriter } from '../../export/csv.ts';
import { openParquet } from '../../export/parquet.ts';
import type { Row, Table } from '../../export/tables/table.ts';
import type { DataFile } from '../../model/data-export.ts';
import { OutputFile } from '../../platform/output-file.ts';

/** Text that waits before it is written. */
const FLUSH_CHARACTERS = 1024 * 1024;

interface Encoder {
  add(row: Row): void;
  finish(): void;
  drain(): Buffer;
}

export interface TableForm {
  readonly target: 'csv' | 'parquet';
  /** csv: no apostrophe before what a spreadsheet takes for a formula. */
  readonly raw: boolean;
  readonly force: boolean;
}

export class TableFile {
  readonly #table: Table;
  readonly #out: OutputFile;
  readonly #encoder: Encoder;
  readonly #csv: CsvWriter | undefined;
  #rows = 0;

  private constructor(table: Table, out: OutputFile, encoder: Encoder, csv: CsvWriter | undefined) {
    this.#table = table;
    this.#out = out;
    this.#encoder = encoder;
    this.#csv = csv;
  }

  /** Errors: output-exists without `force`, output-unwritable. */
  static async open(table: Table, path: string, { target, raw, force }: TableForm): Promise<TableFile> {
    const out = await OutputFile.create(path, { force, whenInterrupted: 'remove' });
    const csv = target === 'csv' ? new CsvWriter(table, { raw }) : undefined;
    const encoder = csv === undefined ? await openParquet(table) : unending(csv);
    return new TableFile(table, out, encoder, csv);
  }

  /** Cells that got an apostrophe. */
  get guarded(): number {
    return this.#csv?.guarded ?? 0;
  }

  add(row: Row): void {
    this.#rows += 1;
    this.#encoder.add(row);
  }

  async addAll(rows: Iterable<Row>): Promise<void> {
    for (const row of rows) {
      this.add(row);
      if (this.#rows % 1_024 === 0) await this.flush();
    }
  }

  /** Writes what is ready. */
  async flush(): Promise<void> {
    if (this.#csv !== undefined && this.#csv.pendingBytes < FLUSH_CHARACTERS) return;
    await this.#write();
  }

  async commit(): Promise<DataFile> {
    this.#encoder.finish();
    await this.#write();
    const { path, position } = this.#out;
    await this.#out.commit();
    return { path, bytes: position, table: this.#table.name, rows: this.#rows };
  }

  async discard(): Promise<void> {
    await this.#out.discard();
  }

  async #write(): Promise<void> {
    const bytes = this.#encoder.drain();
    if (bytes.length > 0) await this.#out.write(bytes);
  }
}

function unending(csv: CsvWriter): Encoder {
  return { add: (row) => csv.add(row), finish: () => undefined, drain: () => csv.drain() };
}
