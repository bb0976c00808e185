/** What is known of recordings, processes and events, by the names of the semantic conventions. */
import type { EsEvent, EventPayload, ProcessImage } from '../../model/event.ts';
import type { RecordingNote } from '../../model/recording.ts';
import type { HostInfo, OsVersion } from '../../model/trace.ts';
import { authorityOf } from '../../model/authority.ts';
import { imageName } from '../../processes/describe.ts';
import type { Life } from '../lives.ts';
import type { Attributes } from './encoding.ts';

export interface Machine {
  readonly recording: RecordingNote;
  readonly host: HostInfo;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Mac, with the system that ran at the time. */
export function resourceAttributes(
  { recording, host, labels }: Machine,
  os: OsVersion | undefined,
): Attributes {
  return {
    'service.name': 'esdrift',
    'os.type': 'darwin',
    'os.name': 'macOS',
    'os.version': os?.productVersion,
    'os.build_id': os?.buildVersion,
    'host.arch': host.arch === 'x86_64' ? 'amd64' : host.arch,
    'device.model.identifier': host.model,
    'esdrift.trace.id': recording.trace,
    'esdrift.trace.provenance': recording.provenance,
    'esdrift.trace.method': recording.method,
    'esdrift.trace.lost': recording.lost,
    'esdrift.host.virtual_machine': host.virtualMachine,
    'esdrift.host.sip': host.sip,
    ...Object.fromEntries(Object.entries(labels).map(([name, value]) => [`esdrift.label.${name}`, value])),
  };
}

/** `prefix`: of ours, for a process that is not the one that acts. */
function codeAttributes(image: ProcessImage, prefix: string): Attributes {
  return {
    [`${prefix}.pidversion`]: image.token.pidversion,
    [`${prefix}.signing_id`]: image.signingId,
    [`${prefix}.authority`]: authorityOf(image),
    [`${prefix}.cdhash`]: image.cdhash,
  };
}

export function processAttributes(image: ProcessImage): Attributes {
  const { token, executable, groupId, sessionId } = image;
  return {
    'process.pid': token.pid,
    'process.executable.name': imageName(image),
    'process.executable.path': executable,
    'process.user.id': token.euid,
    'process.real_user.id': token.ruid,
    'process.group_leader.pid': groupId,
    'process.session_leader.pid': sessionId,
    ...codeAttributes(image, 'esdrift.process'),
  };
}

export function spanAttributes(life: Life): Attributes {
  const { image, args, label, parentPid, start, status, failedLaunch, boot } = life;
  const failed = status?.kind === 'signaled' || (status?.kind === 'exited' && status.code !== 0);
  return {
    ...processAttributes(image),
    'process.parent_pid': parentPid,
    'process.command_args': args.length === 0 ? undefined : args,
    'process.args_count': args.length === 0 ? undefined : args.length,
    'process.creation.time': image.startTime,
    'process.exit.code': status?.kind === 'exited' ? status.code : undefined,
    'error.type': failed
      ? status.kind === 'exited'
        ? String(status.code)
        : `signal ${status.signal}`
      : undefined,
    'esdrift.process.exit.signal': status?.kind === 'signaled' ? status.signal : undefined,
    'esdrift.process.boot': boot,
    'esdrift.process.start': start,
    'esdrift.process.end': status === undefined ? 'not seen' : 'seen',
    'esdrift.process.job': label,
    'esdrift.process.failed_launch': failedLaunch ? true : undefined,
  };
}

export function eventAttributes(event: EsEvent, life: Life): Attributes {
  return {
    'esdrift.event.type': event.type,
    'esdrift.event.global_seq_num': event.globalSeq,
    'esdrift.event.segment': event.segment,
    ...processAttributes(event.process),
    'process.parent_pid': life.parentPid,
    ...payloadAttributes(event.payload),
  };
}

function payloadAttributes(payload: EventPayload): Attributes {
  switch (payload.kind) {
    case 'file': {
      const { path, source, modified, detail } = payload;
      return {
        'file.path': path,
        'file.name': path.slice(path.lastIndexOf('/') + 1),
        'esdrift.file.source_path': source,
        'esdrift.file.modified': modified,
        'esdrift.file.attribute': detail,
      };
    }
    case 'exec':
      return {
        ...targetAttributes(payload.target),
        'process.command_args': payload.args,
        'process.working_directory': payload.cwd,
        'esdrift.exec.script': payload.script,
      };
    case 'fork':
      return targetAttributes(payload.child);
    case 'exit':
      return payload.status.kind === 'exited'
        ? { 'process.exit.code': payload.status.code }
        : { 'esdrift.process.exit.signal': payload.status.signal };
    case 'other': {
      const { object, objectKind, target } = payload;
      return {
        [objectKind === 'path' ? 'file.path' : 'esdrift.event.object']: object === '' ? undefined : object,
        ...(target === undefined ? {} : targetAttributes(target)),
      };
    }
  }
}

/** The other process: the child of a fork, the new image of an exec, who a signal is for. */
function targetAttributes(image: ProcessImage): Attributes {
  return {
    'esdrift.target.pid': image.token.pid,
    'esdrift.target.executable.path': image.executable,
    ...codeAttributes(image, 'esdrift.target'),
  };
}
