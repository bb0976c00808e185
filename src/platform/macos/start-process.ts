/** Starts a program that keeps running and hands its output on as bytes. */
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { TOOL_ENVIRONMENT } from './run-tool.ts';

export interface RunningProgram {
  readonly pid: number;
  /** Paused until somebody reads. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the process is gone, even while output still waits to be read. */
  readonly exited: Promise<ProgramExit>;
  /** False where it is gone already. */
  readonly signal: (name: 'SIGTERM' | 'SIGKILL' | 'SIGINT') => boolean;
}

export type ProgramExit =
  { readonly kind: 'code'; readonly code: number } | { readonly kind: 'signal'; readonly signal: string };

export type Start =
  | { readonly ok: true; readonly program: RunningProgram }
  /** `missing`: no such file. `not-runnable`: there, but the system would not run it. */
  | { readonly ok: false; readonly reason: 'missing' | 'not-runnable'; readonly detail: string };

/** In a session of its own. Never searches a path, never uses a shell; the environment is ours alone. */
export function startProgram(path: string, args: readonly string[]): Promise<Start> {
  if (!isAbsolute(path))
    return Promise.resolve({ ok: false, reason: 'not-runnable', detail: `${path} is no absolute path` });
  return new Promise((resolve) => {
    const child = spawn(path, [...args], {
      cwd: '/',
      env: TOOL_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // setsid(2): macOS ships no setsid command, so this is how one gets a session of one's own.
      detached: true,
    });
    const exited = new Promise<ProgramExit>((settle) => {
      child.once('exit', (code, signal) => {
        settle(code === null ? { kind: 'signal', signal: signal ?? 'unknown' } : { kind: 'code', code });
      });
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? 'missing' : 'not-runnable';
      resolve({ ok: false, reason, detail: error.code ?? error.message });
    });
    child.once('spawn', () => {
      resolve({
        ok: true,
        program: {
          pid: child.pid ?? 0,
          stdout: child.stdout,
          stderr: child.stderr,
          exited,
          signal: (name) => child.kill(name),
        },
      });
    });
  });
}
