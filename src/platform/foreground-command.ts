/** Runs a program for the person at the terminal: same process group, same terminal, so that password prompts and Ctrl-C work. */
import { spawn } from 'node:child_process';

export type CommandEnd =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly reason: string };

/** `path` is absolute. What it prints goes to stderr: stdout is for our result. */
export function runInForeground(
  path: string,
  args: readonly string[],
  onStart: (pid: number) => void,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(path, [...args], { stdio: ['inherit', 2, 2] });
    if (child.pid !== undefined) onStart(child.pid);
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'not-started', reason: error.code ?? error.message }),
    );
    child.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'signal', signal: signal ?? 'unknown' } : { kind: 'code', code }),
    );
  });
}
