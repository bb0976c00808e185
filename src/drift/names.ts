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

/** `0.4 s`, `41 s`, `3 min 10 s`, `1 h 5 min`. */
export function lengthText(ms: number): string {
  if (ms < 10_000) return `${(Math.round(ms / 100) / 10).toString()} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
