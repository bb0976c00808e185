/** Who acts in an entry of a timeline, by the key that facts and findings have for it. */
import { CS_ADHOC } from '../model/authority.ts';
import { programKeyOf } from '../normalize/program-key.ts';
import type { ProgramKey } from '../model/facts.ts';
import type { PageEntryProgram } from '../model/page.ts';
import type { TimelineProgram } from '../model/timeline.ts';
import { nameOfProgram } from './entry-columns.ts';

export function keyOfEntryProgram({ authority, signingId, path }: TimelineProgram): ProgramKey {
  const isTeam = !['platform', 'adhoc', 'unsigned', 'signed'].includes(authority);
  return programKeyOf({
    signingId: signingId ?? undefined,
    teamId: isTeam ? authority : undefined,
    isPlatformBinary: authority === 'platform',
    codesigningFlags: authority === 'adhoc' ? CS_ADHOC : 0,
    executable: path,
  });
}

/** As a page names it. `isPart`: takes part in the upgrade. */
export function entryProgram(
  program: TimelineProgram,
  isPart: (key: ProgramKey) => boolean,
): PageEntryProgram {
  const key = keyOfEntryProgram(program);
  const { name, path } = program;
  return { key, name: name === '' ? nameOfProgram(key) : name, path, part: isPart(key) };
}
