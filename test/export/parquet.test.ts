/** `export --to parquet`, read by DuckDB. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { canonicalText } from '../../src/baseline/canonical-text.ts';
import { hiveValue, partitionOf } from '../../src/export/hive-path.ts';
import { openParquet } from '../../src/export/parquet.ts';
import { tableOf } from '../../src/export/tables/table.ts';
import { FACT_KINDS, type FactSetDocument } from '../../src/model/facts.ts';
import { readEvents } from '../../src/operations/read-events.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { Workbench } from '../drift/workbench.ts';
import { file, line, processOf } from '../eslogger/line-builder.ts';
import { all, importFixed, textInput } from '../trace/workplace.ts';
import { duckdb, textOf } from './duckdb.ts';

const traces = fileURLToPath(new URL('../../traces/', import.meta.url));
const named = (pattern: RegExp): string[] =>
  readdirSync(traces)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(traces, name));
const bench = new Workbench();
afterAll(() => bench.remove());
const ask = await duckdb();

/** The statements of the page, in order, on the folder that a test wrote. */
const readme = readFileSync(fileURLToPath(new URL('../../docs/other-tools.md', import.meta.url)), 'utf8');
const [factsSql = '', attributesSql = '', marksSql = ''] = [
  ...readme.matchAll(/```sql\n\s*-- DuckDB\n([\s\S]*?)```/g),
].map(([, sql = '']) => sql);
const on = (sql: string, folder: string): string =>
  sql.replaceAll("'lake/", `'${join(bench.folder, folder)}/`);

/** A baseline as SQL makes it of the exported folder, in the form of the document. */
async function baselineBySql(
  folder: string,
): Promise<Pick<FactSetDocument, 'facts' | 'runs' | 'collapsed' | 'normalizer'>> {
  if (ask === undefined) throw new Error('no DuckDB');
  const at = (table: string) => `read_parquet('${join(bench.folder, folder)}/${table}/**/*.parquet')`;
  const numbers = (value: unknown) => (value as string[]).map(Number);
  const attributes = await ask(on(attributesSql, folder));
  const facts = (await ask(on(factsSql, folder))).map((row) => ({
    ...row,
    key: JSON.parse(textOf(row['key'])) as string[],
  }));
  const of = (kind: string) =>
    facts
      .filter((row) => (row as Record<string, unknown>)['kind'] === kind)
      .map((row) => {
        const { key } = row;
        const { counts, first_ms: firstMs } = row as Record<string, unknown>;
        const mine: Record<string, Record<string, number[]>> = {};
        if (kind === 'program')
          for (const { program, attribute, value, counts: times } of attributes)
            if (program === key[0]) (mine[textOf(attribute)] ??= {})[textOf(value)] = numbers(times);
        return {
          key,
          counts: numbers(counts),
          firstMs: numbers(firstMs),
          ...(kind === 'program' ? { attributes: mine } : {}),
        };
      });
  const runs = await ask(`SELECT run, normalizer FROM ${at('runs')} ORDER BY trace`);
  return {
    facts: Object.fromEntries(
      FACT_KINDS.map((kind) => [kind, of(kind)]),
    ) as unknown as FactSetDocument['facts'],
    runs: runs.map(({ run }) => JSON.parse(textOf(run)) as FactSetDocument['runs'][number]),
    collapsed: (await ask(`SELECT DISTINCT mark FROM ${at('collapsed')} ORDER BY mark`)).map(({ mark }) =>
      textOf(mark),
    ),
    normalizer: textOf(runs[0]?.['normalizer']),
  };
}

const sorted = (facts: FactSetDocument['facts']) =>
  Object.fromEntries(FACT_KINDS.map((kind) => [kind, facts[kind].map((fact) => canonicalText(fact)).sort()]));

/** Exports, makes the baseline, and holds the two against each other: everything but what the page says that SQL does not make. */
async function expectSameBaseline(
  name: string,
  inputs: readonly string[],
  controls: readonly string[],
): Promise<FactSetDocument> {
  const exported = await bench.esdrift([
    'export',
    ...inputs,
    ...controls,
    '--to',
    'parquet',
    '--tables',
    'runs,facts,fact_attributes,collapsed',
    '--out',
    name,
  ]);
  expect(exported.code, exported.stderr).toBe(0);
  const made = await bench.esdrift([
    'baseline',
    'create',
    ...inputs,
    ...controls.flatMap((path) => ['--control', path]),
    '-o',
    `${name}.baseline.json`,
  ]);
  expect(made.code, made.stderr).toBe(0);
  const baseline = validateDocument('baseline', JSON.parse(bench.read(`${name}.baseline.json`)), name);
  const bySql = await baselineBySql(name);
  expect(sorted(bySql.facts)).toEqual(sorted(baseline.facts));
  expect(bySql.runs).toEqual(baseline.runs);
  expect(bySql.collapsed).toEqual(baseline.collapsed);
  expect(bySql.normalizer).toBe(baseline.normalizer);
  const made_of = new Set(['kind', 'formatVersion', 'producer', 'normalizer', 'runs', 'collapsed', 'facts']);
  expect(
    Object.keys(baseline)
      .filter((key) => !made_of.has(key))
      .sort(),
  ).toEqual(['ruleOutcomes', 'stability']);
  return baseline;
}

