// Made from schemas/signals-generated.schema.json by `npm run generate`. Do not edit.

/**
 * Rules that were made of recordings, and the proof of them.
 */
export interface SignalsGenerated {
  kind: 'esdrift.signals-generated';
  formatVersion: 1;
  producer: Producer;
  /**
   * File that was written; null where the proof failed.
   */
  path: string | null;
  rules: {
    id: string;
    signals: number;
    programs: number;
    quorum: number;
  }[];
  /**
   * Rules made without one upgrade, tried on it.
   */
  heldOut: HeldOut[];
  failures: string[];
  synthetic: boolean;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface HeldOut {
  method: 'ota' | 'full-installer';
  /**
   * Builds it leads from and to.
   */
  builds: string;
  recordings: number;
  found: number;
  falseAlarms: string[];
  missed: string[];
}
