/** Names nobody can foresee: of tools, files and databases, with digits and without. */
import { ALPHANUMERIC, type Random } from '../random.ts';

const FIRST = ['amber', 'brisk', 'cobalt', 'dusty', 'early', 'fern', 'grand', 'hollow', 'ivory', 'jolly', 'keen', 'lunar', 'mossy', 'noble'] as const; // prettier-ignore
const SECOND = ['anchor', 'badger', 'canyon', 'delta', 'ember', 'falcon', 'garden', 'harbor', 'island', 'juniper', 'kettle', 'lantern'] as const; // prettier-ignore
const PLAIN = ['state', 'cache', 'index', 'journal', 'queue', 'session', 'snapshot', 'history', 'metrics', 'bookmarks'] as const; // prettier-ignore

export function randomName(random: Random): string {
  const first = random.pick(FIRST);
  const second = random.pick(SECOND);
  switch (random.int(0, 7)) {
    case 0:
      return `${first}-${second}`;
    case 1:
      return `${first}${second.slice(0, 1).toUpperCase()}${second.slice(1)}`;
    case 2:
      return `${second}_${random.digits(random.int(1, 5))}`;
    case 3:
      return random.text(random.int(6, 14), ALPHANUMERIC);
    case 4:
      return random.uuid();
    case 5:
      return `${first}.${random.hex(8)}`;
    case 6:
      return `${random.pick(PLAIN)}-${second}`;
    default:
      return second;
  }
}

const EXTENSIONS = ['plist', 'db', 'sqlite', 'json', 'log', 'tmp', 'dat', 'bin', 'cache', 'segb', 'binarycookies', 'ips', 'txt'] as const; // prettier-ignore

export const randomFile = (random: Random): string => `${randomName(random)}.${random.pick(EXTENSIONS)}`;

/** Reverse-DNS preference domains, Apple's and others'. */
const DOMAINS = [
  'com.apple.finder', 'com.apple.dock', 'com.apple.spaces', 'com.apple.HIToolbox', 'com.apple.universalaccess', 'com.apple.knowledge-agent',
  'com.apple.sharingd', 'com.apple.xpc.activity2', 'com.apple.commcenter', 'com.apple.AppStore', 'com.apple.Terminal', 'com.apple.Safari',
  'com.apple.siri.shared', 'com.apple.coreservices.useractivityd', 'ContextStoreAgent', 'loginwindow', 'pbs', '.GlobalPreferences',
] as const; // prettier-ignore

export const randomDomain = (random: Random): string =>
  random.chance(0.85)
    ? random.pick(DOMAINS)
    : `com.${random.letters(random.int(4, 9))}.${randomName(random)}`;
