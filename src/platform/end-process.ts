/** Asks a process to end. False where it is gone, or is not ours to end. */
export function endProcess(pid: number): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch {
    return false;
  }
}
