import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { AppError } from '../errors.ts';
import { DATA_TARGETS, TABLE_NAMES, type DataExported, type TableName } from '../model/data-export.ts';
import { exportData } from '../operations/export/export-data.ts';
import { parseEventList } from '../operations/trace-facts.ts';
import { dataExportNotes, renderDataExported } from '../report/data-exported.ts';

export default class Export extends BaseCommand {
  static override summary = 'Write recordings in the form of another tool';
  static override description =
    'perfetto: a trace for https://ui.perfetto.dev, with a track for each process, what it did on it, hand-overs between programs as arrows, ' +
    'phases, segments, lost events and times without a recording.\n\n' +
    'otlp: two files of JSON lines a recording in a folder, as the file exporter of OpenTelemetry writes them: a span for each process, below ' +
    'that of its parent, and a log record for each event. Names that begin with esdrift. are ours, all others those of the semantic conventions.\n\n' +
    `csv, parquet: tables in a folder (${TABLE_NAMES.join(', ')}). CSV is one file a table; a text that a spreadsheet would take for a formula gets an ` +
    'apostrophe. Parquet is one file a table and recording, in Hive folders method=…/arch=…/build=…, that DuckDB, Spark, Trino and ClickHouse ' +
    'read. The facts of recordings that are exported together are brought to one state, so that one SQL query makes the baseline of them: ' +
    'docs/other-tools.md.\n\n' +
    'The same input gives the same bytes. What the files do not hold is told on standard error.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --to perfetto --out upgrade.pftrace',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --to otlp --out otlp/',
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst --to parquet --out lake/',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --to csv --tables events --out csv/',
  ];
  static override strict = false;

  static override args = {
    trace: Args.string({ required: true, description: 'Trace files.' }),
  };

  static override flags = {
    to: Flags.option({ options: DATA_TARGETS, required: true })({ summary: 'Form to write.' }),
    out: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'PATH',
      summary: 'File to write; a folder for several.',
    }),
    force: Flags.boolean({ summary: 'Replace what is there.' }),
    events: Flags.string({
      helpValue: 'LIST',
      summary: 'perfetto: mark these event types. [default: all but the quiet ones, such as open and close]',
    }),
    tables: Flags.string({
      helpValue: 'LIST',
      summary: 'csv, parquet: only these tables. [default: all]',
    }),
    control: Flags.boolean({ summary: 'csv, parquet: the recordings show no upgrade.' }),
    raw: Flags.boolean({ summary: 'csv: no apostrophe before what a spreadsheet takes for a formula.' }),
    strict: Flags.boolean({ summary: 'Stop at the first line that is no event.' }),
  };

  async run(): Promise<DataExported> {
    const { argv, flags } = await this.parse(Export);
    const result = await exportData({
      target: flags.to,
      traces: argv.map(String),
      out: flags.out,
      force: flags.force,
      strict: flags.strict,
      tables: flags.tables === undefined ? undefined : parseTables(flags.tables),
      control: flags.control,
      raw: flags.raw,
      ...this.watchProgress(),
      events: flags.events === undefined ? undefined : parseEventList(flags.events),
    });
    for (const line of dataExportNotes(result)) this.note(line);
    return this.finish({ document: result, text: renderDataExported(result) });
  }
}

/** Errors: usage. */
function parseTables(text: string): readonly TableName[] {
  return text.split(',').map((word) => {
    const name = TABLE_NAMES.find((table) => table === word.trim());
    if (name !== undefined) return name;
    throw new AppError(
      'usage',
      `No table is called "${word.trim()}".`,
      `There are ${TABLE_NAMES.join(', ')}.`,
    );
  });
}
