/** Facts of many recordings at once, to rank and to generate signals from. */
import { mergeFactSets } from '../baseline/merge.ts';
import { columnsOf } from '../detection/fact-runs.ts';
import { AppError } from '../errors.ts';
import type { FactSet } from '../model/facts.ts';
import type { OnProgress } from '../model/progress.ts';
import { loadFactSet } from './load-fact-set.ts';
import { Reading } from './reading.ts';

export interface CorpusOptions {
  /** Traces, profiles or baselines, of upgrades and of what is none. */
  readonly inputs: readonly string[];
  readonly allowSynthetic: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** Errors: nothing-to-compare without an upgrade or without a control; not-comparable; those of reading. */
export async function loadCorpus({ inputs, allowSynthetic, onProgress }: CorpusOptions): Promise<FactSet> {
  const sets: FactSet[] = [];
  const reading = await Reading.of(inputs, onProgress);
  for (const path of inputs) {
    reading.begin(path);
    sets.push(await loadFactSet(path, { onBytes: reading.add }));
  }
  const corpus = mergeFactSets(sets, { allowSynthetic });
  const { upgrades, controls } = columnsOf(corpus);
  if (upgrades.ota.length + upgrades['full-installer'].length > 0 && controls.length > 0) return corpus;
  const missing = controls.length === 0 ? 'no recording without an upgrade' : 'no recording of an upgrade';
  throw new AppError(
    'nothing-to-compare',
    `There is ${missing}: nothing tells a signal from background.`,
    'Name both. What a recording is, it says itself: esdrift trace import … --method control',
  );
}
