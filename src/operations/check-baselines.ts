/** The baselines of a check. One that cannot be read decides the outcome, and keeps no recording from being held against the others. */
import { AppError } from '../errors.ts';
import { entryOf, type CheckedRecording } from './check-recording.ts';
import { acceptancesOf } from './compare-files.ts';
import { readFactSet } from './load-fact-set.ts';
import type { Candidate } from './series.ts';

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly unreadable: readonly CheckedRecording[];
}

/** A baseline is read with what was accepted beside it: without that its findings would all count. */
export async function readCandidates(paths: readonly string[]): Promise<Candidates> {
  const candidates: Candidate[] = [];
  const unreadable: CheckedRecording[] = [];
  for (const path of paths) {
    try {
      const set = await readFactSet(path);
      await acceptancesOf({ files: [{ path, kind: 'baseline' }], set });
      candidates.push({ path, set });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const notes = [error.message, 'No recording is held against it.', error.hint];
      const entry = entryOf(path, { about: 'baseline', outcome: 'unreadable', notes });
      unreadable.push({ entry, programs: new Set() });
    }
  }
  return { candidates, unreadable };
}
