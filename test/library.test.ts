/** The package as another program uses it: by its name, with its types, without a command line. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'esdrift-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'node_modules'));
symlinkSync(root, join(folder, 'node_modules', 'esdrift'));
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

const baseline = (step: string) => join(root, 'baselines', `macos-${step}.ota.arm64.baseline.json`);
const [before, after] = [baseline('26.1-25B78--26.2-25C56'), baseline('26.2-25C56--26.3-25D125')];

function runScript(code: string): { readonly status: number | null; readonly out: string } {
  const file = join(folder, 'script.js');
  writeFileSync(file, code);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder });
  return { status, out: stdout + stderr };
}

describe('esdrift as a library', () => {
  it('gives the same report as the command, and leaves the process alone', () => {
    const { status, out } = runScript(`
      import { diff } from 'esdrift';
      const { report, exitCode } = await diff({ before: [${JSON.stringify(before)}], after: [${JSON.stringify(after)}] });
      console.log(JSON.stringify({ report, exitCode }));
    `);
    const command = spawnSync(
      process.execPath,
      [join(root, 'dist/cli.js'), 'diff', before, after, '--json'],
      {
        encoding: 'utf8',
      },
    );
    const report: unknown = JSON.parse(command.stdout);
    expect(JSON.parse(out)).toEqual({ report, exitCode: 1 });
    expect(command.status).toBe(1);
    expect(status).toBe(0);
  });

  it('makes a trace of lines, and tells its processes by as many workers as it is told', () => {
    const lines = join(folder, 'lines.jsonl');
    const sample = join(root, 'traces/macos-26.1-25B78.control.arm64.run-1.jsonl.zst');
    writeFileSync(
      lines,
      execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'trace', 'cat', sample], {
        maxBuffer: 2 ** 28,
      }),
    );
    const { out } = runScript(`
      import { importTrace, processTree } from 'esdrift';
      const { info } = await importTrace({ inputs: ['lines.jsonl'], out: 'own.jsonl.zst' });
      const trees = [];
      for (const workers of [1, 2]) trees.push(await processTree('own.jsonl.zst', { by: 'parent', workers }));
      console.log(JSON.stringify({ events: info.events, same: JSON.stringify(trees[0]) === JSON.stringify(trees[1]), processes: trees[0].processes.length }));
    `);
    expect(JSON.parse(out)).toEqual({ events: 149, same: true, processes: 21 });
  });

  it('does what its page says', () => {
    const [, example = ''] =
      /```js\n([^]*?)```/.exec(readFileSync(join(root, 'docs/library.md'), 'utf8')) ?? [];
    copyFileSync(before, join(folder, '26.2.ota.baseline.json'));
    copyFileSync(after, join(folder, '26.3.ota.baseline.json'));
    const { status, out } = runScript(example);
    expect(out).toMatch(/^high program-/m);
    expect(out).toMatch(/\ndrift 1\n$/);
    expect(status).toBe(0);
  });

  it('throws errors with a code, a hint and the exit code of the command', () => {
    const { out } = runScript(`
      import { AppError, traceInfo } from 'esdrift';
      try { await traceInfo('nowhere.jsonl.zst'); } catch (error) {
        console.log(JSON.stringify([error instanceof AppError, error.code, error.exitCode, error.hint.length > 0]));
      }
    `);
    expect(JSON.parse(out)).toEqual([true, 'not-found', 5, true]);
  });

  it('brings types that hold under strict rules', () => {
    const consume = (call: string) => {
      const code = `import { diff, type DriftReport, type Finding } from 'esdrift';
        const { report }: { readonly report: DriftReport } = await diff(${call});
        const high: readonly Finding[] = report.findings.filter(({ severity }) => severity === 'high');
        console.log(high.length);`;
      writeFileSync(join(folder, 'consumer.ts'), code);
      return spawnSync(
        process.execPath,
        [
          join(root, 'node_modules/typescript/bin/tsc'),
          ...[
            '--noEmit',
            '--strict',
            '--exactOptionalPropertyTypes',
            '--module',
            'nodenext',
            '--target',
            'es2023',
          ],
          ...[
            '--types',
            'node',
            '--typeRoots',
            join(root, 'node_modules/@types'),
            join(folder, 'consumer.ts'),
          ],
        ],
        { encoding: 'utf8', cwd: folder },
      );
    };
    expect(consume("{ before: ['a'], after: ['b'] }").stdout).toBe('');
    expect(consume("{ before: ['a'] }").stdout).toContain("Property 'after' is missing");
  });
});
