/**
 * `npm run bench [-- --mb 200] [--rounds 5] [--only record]`: the ratios of speed and size against the tools people use today,
 * as paired runs on this machine. A tool that is not installed is left out and said.
 * DuckDB is used where `duckdb` is on the PATH, or where ESDRIFT_BENCH_DUCKDB names a folder that has @duckdb/node-api installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.ts';
import { machine, pair, run, type Command } from './measure.ts';

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const megabytes = Number(values.mb);
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const duckRunner = fileURLToPath(new URL('./duckdb.ts', import.meta.url));
const folder = join(tmpdir(), `esdrift-bench-${String(megabytes)}`);
mkdirSync(folder, { recursive: true });

const file = (name: string): string => join(folder, name);
const esdrift = (label: string, ...args: string[]): Command => ({
  label,
  argv: [process.execPath, cli, ...args],
});
const shell = (label: string, script: string): Command => ({
  label,
  argv: ['bash', '-o', 'pipefail', '-c', script],
});
const installed = (program: string): boolean =>
  spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

const fields =
  '[.process.audit_token.pid, .process.audit_token.pidversion, .process.signing_id, (.event|keys[0])]';
const jqTree = `select(.event.exec or .event.fork or .event.exit) | [${fields}, .event.exec.args, .event.exec.target.audit_token, .event.fork.child.audit_token, .event.exit.stat]`;
const jqFacts =
  'select(.event.rename or .event.create or .event.exec) | [.process.signing_id, (.event|keys[0]), .event.exec.target.signing_id, .event.rename.destination, .event.create.destination]';
const grepFacts = `grep -E '"event":\\{"(rename|create|exec)":'`;
const grepTree = `grep -E '"event":\\{"(exec|fork|exit)":'`;
const treeSql =
  "select process->>'$.audit_token.pid', event->>'$.exec.target.signing_id' from read_ndjson('TRACE', columns={process:'JSON', event:'JSON', event_type:'INT'}) where event_type in (9, 11, 15)";
const factsOf = (trace: string): string =>
  `select process->>'$.signing_id', event_type, event->>'$.exec.target.signing_id', event->>'$.rename.destination', event->>'$.create.destination' from read_ndjson('${trace}', columns={process:'JSON', event:'JSON', event_type:'INT'}) where event_type in (9, 13, 25)`;
const countSql =
  "select event_type, count(*) from read_ndjson('TRACE', columns={event_type:'INT'}) group by 1";

function duckdb(label: string, sql: string): Command | undefined {
  if (installed('duckdb')) return { label, argv: ['duckdb', '-c', sql] };
  if (process.env['ESDRIFT_BENCH_DUCKDB']) return { label, argv: [process.execPath, duckRunner, sql] };
  return undefined;
}

interface Row {
  readonly what: string;
  readonly ours: Command;
  readonly other: Command | undefined;
}

for (const name of ['a', 'b']) writeCorpus(file(`${name}.jsonl`), megabytes, name === 'a' ? 1 : 2);
const [a, b] = [file('a.jsonl.zst'), file('b.jsonl.zst')];
for (const name of ['a', 'b']) {
  await run(
    esdrift(
      'import',
      'trace',
      'import',
      file(`${name}.jsonl`),
      '--out',
      file(`${name}.jsonl.zst`),
      '--force',
      '--provenance',
      'synthetic',
      '--method',
      'ota',
    ),
  );
}

const diffOf = (facts: (trace: string) => string): Command =>
  shell('diff', `diff <(${facts(a)}) <(${facts(b)}) || true`);
const piped = (redact: string): Command =>
  shell(
    'record',
    `cat '${file('a.jsonl')}' | '${process.execPath}' '${cli}' record --from - --out '${file('x.jsonl.zst')}' --force --redact ${redact}`,
  );
const pipedZstd = installed('zstd')
  ? shell('zstd', `cat '${file('a.jsonl')}' | zstd -q -3 -T1 -f -o '${file('x.zst')}'`)
  : undefined;

const rows: Row[] = [
  ...['none', 'default', 'strict'].map((redact) => ({
    what: `record --redact ${redact} from a pipe against zstd -3 -T1`,
    ours: piped(redact),
    other: pipedZstd,
  })),
  {
    what: 'import against zstd -3 -T1',
    ours: esdrift('import', 'trace', 'import', file('a.jsonl'), '--out', file('x.jsonl.zst'), '--force'),
    other: installed('zstd')
      ? shell('zstd', `zstd -q -3 -T1 -f '${file('a.jsonl')}' -o '${file('x.zst')}'`)
      : undefined,
  },
  {
    what: 'process tree against zstdcat | jq',
    ours: esdrift('tree', 'trace', 'tree', a, '--json'),
    other: installed('jq') ? shell('jq', `zstdcat '${a}' | jq -c '${jqTree}'`) : undefined,
  },
  {
    what: 'process tree against zstdcat | grep | jq',
    ours: esdrift('tree', 'trace', 'tree', a, '--json'),
    other: installed('jq') ? shell('grep', `zstdcat '${a}' | ${grepTree} | jq -c '${jqTree}'`) : undefined,
  },
  {
    what: 'process tree against DuckDB',
    ours: esdrift('tree', 'trace', 'tree', a, '--json'),
    other: duckdb('duckdb', treeSql.replace('TRACE', a)),
  },
  {
    what: 'profile against jq reading one field',
    ours: esdrift('profile', 'profile', a, '--out', file('a.profile.json'), '--force'),
    other: installed('jq') ? shell('jq', `zstdcat '${a}' | jq -c .event_type`) : undefined,
  },
  {
    what: 'profile against DuckDB counting one field',
    ours: esdrift('profile', 'profile', a, '--out', file('a.profile.json'), '--force'),
    other: duckdb('duckdb', countSql.replace('TRACE', a)),
  },
  {
    what: 'diff of two traces against jq | sort | diff',
    ours: esdrift('diff', 'diff', a, b, '--fail-on', 'never'),
    other: installed('jq')
      ? diffOf((trace) => `zstdcat '${trace}' | jq -c '${jqFacts}' | sort -u`)
      : undefined,
  },
  {
    what: 'diff of two traces against grep | jq | sort | diff',
    ours: esdrift('diff', 'diff', a, b, '--fail-on', 'never'),
    other: installed('jq')
      ? diffOf((trace) => `zstdcat '${trace}' | ${grepFacts} | jq -c '${jqFacts}' | LC_ALL=C sort -u`)
      : undefined,
  },
  {
    what: 'diff of two traces against DuckDB',
    ours: esdrift('diff', 'diff', a, b, '--fail-on', 'never'),
    other: duckdb(
      'duckdb',
      `with a as (${factsOf(a)}), b as (${factsOf(b)}) (from a except from b) union all (from b except from a)`,
    ),
  },
  {
    what: '--version against node -e 0',
    ours: esdrift('version', '--version'),
    other: { label: 'node', argv: [process.execPath, '-e', '0'] },
  },
  {
    what: 'diff of two committed baselines against --version',
    ours: esdrift('diff', 'diff', ...committedBaselines(), '--fail-on', 'never'),
    other: esdrift('version', '--version'),
  },
];

function committedBaselines(): [string, string] {
  const root = fileURLToPath(new URL('../../baselines/', import.meta.url));
  const found = spawnSync('ls', [root], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => name.includes('.ota.') && name.endsWith('.baseline.json'));
  const [first, second] = found.sort();
  if (first === undefined || second === undefined) throw new Error('two committed OTA baselines are needed');
  return [root + first, root + second];
}

console.log(
  `machine: ${machine()}, ${String(availableParallelism())} cores, Node ${process.versions.node}; corpus ${String(megabytes)} MB, ${String(rounds)} pairs`,
);
const [ourSize, zstdSize] = [
  statSync(a).size,
  installed('zstd')
    ? Number(
        spawnSync('bash', ['-c', `zstd -q -3 -c '${file('a.jsonl')}' | wc -c`], { encoding: 'utf8' }).stdout,
      )
    : 0,
];
if (zstdSize > 0)
  console.log(`file size against zstd -3: ${(((ourSize - zstdSize) / zstdSize) * 100).toFixed(1)} %`);
console.log('| what | ratio (min–max) | ours s | other s | CPU s | peak MiB |\n|---|---|---|---|---|---|');
for (const row of rows.filter(({ what }) => what.startsWith(values.only))) {
  if (row.other === undefined) {
    console.log(`| ${row.what} | not installed here | | | |`);
    continue;
  }
  const result = await pair(row.ours, row.other, rounds);
  console.log(
    `| ${row.what} | ${result.speedup.toFixed(2)}× (${result.low.toFixed(2)}–${result.high.toFixed(2)}) | ${result.ours.toFixed(2)} | ${result.other.toFixed(2)} | ${result.oursCpu.toFixed(2)}, ${result.otherCpu.toFixed(2)} | ${String(result.oursPeakMiB)} |`,
  );
}
