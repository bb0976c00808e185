import type { EsEvent, ProcessImage } from '../../model/event.ts';
import { authorityOf } from '../../model/authority.ts';
import type { Life } from '../lives.ts';
import { tableOf, type Spec } from './table.ts';

export interface EventSource {
  readonly trace: string;
  readonly event: EsEvent;
  readonly life: Life;
  readonly ns: bigint;
  /** Of the first event. */
  readonly startNs: bigint;
  /** Program key, with scripts told apart from their interpreter. */
  readonly programOf: (image: ProcessImage) => string;
}

type EventSpec = Spec<EventSource>;

const file = ({ event: { payload } }: EventSource) => (payload.kind === 'file' ? payload : undefined);
const exec = ({ event: { payload } }: EventSource) => (payload.kind === 'exec' ? payload : undefined);
const exited = ({ event: { payload } }: EventSource) =>
  payload.kind === 'exit' && payload.status.kind === 'exited' ? payload.status : undefined;
const signaled = ({ event: { payload } }: EventSource) =>
  payload.kind === 'exit' && payload.status.kind === 'signaled' ? payload.status : undefined;

function target({ event: { payload } }: EventSource): ProcessImage | undefined {
  switch (payload.kind) {
    case 'exec':
    case 'other':
      return payload.target;
    case 'fork':
      return payload.child;
    case 'file':
    case 'exit':
      return undefined;
  }
}

function objectOf({ event: { payload } }: EventSource): string | undefined {
  if (payload.kind === 'file') return payload.path;
  return payload.kind === 'other' && payload.object !== '' ? payload.object : undefined;
}

const acting: readonly EventSpec[] = [
  ['process', 'int', 'The process that acted: processes.process.', ({ life }) => life.id],
  ['pid', 'int', 'Its pid.', ({ event }) => event.process.token.pid],
  [
    'pidversion',
    'int',
    'Grows with every fork and exec of a boot.',
    ({ event }) => event.process.token.pidversion,
  ],
  [
    'parent_pid',
    'int',
    'Parent when it happened.',
    ({ event }) => event.process.parentToken?.pid ?? event.process.ppid,
  ],
  ['responsible_pid', 'int', 'Responsible process.', ({ event }) => event.process.responsibleToken?.pid],
  ['euid', 'int', 'Effective user id.', ({ event }) => event.process.token.euid],
  ['ruid', 'int', 'Real user id.', ({ event }) => event.process.token.ruid],
  [
    'executable',
    'text',
    'Path of the program that acted; for exec, the one before.',
    ({ event }) => event.process.executable,
  ],
  ['signing_id', 'text', 'Its signing id.', ({ event }) => event.process.signingId],
  ['team_id', 'text', 'Its team id.', ({ event }) => event.process.teamId],
  ['cdhash', 'text', 'Its cdhash, hex.', ({ event }) => event.process.cdhash],
  [
    'authority',
    'text',
    'platform, a team id, adhoc, signed or unsigned.',
    ({ event }) => authorityOf(event.process),
  ],
  ['codesigning_flags', 'int', 'CS_* bits at the time.', ({ event }) => event.process.codesigningFlags],
  ['program', 'text', 'Program key, as in facts.', ({ event, programOf }) => programOf(event.process)],
];

const acted: readonly EventSpec[] = [
  ['object', 'text', 'What it was done to: a path, a mount point, a service.', objectOf],
  ['source_path', 'text', 'Origin of a rename, clone, copyfile or link.', (source) => file(source)?.source],
  ['modified', 'boolean', 'close: something was written.', (source) => file(source)?.modified],
  ['attribute', 'text', 'Name of an extended attribute.', (source) => file(source)?.detail],
  [
    'target_pid',
    'int',
    'The other process: child of a fork, new image of an exec, receiver of a signal.',
    (source) => target(source)?.token.pid,
  ],
  ['target_pidversion', 'int', 'Its pidversion.', (source) => target(source)?.token.pidversion],
  ['target_executable', 'text', 'Its path.', (source) => target(source)?.executable],
  ['target_signing_id', 'text', 'Its signing id.', (source) => target(source)?.signingId],
  ['target_team_id', 'text', 'Its team id.', (source) => target(source)?.teamId],
  ['target_cdhash', 'text', 'Its cdhash.', (source) => target(source)?.cdhash],
  [
    'target_program',
    'text',
    'Its program key.',
    (source) => {
      const image = target(source);
      return image === undefined ? undefined : source.programOf(image);
    },
  ],
  ['args', 'texts', 'exec: arguments.', (source) => exec(source)?.args],
  ['cwd', 'text', 'exec: working directory.', (source) => exec(source)?.cwd],
  ['script', 'text', 'exec: the script that #! started.', (source) => exec(source)?.script],
  ['exit_code', 'int', 'exit: code.', (source) => exited(source)?.code],
  ['exit_signal', 'int', 'exit: signal that ended it.', (source) => signaled(source)?.signal],
];

/** Environment values are no column: they hold secrets, and no view shows them. */
export const EVENTS = tableOf<EventSource>('events', 'One row an event, in order of (segment, global_seq).', [
  ['trace', 'text', 'Trace id.', ({ trace }) => trace],
  ['segment', 'int', 'Run of eslogger, from 0.', ({ event }) => event.segment],
  ['boot', 'int', 'Restarts of the Mac before it.', ({ life }) => life.boot],
  ['global_seq', 'int', 'global_seq_num: unique in its segment.', ({ event }) => event.globalSeq],
  ['seq', 'int', 'seq_num: counts the events of its type.', ({ event }) => event.seq],
  ['time', 'time', 'When, UTC.', ({ ns }) => ns],
  ['time_ns', 'int', 'The same, exact: ns since the epoch.', ({ ns }) => ns],
  ['offset_ns', 'int', 'ns since the first event of the trace.', ({ ns, startNs }) => ns - startNs],
  ['event_type', 'text', 'Name of the event, as eslogger has it.', ({ event }) => event.type],
  ['message_version', 'int', "Version of Endpoint Security's message.", ({ event }) => event.messageVersion],
  ['thread_id', 'int', 'Thread that acted.', ({ event }) => event.threadId],
  ...acting,
  ...acted,
]);
