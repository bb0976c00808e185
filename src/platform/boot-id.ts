import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

let known: Promise<string> | undefined;

/** A name for this boot of the machine, another one after every restart. Empty where the system has none to offer. */
export async function bootId(): Promise<string> {
  known ??= readBootId();
  return known;
}

async function readBootId(): Promise<string> {
  try {
    if (process.platform === 'linux')
      return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    if (process.platform === 'darwin') {
      const { stdout } = await promisify(execFile)('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], {
        env: {},
      });
      return stdout.trim();
    }
  } catch {
    // A lock then relies on its pid alone.
  }
  return '';
}
