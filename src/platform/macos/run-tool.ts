/**
 * Runs a system tool to its end. The recorder runs as root, so: an absolute path and no search path, a fixed environment, no shell, a time
 * limit, a limit on output. Nothing here throws: a tool that cannot answer is an answer too.
 */
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';

export type ToolResult =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-runnable'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  | { readonly kind: 'too-much-output'; readonly limitBytes: number }
  | { readonly kind: 'killed'; readonly signal: string };

export interface ToolLimits {
  /** Default 10 seconds. */
  readonly timeoutMs?: number;
  /** For stdout and stderr each; default 4 MiB. */
  readonly outputBytes?: number;
}

export type RunTool = (path: string, args: readonly string[], limits?: ToolLimits) => Promise<ToolResult>;

/** What a tool sees of the world: the same texts in every locale, and no variable of whoever called us. */
export const TOOL_ENVIRONMENT = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  HOME: '/var/empty',
} as const;

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_OUTPUT_BYTES = 4 * 1024 * 1024;

export const runTool: RunTool = (path, args, limits = {}) => {
  if (!isAbsolute(path))
    return Promise.resolve({ kind: 'not-runnable', reason: `${path} is no absolute path` });
  const timeoutMs = limits.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const limitBytes = limits.outputBytes ?? DEFAULT_OUTPUT_BYTES;
  return new Promise((resolve) => {
    // A group of its own, so that a time limit ends what the tool started as well.
    const child = spawn(path, [...args], {
      cwd: '/',
      env: TOOL_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output = { stdout: new Collected(limitBytes), stderr: new Collected(limitBytes) };
    let verdict: ToolResult | undefined;
    const stop = (result: ToolResult) => {
      verdict ??= result;
      killGroup(child.pid);
      // A grandchild that left the group may hold the pipes open: do not wait for it.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => stop({ kind: 'timed-out', afterMs: timeoutMs }), timeoutMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (bytes: Buffer) => {
        if (!output[name].add(bytes)) stop({ kind: 'too-much-output', limitBytes });
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(
        error.code === 'ENOENT'
          ? { kind: 'missing' }
          : { kind: 'not-runnable', reason: error.code ?? error.message },
      );
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (verdict !== undefined) resolve(verdict);
      else if (code === null) resolve({ kind: 'killed', signal: signal ?? 'unknown' });
      else resolve({ kind: 'ended', code, stdout: output.stdout.text(), stderr: output.stderr.text() });
    });
  });
};

class Collected {
  readonly #limit: number;
  readonly #pieces: Buffer[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: Buffer): boolean {
    this.#size += bytes.length;
    if (this.#size > this.#limit) return false;
    this.#pieces.push(bytes);
    return true;
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
