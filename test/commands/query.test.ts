/** query, as people and scripts meet it. What needs DuckDB is skipped where it is not installed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryResult } from '../../src/model/query.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { duckdb } from '../export/duckdb.ts';
import { Workbench } from '../drift/workbench.ts';
import { file, line, processOf } from '../eslogger/line-builder.ts';
import { importFixed, textInput } from '../trace/workplace.ts';

const traces = fileURLToPath(new URL('../../traces/', import.meta.url));
const baselines = fileURLToPath(new URL('../../baselines/', import.meta.url));
const OTA = join(traces, 'macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst');
const OTA_2 = join(traces, 'macos-26.1-25B78--26.2-25C56.ota.arm64.run-2.jsonl.zst');
const NEXT = join(traces, 'macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst');
const BASELINE = join(baselines, 'macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json');
const bench = new Workbench();
afterAll(() => bench.remove());

async function ask(sql: string, ...args: readonly string[]): Promise<QueryResult> {
  const run = await bench.esdrift(['query', sql, ...args, '--json']);
  expect(run.code, run.stdout + run.stderr).toBe(0);
  return validateDocument('query-result', JSON.parse(run.stdout), 'the output');
}

const isInstalled = (await duckdb()) !== undefined;

describe.skipIf(!isInstalled)('query (with DuckDB)', () => {
  beforeAll(async () => {
    const diff = await bench.esdrift(['diff', BASELINE, NEXT, '--format', 'json', '--out', 'drift.json']);
    expect(diff.code).toBe(1);
    await bench.esdrift(['profile', NEXT, '--out', 'next.profile.json']);
  });

  it('reads traces, and fills only what the statement names', async () => {
    const { rows, columns, tables } = await ask(
      'SELECT count(*) AS n, count(DISTINCT event_type) AS types FROM events',
      OTA,
      NEXT,
    );
    expect(columns).toEqual([
      { name: 'n', type: 'BIGINT' },
      { name: 'types', type: 'BIGINT' },
    ]);
    expect(Object.keys(tables)).toEqual(['events']);
    expect(rows).toEqual([[String(tables['events']), expect.stringMatching(/^\d+$/)]]);
    const life = await ask(
      `SELECT p.executable FROM events e JOIN processes p USING (trace, process)
      WHERE e.event_type = 'exit' AND p.exit_code <> e.exit_code`,
      OTA,
    );
    expect(life.rows).toEqual([]);
  });

  it('reads profiles, baselines and drift reports beside them', async () => {
    const sql = `SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM baseline_facts WHERE upgrades = of_upgrades AND len(counts) = (SELECT count(*) FROM baseline_runs)),
      (SELECT count(*) FROM findings WHERE severity IN ('high', 'medium'))`;
    const { rows, notes } = await ask(sql, 'next.profile.json', BASELINE, 'drift.json');
    expect(notes).toEqual([]);
    const columns = await ask("FROM table_columns WHERE table_name = 'events' AND about <> ''");
    expect(columns.rows.length).toBeGreaterThan(30);
    const report = validateDocument('drift-report', JSON.parse(bench.read('drift.json')), 'it');
    const profile = validateDocument('profile', JSON.parse(bench.read('next.profile.json')), 'it');
    const facts = Object.values(profile.facts).flat().length;
    const [first = []] = rows;
    expect([first[0], first[2]]).toEqual([
      String(facts),
      String(report.findings.filter(({ severity }) => severity === 'high' || severity === 'medium').length),
    ]);
    expect(Number(first[1])).toBeGreaterThan(100);
  });

  it('says what it left out, what was not filled, and what nothing fills', async () => {
    const cut = await bench.esdrift([
      'query',
      'SELECT global_seq FROM events',
      OTA,
      '--limit',
      '2',
      '--format',
      'csv',
    ]);
    expect([cut.code, cut.stdout]).toEqual([0, 'global_seq\r\n0\r\n1\r\n']);
    expect(cut.stderr).toContain('535 more rows are left out: --limit 0 shows all');
    expect((await ask('FROM events', OTA, '--limit', '0')).rows).toHaveLength(537);
    const hidden = await bench.esdrift(['query', "FROM query_table('even' || 'ts')", OTA]);
    expect([hidden.code, hidden.stderr]).toEqual([2, expect.stringContaining('events was not filled')]);
    expect((await ask('FROM findings', OTA)).notes).toEqual([
      expect.stringContaining('is synthetic'),
      expect.stringContaining('findings is empty'),
    ]);
    expect((await ask('SELECT 1', OTA, OTA_2)).notes).toEqual([
      '2 of 2 recordings are synthetic: a simulator wrote them, no Mac did',
    ]);
    expect((await ask('SHOW TABLES')).rows.flat()).toContain('fact_attributes');
  });

  it.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO 'out.csv'",
    "ATTACH 'other.db'",
    'INSTALL httpfs',
    'LOAD httpfs',
    "SET memory_limit = '64GB'",
    'SET enable_external_access = true',
    'SELECT nothing FROM nowhere',
    'SELECT 1 FROM',
    '',
  ])('refuses %j with 2', async (sql) => {
    const run = await bench.esdrift(['query', sql]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(existsSync(join(bench.folder, 'out.csv'))).toBe(false);
  });

  it('bounds its memory, and says when that was too little', async () => {
    // Grouping goes to disk where it must; one long text cannot.
    const spills = 'SELECT count(DISTINCT a.range * 300 + b.range) FROM range(3000) a, range(300) b';
    expect((await ask(spills, '--memory', '16MiB')).rows).toEqual([['900000']]);
    const greedy = 'SELECT string_agg(range::VARCHAR) FROM range(20000000)';
    const run = await bench.esdrift(['query', greedy, '--memory', '8MiB']);
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('--memory')]);
  });

  it('shows hostile text as what it is, in a table and in CSV', async () => {
    const process = processOf({
      token: { pid: 9, pidversion: 9 },
      path: '/tmp/\u001b[31m\u202etool',
      signingId: '=HYPERLINK("x")',
    });
    const event = { destination_type: 0, destination: { existing_file: file('/tmp/x') } };
    await importFixed(join(bench.folder, 'hostile.jsonl.zst'), [
      textInput(`${line({ type: 'create', event, process })}\n`),
    ]);
    const sql = 'SELECT executable, signing_id, thread_id FROM events';
    const table = await bench.esdrift(['query', sql, 'hostile.jsonl.zst']);
    expect(table.stdout).toContain(String.raw`/tmp/\u{1b}[31m\u{202e}tool`);
    const csv = await bench.esdrift(['query', sql, 'hostile.jsonl.zst', '--format', 'csv']);
    expect(csv.stdout).toContain(`"'=HYPERLINK(""x"")"`);
    const exact = await ask(sql, 'hostile.jsonl.zst');
    expect(exact.rows[0]?.slice(0, 2)).toEqual(['/tmp/\u001b[31m\u202etool', '=HYPERLINK("x")']);
  });

  it('writes to a file, never over one', async () => {
    const args = ['query', 'SELECT 42 AS answer', '--format', 'csv', '--out', 'answer.csv'];
    expect((await bench.esdrift(args)).stdout).toBe('');
    expect(bench.read('answer.csv')).toBe('answer\r\n42\r\n');
    expect((await bench.esdrift(args)).code).toBe(2);
    expect(readdirSync(bench.folder)).toContain('answer.csv');
  });
});

describe('query without DuckDB', () => {
  /** As on a machine where the package was never installed. */
  const hook =
    "import{registerHooks}from'node:module';registerHooks({resolve(name,context,next){if(name==='@duckdb/node-api'){" +
    "throw Object.assign(new Error('none'),{code:'ERR_MODULE_NOT_FOUND'})}return next(name,context)}})";
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(hook)}`;

  it.each([[[]], [['--json']]])('ends with 6 and names the command that installs it %j', async (more) => {
    const run = await bench.esdrift(['query', 'FROM events', OTA, ...more], { NODE_OPTIONS });
    expect(run.code).toBe(6);
    expect(run.stdout + run.stderr).toContain('npm install --no-save @duckdb/node-api');
    expect(run.stdout + run.stderr).toContain('unsupported-here');
  });
});
