/** The state of an armed recording, on the disk: whole or not at all, and for root alone. */
import { AppError } from '../../errors.ts';
import { ARMED_FORMAT_VERSION, type ArmedPlan, type ArmedState } from '../../model/armed.ts';
import type { OsVersion } from '../../model/trace.ts';
import { PRODUCER } from '../../model/version.ts';
import { readTextFile, writeFileSafely } from '../../platform/files.ts';
import { kindOfPath } from '../../platform/path-kind.ts';
import { validateDocument } from '../../schema/validate.ts';
import type { ArmedPaths } from './paths.ts';

const MOST_BYTES = 1024 * 1024;

export function newArmedState(plan: ArmedPlan, os: OsVersion, now: string): ArmedState {
  return {
    kind: 'esdrift.armed-state',
    formatVersion: ARMED_FORMAT_VERSION,
    producer: PRODUCER,
    armedAt: now,
    armedOn: os,
    plan,
    transport: 'pipe',
    progress: {
      awakeMs: 0,
      settledMs: 0,
      builds: [os],
      boots: 0,
      bootSession: null,
      segments: 0,
      events: 0,
      lost: 0,
      bytes: 0,
      canaries: { seen: 0, missed: 0 },
      lastEventAt: null,
      updatedAt: now,
    },
    problem: null,
    ended: null,
  };
}

/** Undefined where nothing is armed. Errors: permission-denied, document-invalid, future-version. */
export async function readArmedState(paths: ArmedPaths): Promise<ArmedState | undefined> {
  if ((await kindOfPath(paths.state)) === 'none') return undefined;
  const text = await readTextFile(paths.state, MOST_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError(
      'document-invalid',
      `${paths.state} is not JSON.`,
      'Take it off this Mac, and what it recorded with it: sudo esdrift disarm --discard',
      { cause: error },
    );
  }
  return validateDocument('armed-state', value, paths.state);
}

export async function writeArmedState(paths: ArmedPaths, state: ArmedState): Promise<void> {
  await writeFileSafely(paths.state, `${JSON.stringify(state, null, 2)}\n`, { force: true, mode: 0o600 });
}
