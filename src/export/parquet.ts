/**
 * Parquet in row groups of bounded size, Snappy, with statistics, through hyparquet-writer. What decided the types: Spark refuses a
 * timestamp of nanoseconds, so a time is one of microseconds, UTC; every engine reads INT64, UTF8 and three-level lists.
 *
 * Snappy, not zstd: every reader has it, and its bytes do not depend on which zstd a runtime brings.
 */
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { VERSION } from '../model/version.ts';
import type { Cell, Column, ColumnType, Row, Table } from './tables/table.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

export interface ParquetLimits {
  readonly rows: number;
  /** Characters of text, about. */
  readonly text: number;
}

const LIMITS: ParquetLimits = { rows: 32_768, text: 32 * 1024 * 1024 };

function scalar(name: string, type: Exclude<ColumnType, 'texts' | 'ints'>): SchemaElement {
  const base = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'text':
      return { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'boolean':
      return { ...base, type: 'BOOLEAN' };
    case 'int':
      return { ...base, type: 'INT64' };
    case 'time':
      return {
        ...base,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
  }
}

function elements({ name, type }: Column): readonly SchemaElement[] {
  if (type !== 'texts' && type !== 'ints') return [scalar(name, type)];
  return [
    {
      name,
      repetition_type: 'OPTIONAL',
      num_children: 1,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    scalar('element', type === 'texts' ? 'text' : 'int'),
  ];
}

/** A file that grows by row groups. Made by `openParquet`. */
export class ParquetFile {
  readonly #columns: readonly Column[];
  readonly #limits: ParquetLimits;
  readonly #bytes: ByteWriter;
  readonly #writer: ParquetWriter;
  #cells: Cell[][];
  #rows = 0;
  #text = 0;

  constructor(table: Table, bytes: ByteWriter, writer: ParquetWriter, limits: ParquetLimits) {
    this.#columns = table.columns;
    this.#limits = limits;
    this.#bytes = bytes;
    this.#writer = writer;
    this.#cells = table.columns.map(() => []);
  }

  add(row: Row): void {
    for (const [index, cell] of row.entries()) {
      this.#cells[index]?.push(cell);
      if (typeof cell === 'string') this.#text += cell.length;
      else if (Array.isArray(cell)) for (const item of cell) this.#text += String(item).length;
    }
    this.#rows += 1;
    if (this.#rows >= this.#limits.rows || this.#text >= this.#limits.text) this.#writeGroup();
  }

  /** Call when all rows were added, before the last `drain`. */
  finish(): void {
    this.#writeGroup();
    void this.#writer.finish();
  }

  /** What was made since the last call. */
  drain(): Buffer {
    const bytes = Buffer.from(this.#bytes.getBytes());
    this.#bytes.index = 0;
    return bytes;
  }

  #writeGroup(): void {
    if (this.#rows === 0) return;
    const columnData = this.#columns.map(({ name, type }, index) => ({
      name,
      data: (this.#cells[index] ?? []).map((cell) => stored(cell, type)),
    }));
    void this.#writer.write({ columnData, rowGroupSize: this.#rows });
    this.#cells = this.#columns.map(() => []);
    this.#rows = 0;
    this.#text = 0;
  }
}

function stored(cell: Cell, type: ColumnType): unknown {
  if (cell === null) return undefined;
  if (type === 'int') return typeof cell === 'bigint' ? cell : BigInt(Number(cell));
  if (type === 'time') return typeof cell === 'bigint' ? cell / 1_000n : undefined;
  if (type === 'ints' && typeof cell === 'object') return cell.map((item) => BigInt(item));
  return cell;
}

/** The writer is loaded when the first table is written. */
export async function openParquet(table: Table, limits: ParquetLimits = LIMITS): Promise<ParquetFile> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const root: SchemaElement = { name: table.name, num_children: table.columns.length };
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [root, ...table.columns.flatMap(elements)],
    createdBy: `esdrift version ${VERSION}`,
    kvMetadata: [{ key: 'esdrift.table', value: table.about }],
  });
  return new ParquetFile(table, bytes, writer, limits);
}
