/** What differs from one recording to the next and is no behaviour: the defaults are a Mac like all the others. */
import type { Host } from './host.ts';

export interface Conditions {
  readonly host: (host: Host) => Host;
  /** Order of keys in a line: eslogger shuffles them. */
  readonly keyOrder: 'shuffled' | 'sorted' | 'reversed';
  /** Programs of vendors that no other Mac has. */
  readonly strangers: number;
  /** Times the size of the download: more parts, more time. */
  readonly downloadScale: number;
  /** Times as long for everything: a slow Mac, a slow disk. */
  readonly pace: number;
  /** How far the recording goes. */
  readonly until: 'settled' | 'first-boot' | 'restart';
}

export const USUAL_CONDITIONS: Conditions = {
  host: (host) => host,
  keyOrder: 'shuffled',
  strangers: 0,
  downloadScale: 1,
  pace: 1,
  until: 'settled',
};
