import type { DoctorCheck, DoctorCheckId } from '../../model/doctor.ts';

export function ok(id: DoctorCheckId, found: string): DoctorCheck {
  return { id, level: 'ok', found, remedy: null };
}

export function warn(id: DoctorCheckId, found: string, remedy: string): DoctorCheck {
  return { id, level: 'warn', found, remedy };
}

export function fail(id: DoctorCheckId, found: string, remedy: string): DoctorCheck {
  return { id, level: 'fail', found, remedy };
}
