/** `export --to csv`, read back by a reader of RFC 4180. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CsvWriter } from '../../src/export/csv.ts';
import { tableOf } from '../../src/export/tables/table.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { readEvents } from '../../src/operations/read-events.ts';
import { Workbench } from '../drift/workbench.ts';
import { all } from '../trace/workplace.ts';

const OTA = fileURLToPath(
  new URL('../../traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst', import.meta.url),
);
const bench = new Workbench();
afterAll(() => bench.remove());

/** Cells of every record; undefined for an empty cell without quotes. Fails where the text is no RFC 4180. */
function readCsv(text: string): (string | undefined)[][] {
  const records: (string | undefined)[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let record: (string | undefined)[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`no cell at ${at}`);
    const [, quoted, bare = '', end] = found;
    record.push(quoted?.replaceAll('""', '"') ?? (bare === '' ? undefined : bare));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  expect(record).toEqual([]);
  return records;
}

function written(values: readonly (string | null)[], raw = false): string {
  const table = tableOf<string | null>('t', '', [['text', 'text', '', (value) => value]]);
  const writer = new CsvWriter(table, { raw });
  for (const value of values) writer.add(table.row(value));
  return writer.drain().toString('utf8');
}

describe('CSV', () => {
  const hostile = [
    '=1+1',
    '+x',
    '-2',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\n=x',
    "'quoted",
    '＝1',
    'a,b',
    'say "so"',
    'two\r\nlines',
    '',
    null,
    ' =x',
    'plain',
  ];

  it('gives back every text, with one leading apostrophe taken away', () => {
    const [head, ...rows] = readCsv(written(hostile));
    expect(head).toEqual(['text']);
    const texts = rows.map(([text]) => text);
    expect(texts.map((text) => text?.replace(/^'/, ''))).toEqual(hostile.map((text) => text ?? undefined));
    for (const text of texts) expect(text ?? '').not.toMatch(/^[=+\-@\t\r\n＝]/);
  });

  it('leaves texts as they are with --raw', () => {
    const [, ...rows] = readCsv(written(hostile, true));
    expect(rows.map(([text]) => text)).toEqual(hostile.map((text) => text ?? undefined));
  });

  it('holds every event and every fact once, under columns that stay', async () => {
    const run = await bench.esdrift(['export', OTA, '--to', 'csv', '--out', 'csv']);
    expect(run.code, run.stderr).toBe(0);
    expect(readdirSync(join(bench.folder, 'csv')).sort()).toEqual([
      'collapsed.csv',
      'events.csv',
      'fact_attributes.csv',
      'facts.csv',
      'processes.csv',
      'runs.csv',
    ]);
    const read = (name: string) => {
      const [head = [], ...rows] = readCsv(readFileSync(join(bench.folder, 'csv', `${name}.csv`), 'utf8'));
      for (const row of rows) expect(row).toHaveLength(head.length);
      return rows.map((row) => Object.fromEntries(head.map((column, index) => [String(column), row[index]])));
    };
    const events = await all(readEvents(OTA));
    expect(
      read('events').map(({ segment, global_seq, time, event_type }) => [
        segment,
        global_seq,
        time,
        event_type,
      ]),
    ).toEqual(
      events.map(({ segment, globalSeq, time, type }) => [String(segment), String(globalSeq), time, type]),
    );
    const { facts } = await profileTrace(OTA);
    expect(
      read('facts')
        .map(({ kind, key, count }) => `${kind ?? ''} ${key ?? ''} ${count ?? ''}`)
        .sort(),
    ).toEqual(
      facts.map(({ kind, key, counts }) => `${kind} ${JSON.stringify(key)} ${counts[0] ?? 0}`).sort(),
    );
    const columns = ['events', 'processes', 'runs', 'facts', 'fact_attributes', 'collapsed'].map(
      (name) =>
        `${name}: ${readFileSync(join(bench.folder, 'csv', `${name}.csv`), 'utf8').split('\r\n')[0] ?? ''}`,
    );
    await expect(`${columns.join('\n')}\n`).toMatchFileSnapshot('golden/columns.golden.txt');
  });

  it('says of a trace that was cut that it ends early', async () => {
    writeFileSync(join(bench.folder, 'cut.jsonl.zst'), readFileSync(OTA).subarray(0, 60_000));
    const run = await bench.esdrift([
      'export',
      'cut.jsonl.zst',
      '--to',
      'csv',
      '--tables',
      'events',
      '--out',
      'cut',
    ]);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('cut.jsonl.zst ends early')]);
  });

  it('says on standard error what a spreadsheet would have taken for a formula', async () => {
    const run = await bench.esdrift(['export', OTA, '--to', 'csv', '--tables', 'facts', '--out', 'quiet']);
    expect(run.stderr).not.toContain('apostrophe');
    expect(run.stderr).toContain('environment values');
  });
});
