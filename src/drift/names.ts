/** How programs, lists and times read in a sentence. */
import type { ProgramKey } from '../model/facts.ts';

/** The part of a program's key before the first colon: `platform`, a team id, `adhoc`, `unsigned` … */
export function authorityOf(program: ProgramKey): string {
  const colon = program.indexOf(':');
  return colon < 0 ? program : program.slice(0, colon);
}

/** The part after the first colon, without what tells executables and scripts under one identity apart. */
export function signingIdOf(program: ProgramKey): string {
  return /^[^#!]*/.exec(afterAuthority(program))?.[0] ?? '';
}

function afterAuthority(program: ProgramKey): string {
  const colon = program.indexOf(':');
  return colon < 0 ? program : program.slice(colon + 1);
}

/** Apple's platform programs by their signing id alone; all others with the authority that signed them. */
export function programName(program: ProgramKey): string {
  const authority = authorityOf(program);
  if (authority === program) return program;
  return authority === 'platform' ? afterAuthority(program) : `${afterAuthority(program)} (${authority})`;
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `+1:02:03` or `+4:05`: hours only where needed, whole seconds. */
export function offsetText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `+${hours}:${clock.join(':')}` : `+${Math.floor(seconds / 60)}:${clock[1] ?? '00'}`;
}
