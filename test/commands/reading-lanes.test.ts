/** The same bytes out of every command that reads events, for any number of threads and for both zstd engines. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';
import { temporaryPath, traceFile } from '../operations/trace-file.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const LANES = [
  { workers: 1, engine: 'native' },
  { workers: 2, engine: 'native' },
  { workers: 4, engine: 'portable' },
  { workers: 1, engine: 'portable' },
];
type Lane = (typeof LANES)[number];

let folder = '';
/** An upgrade with losses, lines out of order, twice, oddly spelt and spoilt, in many frames; another upgrade; that one cut. */
const traces = { odd: '', cut: '', other: '' };
let config = '';

function linesOf(seed: string): readonly string[] {
  const { lines } = simulate({
    scenario: 'ota',
    step: findStep('26.2'),
    seed,
    minimumEvents: 900,
  });
  return [...lines];
}

function oddLines(): readonly string[] {
  return linesOf('one').flatMap((line, index) => {
    if (index % 97 === 50) return [];
    if (index % 89 === 3) return [line, line];
    if (index % 83 === 5) return [line.replace(/^\{/, '{ ')];
    if (index % 79 === 7) return [line.replaceAll('\\/', '/')];
    if (index % 73 === 9)
      return [line.replace('"event":{', '"more":{"stat":{"st_ino":1.5,"path":"/x"}},"event":{')];
    return [line];
  });
}

beforeAll(async () => {
  const header = { provenance: 'synthetic', method: 'ota' } as const;
  const bad = Object.fromEntries(
    [40, 300, 700].map((index) => [index, `{"event":{"exec":{}},"process":${index}}`]),
  );
  traces.odd = await traceFile(oddLines(), { linesPerFrame: 120, header, badLines: bad });
  traces.other = await traceFile(linesOf('two'), {
    linesPerFrame: 200,
    header: { ...header, id: '01900000-0000-7000-8000-000000000002' },
  });
  traces.cut = temporaryPath('cut.jsonl.zst');
  copyFileSync(traces.other, traces.cut);
  truncateSync(traces.cut, Math.floor(readFileSync(traces.other).length * 0.6));
  folder = join(dirname(traces.odd), 'lanes');
  // One baseline for all lanes: making it is a command of its own below.
  const baseline = temporaryPath('other.baseline.json');
  spawnSync(process.execPath, [cli, 'baseline', 'create', traces.other, '-o', baseline]);
  config = temporaryPath('esdrift.config.json');
  writeFileSync(config, JSON.stringify({ traces: [traces.odd], baselines: [baseline] }));
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly files: readonly (readonly [name: string, content: string])[];
}

/** OUT stands for a file or folder of its own. */
function run(args: readonly string[], { workers, engine }: Lane): Ran {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const out = join(folder, 'out');
  if (args.includes('--to')) mkdirSync(out);
  const env = { ...process.env, ESDRIFT_WORKERS: String(workers), ESDRIFT_ZSTD: engine };
  const named = args.map((arg) => (arg === 'OUT' ? out : arg));
  const { status, stdout } = spawnSync(process.execPath, [cli, ...named], {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): readonly [string, string] => [
      entry.name,
      readFileSync(join(entry.parentPath, entry.name), 'latin1'),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { status, stdout, files };
}

const COMMANDS: readonly (readonly [what: string, args: () => readonly string[]])[] = [
  ['profile', () => ['profile', traces.odd, '--json']],
  ['profile of a cut trace', () => ['profile', traces.cut, '--json']],
  ['detect', () => ['detect', traces.odd, '--json']],
  ['timeline', () => ['trace', 'timeline', traces.odd, '--json']],
  ['tree', () => ['trace', 'tree', traces.odd, '--json', '--args']],
  ['tree of a cut trace', () => ['trace', 'tree', traces.cut, '--json']],
  ['baseline create', () => ['baseline', 'create', traces.odd, traces.other, '-o', 'OUT']],
  ['diff', () => ['diff', traces.other, traces.odd, '--json']],
  ['diff as a page', () => ['diff', traces.other, traces.odd, '--format', 'html', '-o', 'OUT']],
  ['check', () => ['check', '--config', config, '--out', 'OUT']],
  ['export', () => ['export', traces.odd, '--to', 'csv', '-o', 'OUT']],
  ['query', () => ['query', 'FROM events ORDER BY ALL', traces.odd, '--format', 'csv', '--limit', '0']],
  ['signals rank', () => ['signals', 'rank', traces.odd, traces.other, '--allow-synthetic', '--json']],
  ['signals test', () => ['signals', 'test', traces.odd, traces.cut, '--json']],
  ['verify', () => ['trace', 'verify', traces.other, '--schema', '--json']],
];

describe('what a command says', () => {
  it.each(COMMANDS)(
    'does not depend on threads or engine: %s',
    (_, args) => {
      const [first, ...others] = LANES.map((lane) => run(args(), lane));
      expect(first?.status).toBeLessThanOrEqual(3);
      expect(`${first?.stdout ?? ''}${String(first?.files)}`.length).toBeGreaterThan(100);
      for (const other of others) expect(other).toEqual(first);
    },
    120_000,
  );

  it('refuses a number of threads that is none', () => {
    const { status } = run(['profile', traces.odd], { workers: 0, engine: 'native' });
    expect(status).toBe(2);
  });
});
