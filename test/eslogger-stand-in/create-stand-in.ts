import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StandInAccount, StandInRun } from './settings.ts';

export interface StandIn {
  /** Absolute path of the executable, to be given where /usr/bin/eslogger is expected. */
  readonly path: string;
  /** What the n-th start (from 0) wrote; undefined before it began. */
  readonly account: (start: number) => StandInAccount | undefined;
  /** How often events were asked for. */
  readonly starts: () => number;
  /** Replaces the runs for starts to come; counting goes on. */
  readonly change: (runs: readonly StandInRun[]) => void;
  readonly remove: () => void;
}

/** Writes a launcher into a folder of its own. A launcher must be executable by its absolute path alone, as eslogger is. */
export function createStandIn(runs: readonly StandInRun[]): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-stand-in-'));
  const path = join(folder, 'eslogger');
  const program = fileURLToPath(new URL('program.ts', import.meta.url));
  const quoted = [process.execPath, program, folder]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
  const change = (next: readonly StandInRun[]) =>
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ runs: next }));
  change(runs);
  return {
    path,
    change,
    account: (start) => {
      const file = join(folder, `account-${start}.json`);
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StandInAccount) : undefined;
    },
    starts: () =>
      existsSync(join(folder, 'starts')) ? Number(readFileSync(join(folder, 'starts'), 'utf8')) : 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
