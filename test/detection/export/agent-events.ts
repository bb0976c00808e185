/**
 * Events as an agent on Endpoint Security would hand them to a log source of Sigma, and to Elastic: field names of Sigma's taxonomy and of the
 * Elastic Common Schema side by side. Elastic Defend reports a new file as a change of it, and no copies; Sigma's file_event has all that is put
 * at a place.
 */
import type { EsEvent, ProcessImage } from '../../../src/model/event.ts';

export interface AgentEvent {
  /** Seconds. */
  readonly time: number;
  /** Of Sigma. */
  readonly category: string;
  /** Of Elastic: `event.category` and `event.action`. */
  readonly elastic: readonly [category: string, action: string] | undefined;
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

const PLACES = ['create', 'rename', 'clone', 'copyfile', 'link'];
const ELASTIC_FILE: Readonly<Record<string, string>> = {
  create: 'modification',
  write: 'modification',
  truncate: 'modification',
  rename: 'rename',
  unlink: 'deletion',
};

export function agentEvents(events: readonly EsEvent[]): readonly AgentEvent[] {
  const images = new Map<number, ProcessImage>();
  return events.flatMap((event): readonly AgentEvent[] => {
    const { payload, process, type } = event;
    const time = event.timeMs / 1000;
    images.set(process.token.pid, process);
    if (payload.kind === 'exec') {
      const { target, args } = payload;
      images.set(target.token.pid, target);
      const parent = images.get(target.ppid);
      return [
        {
          time,
          category: 'process_creation',
          elastic: ['process', 'exec'],
          fields: {
            ...imageFields('process', target, 'Image'),
            ...(parent === undefined ? {} : imageFields('process.parent', parent, 'ParentImage')),
            CommandLine: [args.join(' ')],
            'process.args': args,
          },
        },
      ];
    }
    const own = imageFields('process', process, 'Image');
    if (payload.kind === 'fork') return [{ time, category: '', elastic: ['process', 'fork'], fields: own }];
    if (payload.kind === 'exit') {
      const code = payload.status.kind === 'exited' ? [String(payload.status.code)] : [];
      return [
        { time, category: '', elastic: ['process', 'end'], fields: { ...own, 'process.exit_code': code } },
      ];
    }
    if (payload.kind === 'other')
      return type === 'mount'
        ? [
            {
              time,
              category: '',
              elastic: ['file', 'mount'],
              fields: { ...own, 'file.path': [payload.object] },
            },
          ]
        : [];
    const action = ELASTIC_FILE[type];
    const { path, source } = payload;
    return [
      {
        time,
        category: PLACES.includes(type) ? 'file_event' : '',
        elastic: action === undefined ? undefined : ['file', action],
        fields: {
          ...own,
          TargetFilename: [path],
          'file.path': [path],
          'file.name': [path.slice(path.lastIndexOf('/') + 1)],
          ...(source === undefined ? {} : { 'file.Ext.original.path': [source] }),
        },
      },
    ];
  });
}

function imageFields(prefix: string, image: ProcessImage, sigma: string) {
  const { executable, signingId, teamId } = image;
  return {
    [sigma]: [executable],
    [`${prefix}.executable`]: [executable],
    [`${prefix}.name`]: [executable.slice(executable.lastIndexOf('/') + 1)],
    [`${prefix}.code_signature.signing_id`]: signingId === undefined ? [] : [signingId],
    [`${prefix}.code_signature.team_id`]: teamId === undefined ? [] : [teamId],
    'user.id': [String(image.token.euid)],
  };
}
