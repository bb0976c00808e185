import { columnsOf } from '../detection/fact-runs.ts';
import { rankSignals } from '../detection/rank.ts';
import type { SignalRanking } from '../model/signal-rank.ts';
import { PRODUCER } from '../model/version.ts';
import { loadCorpus, type CorpusOptions } from './load-corpus.ts';

export interface SignalRankOptions extends CorpusOptions {
  readonly method?: 'ota' | 'full-installer' | undefined;
  /** Most signals; 0: all. */
  readonly limit: number;
}

/** Errors: those of loadCorpus. */
export async function rankCorpus(options: SignalRankOptions): Promise<SignalRanking> {
  const corpus = await loadCorpus(options);
  const { upgrades, controls } = columnsOf(corpus);
  const all = rankSignals(corpus).filter(
    ({ method }) => options.method === undefined || method === options.method,
  );
  return {
    kind: 'esdrift.signal-ranking',
    formatVersion: 1,
    producer: PRODUCER,
    synthetic: corpus.runs.some(({ provenance }) => provenance === 'synthetic'),
    upgrades: { ota: upgrades.ota.length, 'full-installer': upgrades['full-installer'].length },
    controls: controls.length,
    ranked: all.length,
    signals: options.limit === 0 ? all : all.slice(0, options.limit),
  };
}
