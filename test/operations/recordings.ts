/** Traces of simulated Macs in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importTrace } from '../../src/operations/trace-import.ts';
import type { TraceFacts } from '../../src/operations/trace-facts.ts';
import { simulate, type Scenario } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

export class Recordings {
  readonly folder = mkdtempSync(join(tmpdir(), 'esdrift-test-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  /** `seed` tells the runs apart; `noise` is the background. */
  async simulated(
    name: string,
    seed: string,
    scenario: Scenario = 'ota',
    facts: TraceFacts = {},
    noise = 0,
  ): Promise<string> {
    const { from, to } = findStep('26.2');
    const step = scenario === 'control' ? { from, to: from } : { from, to };
    const { lines } = simulate({ scenario, step, seed, noise });
    const os = { productVersion: from.product, buildVersion: from.build };
    const target = { productVersion: to.product, buildVersion: to.build };
    return this.imported(name, [...lines], {
      method: scenario,
      arch: 'arm64',
      provenance: 'synthetic',
      os,
      ...(scenario === 'control' ? {} : { target }),
      ...facts,
    });
  }

  async imported(name: string, lines: readonly string[], facts: TraceFacts = {}): Promise<string> {
    const input = this.path(`${name}.jsonl`);
    writeFileSync(input, `${lines.join('\n')}\n`);
    const out = this.path(`${name}.jsonl.zst`);
    let id = 0;
    for (const character of name) id = (id * 31 + character.charCodeAt(0)) % 2 ** 31;
    await importTrace({
      inputs: [input],
      facts,
      out,
      cwd: this.folder,
      now: () => Date.UTC(2026, 10, 23),
      randomBytes: (count) =>
        Uint8Array.from({ length: count }, (_, index) => (id >>> (8 * (index % 4))) & 0xff),
    });
    return out;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