describe.skipIf(ask === undefined)('Parquet, read by DuckDB (where it is installed)', () => {
  it('gives the baseline that `baseline create` makes, fact for fact', async () => {
    const baseline = await expectSameBaseline(
      'lake',
      named(/^macos-26\.1-25B78--26\.2-25C56\.ota\..*\.zst$/),
      named(/^macos-26\.1-25B78\.control\..*\.zst$/),
    );
    expect(baseline.runs).toHaveLength(7);
    expect(baseline.facts.file.length).toBeGreaterThan(100);
    expect(readdirSync(join(bench.folder, 'lake/facts')).sort()).toEqual(['method=control', 'method=ota']);
    const supports = (await ask?.(on(factsSql, 'lake'))) ?? [];
    for (const { counts, upgrades, controls } of supports)
      expect((counts as string[]).filter((count) => count !== '0')).toHaveLength(
        Number(upgrades) + Number(controls),
      );
    expect(await ask?.(on(marksSql, 'lake'))).toEqual([]);
  }, 60_000);

  it('gives it also where a directory grows too large only by the runs together', async () => {
    const inputs = [];
    for (const run of [1, 2]) {
      const lines = Array.from({ length: 50 }, (_, index) =>
        line({
          type: 'create',
          event: {
            destination_type: 0,
            destination: {
              existing_file: file(
                `/opt/grows/run${run}name${'abcdefghij'[index % 10] ?? ''}${'klmno'[index % 5] ?? ''}x${'pqrstuvwxy'[Math.floor(index / 5)] ?? ''}`,
              ),
            },
          },
          process: processOf({
            token: { pid: 9, pidversion: 9 },
            path: '/usr/bin/tool',
            signingId: 'com.example.tool',
            teamId: 'ABCDE12345',
          }),
          seq: index,
          globalSeq: index,
          ms: index,
        }),
      );
      const path = join(bench.folder, `grows-${run}.jsonl.zst`);
      await importFixed(path, [textInput(`${lines.join('\n')}\n`)], {
        facts: { method: 'ota' },
        randomBytes: (count) => new Uint8Array(count).fill(run),
      });
      inputs.push(path);
    }
    const baseline = await expectSameBaseline('grown', inputs, []);
    expect(baseline.collapsed).toContain('/opt/grows/{any}');
  });

  it('keeps every event, with its types, lists and exact times', async () => {
    const [trace = ''] = named(/^macos-26\.1-25B78--26\.2-25C56\.ota\..*run-1/);
    expect(
      (
        await bench.esdrift([
          'export',
          trace,
          '--to',
          'parquet',
          '--tables',
          'events,processes',
          '--out',
          'events',
        ])
      ).code,
    ).toBe(0);
    const events = `read_parquet('${bench.folder}/events/events/**/*.parquet', hive_partitioning = true)`;
    expect(
      await ask?.(
        `SELECT count(*) AS n, count(DISTINCT (segment, global_seq)) AS d, any_value(method) AS m, any_value(build) AS b FROM ${events}`,
      ),
    ).toEqual([{ n: '537', d: '537', m: 'ota', b: '25C56' }]);
    expect(
      await ask?.(
        `SELECT typeof("time") AS t, typeof(args) AS a, typeof(time_ns) AS n FROM ${events} LIMIT 1`,
      ),
    ).toEqual([{ t: 'TIMESTAMP WITH TIME ZONE', a: 'VARCHAR[]', n: 'BIGINT' }]);
    const recorded = await all(readEvents(trace));
    const execs =
      (await ask?.(
        `SELECT args, epoch_us("time") * 1000 + time_ns % 1000 AS ns FROM ${events} WHERE event_type = 'exec' ORDER BY time_ns`,
      )) ?? [];
    const expected = recorded.flatMap(({ payload, time }) =>
      payload.kind === 'exec' ? [{ args: payload.args, time }] : [],
    );
    expect(execs.map(({ args }) => args)).toEqual(expected.map(({ args }) => args));
    const [{ time } = { time: '' }] = expected;
    expect(execs[0]?.['ns']).toBe(`${Date.parse(`${time.slice(0, 19)}Z`) / 1000}${time.slice(20, 29)}`);
    const orphans = await ask?.(
      `SELECT count(*) AS n FROM ${events} e ANTI JOIN read_parquet('${bench.folder}/events/processes/**/*.parquet') p ON e.process = p.process`,
    );
    expect(orphans).toEqual([{ n: '0' }]);
  });

  it('writes row groups of bounded size with statistics, and any text, list and number', async () => {
    const table = tableOf<number>('numbers', 'for a test', [
      ['text', 'text', '', (n) => (n % 5 === 0 ? undefined : n === 1 ? '' : `\u0000"${n}\u202e`)],
      ['big', 'int', '', (n) => 2n ** 63n - 1n - BigInt(n)],
      ['flag', 'boolean', '', (n) => n % 2 === 0],
      [
        'list',
        'texts',
        '',
        (n) => (n === 2 ? undefined : Array.from({ length: n % 3 }, (_, at) => String(at))),
      ],
      ['ints', 'ints', '', (n) => [n, -n]],
      ['moment', 'time', '', (n) => BigInt(n) * 1_000n],
    ]);
    const parquet = await openParquet(table, { rows: 8, text: 1_000_000 });
    const chunks: Buffer[] = [];
    for (let n = 0; n < 20; n += 1) {
      parquet.add(table.row(n));
      chunks.push(parquet.drain());
    }
    parquet.finish();
    chunks.push(parquet.drain());
    writeFileSync(join(bench.folder, 'numbers.parquet'), Buffer.concat(chunks));
    const source = `'${bench.folder}/numbers.parquet'`;
    const rows =
      (await ask?.(`SELECT text, big, flag, list, ints, epoch_us(moment) AS us FROM ${source}`)) ?? [];
    expect(rows).toHaveLength(20);
    expect(rows.slice(0, 3)).toEqual([
      { text: null, big: '9223372036854775807', flag: true, list: [], ints: ['0', '0'], us: '0' },
      { text: '', big: '9223372036854775806', flag: false, list: ['0'], ints: ['1', '-1'], us: '1' },
      {
        text: '\u0000"2\u202e',
        big: '9223372036854775805',
        flag: true,
        list: null,
        ints: ['2', '-2'],
        us: '2',
      },
    ]);
    const groups =
      (await ask?.(
        `SELECT DISTINCT row_group_id AS id, row_group_num_rows AS n FROM parquet_metadata(${source}) ORDER BY id`,
      )) ?? [];
    expect(groups.map(({ n }) => n)).toEqual(['8', '8', '4']);
    const [big] =
      (await ask?.(
        `SELECT stats_min_value AS stats_min, stats_max_value AS stats_max FROM parquet_metadata(${source}) WHERE path_in_schema = 'big' AND row_group_id = 1`,
      )) ?? [];
    expect(big).toEqual({ stats_min: '9223372036854775792', stats_max: '9223372036854775799' });
  });
});

