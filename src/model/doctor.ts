/** What `esdrift doctor` found. Absent knowledge is said in words: a check that could not look says so. */
import type { Producer } from './trace.ts';

export const DOCTOR_CHECKS = [
  'macos',
  'eslogger',
  'events',
  'root',
  'full-disk-access',
  'disk',
  'recorders',
  'jobs',
  'clock',
  'power',
  'file-vault',
  'node',
  'zstd',
] as const;
export type DoctorCheckId = (typeof DOCTOR_CHECKS)[number];

/** `fail`: no recording here. `warn`: a recording, but not all that it could be, or the check could not look. */
export type DoctorLevel = 'ok' | 'warn' | 'fail';

export interface DoctorCheck {
  readonly id: DoctorCheckId;
  readonly level: DoctorLevel;
  /** What there is, one sentence or less. */
  readonly found: string;
  /** What to do. Null where there is nothing to do. */
  readonly remedy: string | null;
}

export interface DoctorReport {
  readonly kind: 'esdrift.doctor';
  readonly producer: Producer;
  /** `darwin`, `linux`, …: as the runtime names it. */
  readonly platform: string;
  /** No check failed. */
  readonly canRecord: boolean;
  /** Who needs Full Disk Access here; null where there is no such thing. */
  readonly responsible: string | null;
  readonly checks: readonly DoctorCheck[];
}
