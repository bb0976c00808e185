/** A folder with handmade profiles and baselines, and the built command line run in it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serializeFactSet } from '../../src/baseline/canonical.ts';
import type { FactSet } from '../../src/model/facts.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Workbench {
  readonly folder = mkdtempSync(join(tmpdir(), 'esdrift-drift-'));

  /** Paths given to esdrift are relative to the folder, so that output is the same everywhere. */
  write(name: string, content: FactSet | string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : serializeFactSet(content));
    return name;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  esdrift(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      const options = {
        cwd: this.folder,
        env: { PATH: process.env['PATH'], COLUMNS: '100', NO_COLOR: '1', ...env },
      };
      execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      });
    });
  }
}

/** Output and exit code, as a golden file holds them. */
export function transcript(args: readonly string[], { code, stdout, stderr }: Ended): string {
  return `$ esdrift ${args.join(' ')}\n${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}--- exit ${code}\n`;
}