describe('a Parquet export', () => {
  const [trace = ''] = named(/control\.arm64\.run-1/);
  const args = ['export', trace, '--to', 'parquet', '--out'];

  it('gives the same bytes twice, replaces nothing, and leaves nothing half-written', async () => {
    await bench.esdrift([...args, 'one']);
    const { files } = validateDocument(
      'data-exported',
      JSON.parse((await bench.esdrift([...args, 'two', '--json'])).stdout),
      'it',
    );
    expect(files.length).toBe(6);
    for (const { path } of files) {
      const bytes = (name: string) => readFileSync(join(bench.folder, name));
      expect(bytes(path).equals(bytes(path.replace(/^two/, 'one'))), path).toBe(true);
    }
    const again = await bench.esdrift([...args, 'two']);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('output-exists')]);
    expect((await bench.esdrift([...args, 'two', '--force'])).code).toBe(0);
    expect(
      readdirSync(join(bench.folder, 'two'), { recursive: true }).filter((name) =>
        /partial|lock/.test(String(name)),
      ),
    ).toEqual([]);
  });

  it('refuses a recording that is named twice, a table that is none, and an input that is no trace', async () => {
    expect((await bench.esdrift(['export', trace, trace, '--to', 'parquet', '--out', 'twice'])).code).toBe(2);
    expect((await bench.esdrift([...args, 'x', '--tables', 'event'])).code).toBe(2);
    bench.write('no.trace', 'x');
    expect((await bench.esdrift(['export', 'no.trace', '--to', 'parquet', '--out', 'no'])).code).toBe(5);
    expect(existsSync(join(bench.folder, 'no'))).toBe(false);
  });

  it('never leaves its folder, whatever a trace calls its build', () => {
    const hostile = {
      method: 'ota',
      arch: '../../etc',
      target: { productVersion: '1', buildVersion: '..' },
    } as const;
    expect(partitionOf(hostile)).toBe('method=ota/arch=..%2F..%2Fetc/build=%2E%2E');
    expect(hiveValue('25C56')).toBe('25C56');
    expect(hiveValue('a=b%c d\u0001')).toBe('a%3Db%25c%20d%01');
    expect(hiveValue(undefined)).toBe('__HIVE_DEFAULT_PARTITION__');
  });
});
