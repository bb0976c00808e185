// Made from schemas/collected.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift collect --json` prints.
 */
export interface Collected {
  kind: 'esdrift.collected';
  producer: Producer;
  path: string;
  id: string;
  bytes: number;
  events: number;
  segments: number;
  lost: number;
  reason: 'settled' | 'deadline' | 'max-size' | 'disk-floor' | 'collected';
  outcome: 'completed' | 'unsettled' | 'rolled-back' | 'failed' | 'not-started';
  from: OsVersion;
  to: OsVersion;
  removed: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface OsVersion {
  /**
   * As sw_vers prints it, e.g. 26.2.
   */
  productVersion: string;
  /**
   * As sw_vers prints it, e.g. 25C56.
   */
  buildVersion: string;
}
