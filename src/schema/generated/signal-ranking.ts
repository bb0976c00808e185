// Made from schemas/signal-ranking.schema.json by `npm run generate`. Do not edit.

/**
 * How good each fact of the recordings would be as a signal.
 */
export interface SignalRanking {
  kind: 'esdrift.signal-ranking';
  formatVersion: 1;
  producer: Producer;
  synthetic: boolean;
  upgrades: {
    ota: number;
    'full-installer': number;
  };
  controls: number;
  ranked: number;
  signals: RankedSignal[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface RankedSignal {
  kind: 'program' | 'launch' | 'responsible' | 'arguments' | 'file' | 'handoff' | 'event' | 'shape';
  key: string[];
  method: 'ota' | 'full-installer';
  upgrades: Share;
  controls: Share1;
  others: Share2;
  /**
   * Share of upgrades less share of controls.
   */
  separation: number;
  /**
   * Half of its 95 % interval.
   */
  uncertainty: number;
  /**
   * Median, from the first event.
   */
  firstMs: number;
  /**
   * Median time to the restart; null where none was recorded.
   */
  leadMs: number | null;
  /**
   * 1 at the beginning of the recording, 0 at the restart.
   */
  earliness: number;
  builds: Share3;
  /**
   * Events of its types among 1000.
   */
  costPerThousand: number;
  heldBy: HeldField[];
  score: number;
}
interface Share {
  seenIn: number;
  runs: number;
}
interface Share1 {
  seenIn: number;
  runs: number;
}
/**
 * Of the other method: what tells the methods apart.
 */
interface Share2 {
  seenIn: number;
  runs: number;
}
/**
 * Pairs of builds in all of whose upgrades it was seen.
 */
interface Share3 {
  seenIn: number;
  runs: number;
}
interface HeldField {
  field: 'signing id' | 'path' | 'cdhash' | 'path template' | 'object' | 'arguments';
  builds: number;
}
