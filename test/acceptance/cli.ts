/** Runs the built esdrift as a person or a CI job would, and keeps what it said. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `input`: lines for stdin. */
export function esdrift(args: readonly string[], input?: Iterable<string>): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}dist/cli.js`, ...args], {
      env: { ...process.env, NO_COLOR: '1', CI: '' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A program that refuses its input closes the pipe early; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input === undefined ? '' : `${[...input].join('\n')}\n`);
  });
}

export async function succeed(args: readonly string[], input?: Iterable<string>): Promise<CliRun> {
  const run = await esdrift(args, input);
  if (run.code !== 0)
    throw new Error(`esdrift ${args.join(' ')} ended with ${run.code ?? 'a signal'}\n${run.stderr}`);
  return run;
}
