/**
 * One change at a time, put into an otherwise usual run: what a comparison must find, and what it must not mistake for a change.
 */
import type { Program } from '../program.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { ARGUMENT_INJECTIONS } from './arguments.ts';
import { EVENT_INJECTIONS } from './events.ts';
import { FILE_INJECTIONS } from './files.ts';
import { PROGRAM_INJECTIONS } from './programs.ts';
import { about, editing, variant, type Injection, type Variant } from './variant.ts';

const rebuilt = (program: Program): Program => ({ ...program, hashSalt: 'rebuilt' });
const lost = (id: UpgradeProgram): Variant => variant(id, { lost: new Set([id]) }, about(id));

/** Changes of behaviour, or of eslogger's own output. */
export const CHANGES: readonly Injection[] = [
  ...PROGRAM_INJECTIONS,
  ...ARGUMENT_INJECTIONS,
  ...FILE_INJECTIONS,
  ...EVENT_INJECTIONS,
];

/** A rebuilt program, and what the recording lacks. */
const NO_CHANGES: readonly Injection[] = [
  {
    name: 'cdhash-only',
    variants: [editing('suhelperd', rebuilt), editing('brain', rebuilt), editing('bless', rebuilt)],
  },
  {
    name: 'lines-lost',
    variants: [lost('suhelperd'), lost('bless'), lost('cleanup-service'), lost('notification-manager')],
  },
  {
    name: 'type-unrecorded',
    variants: [
      variant('mount', { unsubscribed: new Set(['mount', 'unmount']) }),
      variant('rename', { unsubscribed: new Set(['rename']) }),
      variant('clone', { unsubscribed: new Set(['clone']) }),
    ],
  },
];

export const INJECTIONS: readonly Injection[] = [...CHANGES, ...NO_CHANGES];

/** `name` or `name:variant`. */
export function findInjection(text: string): Variant {
  const [name, number] = text.split(':');
  const injection = INJECTIONS.find((candidate) => candidate.name === name);
  const found = injection?.variants[Number(number ?? '0')];
  if (found === undefined) throw new Error(`Unknown injection ${text}; see --list`);
  return found;
}
