import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { byteSize } from '../limit-flags.ts';
import type { QueryResult } from '../model/query.ts';
import { query } from '../operations/query/query.ts';
import { QUERY_TABLES } from '../operations/query/tables.ts';
import { writeReport } from '../operations/write-report.ts';
import { renderQueryCsv, renderQueryTable } from '../report/query-result.ts';

const DEFAULT_ROWS = 1_000;
const DEFAULT_MEMORY = 1024 ** 3;

export default class Query extends BaseCommand {
  static override summary = 'Ask recordings, profiles, baselines and drift reports in SQL';
  static override description =
    'DuckDB answers, in this process. It is an optional package (npm install --no-save @duckdb/node-api, some 70 MB); without it the command ends ' +
    'with 6, and nothing is installed by itself. A statement reads the tables below and nothing else: no other file, no network, no extension. Only ' +
    'tables that the statement names are filled.\n\n' +
    QUERY_TABLES.map(
      ({ name, about, columns }) =>
        `${name}: ${about} Columns: ${columns.map((column) => column.name).join(', ')}.`,
    ).join('\n\n') +
    '\n\n"FROM table_columns" says what each column means; docs/other-tools.md has the same tables as Parquet, and a baseline in one statement.';
  static override examples = [
    `<%= config.bin %> <%= command.id %> "SELECT program, count(*) AS n FROM events WHERE event_type = 'rename' GROUP BY ALL ORDER BY n DESC" upgrade.jsonl.zst`,
    `<%= config.bin %> <%= command.id %> "SELECT key_1, key_3 FROM baseline_facts WHERE kind = 'handoff' AND upgrades = of_upgrades" 26.2.ota.baseline.json`,
    `<%= config.bin %> <%= command.id %> "FROM findings SELECT severity, count(*) GROUP BY ALL" drift.json --format csv`,
  ];
  static override strict = false;

  static override args = {
    sql: Args.string({ required: true, description: 'Statement.' }),
    file: Args.string({ description: 'Traces, profiles, baselines, drift reports (JSON).' }),
  };

  static override flags = {
    format: Flags.option({ options: ['table', 'json', 'csv'] as const, default: 'table' })({
      summary: 'Form of the result.',
    }),
    limit: Flags.integer({
      min: 0,
      default: DEFAULT_ROWS,
      helpValue: 'N',
      summary: 'Most rows; 0: all. What is left out is counted.',
    }),
    memory: byteSize({ summary: 'Memory for DuckDB; what does not fit goes to disk. [default: 1GiB]' }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write the result there.' }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
  };

  async run(): Promise<QueryResult> {
    const { argv, flags } = await this.parse(Query);
    const [sql = '', ...files] = argv.map(String);
    const result = await query({
      sql,
      files,
      limit: flags.limit,
      memoryBytes: flags.memory ?? DEFAULT_MEMORY,
      ...this.watchProgress(),
    });
    for (const note of result.notes) this.note(`warning: ${note}`);
    if (result.omitted > 0) this.note(`${result.omitted} more rows are left out: --limit 0 shows all`);
    const text = rendered(result, flags.format);
    if (flags.out !== undefined) await writeReport(flags.out, text, { force: flags.force });
    return this.finish({ document: result, text: flags.out === undefined ? text : '' });
  }
}

function rendered(result: QueryResult, format: 'table' | 'json' | 'csv'): string {
  switch (format) {
    case 'table':
      return renderQueryTable(result);
    case 'csv':
      return renderQueryCsv(result);
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
  }
}
