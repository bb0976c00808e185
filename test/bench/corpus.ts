/** The corpus of the bench: a simulated upgrade whose background goes on until the file has the wanted size. Written once, then kept in the temporary folder. */
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

/** What a simulated line weighs on average, with its newline. */
const BYTES_PER_LINE = 2_330;

export function writeCorpus(path: string, megabytes: number, seed: number): void {
  if (existsSync(path)) return;
  const { lines } = simulate({
    scenario: 'ota',
    step: findStep('26.2'),
    seed: String(seed),
    minimumEvents: Math.round((megabytes * 1e6) / BYTES_PER_LINE),
  });
  const partial = `${path}.new`;
  const file = openSync(partial, 'w');
  let batch = '';
  for (const line of lines) {
    batch += `${line}\n`;
    if (batch.length < 1 << 20) continue;
    writeSync(file, batch);
    batch = '';
  }
  writeSync(file, batch);
  closeSync(file);
  renameSync(partial, path);
}
