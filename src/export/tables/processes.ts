import { authorityOf } from '../../model/authority.ts';
import type { Life } from '../lives.ts';
import { tableOf } from './table.ts';

export interface ProcessSource {
  readonly trace: string;
  readonly life: Life;
  readonly program: string;
}

const exited = ({ life: { status } }: ProcessSource) => (status?.kind === 'exited' ? status : undefined);
const signaled = ({ life: { status } }: ProcessSource) => (status?.kind === 'signaled' ? status : undefined);

export const PROCESSES = tableOf<ProcessSource>(
  'processes',
  'One row a process, fork to exit, in the order of their ends.',
  [
    ['trace', 'text', 'Trace id.', ({ trace }) => trace],
    ['process', 'int', 'In the order of first appearance, from 0.', ({ life }) => life.id],
    ['boot', 'int', 'Restarts of the Mac before it.', ({ life }) => life.boot],
    ['segment', 'int', 'In which it was first seen.', ({ life }) => life.segment],
    ['pid', 'int', 'Used again later by others.', ({ life }) => life.pid],
    ['pidversion', 'int', 'Of its last program.', ({ life }) => life.image.token.pidversion],
    ['parent', 'int', 'Its parent at birth: processes.process.', ({ life }) => life.parent],
    ['parent_pid', 'int', 'The pid of it, known also where it was not seen.', ({ life }) => life.parentPid],
    [
      'responsible',
      'int',
      'Responsible process, where that is another one: processes.process.',
      ({ life }) => life.responsible,
    ],
    ['start_time', 'time', 'Of the fork, or the first sign of it.', ({ life }) => life.startNs],
    [
      'start',
      'text',
      'fork, exec (the fork was not seen), or before (it ran already).',
      ({ life }) => life.start,
    ],
    [
      'end_time',
      'time',
      'Of the exit; else the end of the boot or recording, or when the pid was used again.',
      ({ life }) => life.endNs,
    ],
    ['end_seen', 'boolean', 'Its exit was recorded.', ({ life }) => life.status !== undefined],
    ['exit_code', 'int', '', (source) => exited(source)?.code],
    ['exit_signal', 'int', 'Signal that ended it.', (source) => signaled(source)?.signal],
    [
      'failed_launch',
      'boolean',
      'launchd started it, but it ended before it became the program.',
      ({ life }) => life.failedLaunch,
    ],
    ['job', 'text', 'launchd job.', ({ life }) => life.label],
    [
      'programs',
      'int',
      'How many programs it ran, one after the other; 0: it stayed a copy of its parent.',
      ({ life }) => life.images,
    ],
    ['executable', 'text', 'Path of the last one.', ({ life }) => life.image.executable],
    ['signing_id', 'text', '', ({ life }) => life.image.signingId],
    ['team_id', 'text', '', ({ life }) => life.image.teamId],
    ['cdhash', 'text', '', ({ life }) => life.image.cdhash],
    [
      'authority',
      'text',
      'platform, a team id, adhoc, signed or unsigned.',
      ({ life }) => authorityOf(life.image),
    ],
    ['program', 'text', 'Program key, as in facts.', ({ program }) => program],
    [
      'args',
      'texts',
      'Arguments of the last exec.',
      ({ life }) => (life.args.length === 0 ? undefined : life.args),
    ],
  ],
);
