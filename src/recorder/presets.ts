/** Named sets of event types, and what becomes of a wish when the Mac offers less. */
import { CATALOGUE } from '../eslogger/catalogue.ts';

export const PRESETS = ['lifecycle', 'upgrade', 'full'] as const;
export type Preset = (typeof PRESETS)[number];

/** Who ran what: enough for process trees, little enough for any Mac. */
const LIFECYCLE = ['exec', 'fork', 'exit'] as const;

/**
 * What an upgrade does to processes and files. Not in it: open, write, lookup, stat and their like, which are most of the volume and say little
 * (what was written shows as `close` with `modified`).
 */
const UPGRADE = [
  ...LIFECYCLE,
  'create',
  'rename',
  'clone',
  'copyfile',
  'link',
  'unlink',
  'truncate',
  'close',
  'setextattr',
  'setmode',
  'mount',
  'unmount',
  'remount',
  'kextload',
  'kextunload',
  'btm_launch_item_add',
  'btm_launch_item_remove',
  'cs_invalidated',
  'signal',
] as const;

/** `full` is whatever the Mac offers; without knowing that, the whole catalogue. */
export function eventsOfPreset(preset: Preset, offered: readonly string[] | undefined): readonly string[] {
  switch (preset) {
    case 'lifecycle':
      return LIFECYCLE;
    case 'upgrade':
      return UPGRADE;
    case 'full':
      return offered ?? CATALOGUE.map(({ name }) => name);
  }
}

function isPreset(word: string): word is Preset {
  return PRESETS.some((preset) => preset === word);
}

export interface EventSelection {
  /** What was asked for, each name once, in the order asked. */
  readonly wanted: readonly string[];
  /** What to hand to eslogger. */
  readonly subscribed: readonly string[];
  /** Wanted, but this Mac does not offer it. One such name would make eslogger refuse all of them. */
  readonly missing: readonly string[];
  /** Of the missing, those that no macOS known here ever had: most likely a typing error. */
  readonly unknown: readonly string[];
}

/** `wish`: presets and event names, separated by commas or blanks. `offered`: what `eslogger --list-events` said on this boot. */
export function selectEvents(wish: string, offered: readonly string[] | undefined): EventSelection {
  const words = wish.split(/[\s,]+/).filter((word) => word !== '');
  const wanted = [
    ...new Set(words.flatMap((word) => (isPreset(word) ? eventsOfPreset(word, offered) : [word]))),
  ];
  const has = new Set(offered ?? wanted);
  const known = new Set(CATALOGUE.map(({ name }) => name));
  const missing = wanted.filter((name) => !has.has(name));
  return {
    wanted,
    subscribed: wanted.filter((name) => has.has(name)),
    missing,
    unknown: missing.filter((name) => !known.has(name)),
  };
}
