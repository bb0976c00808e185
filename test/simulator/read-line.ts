/** Reads a line for the simulator's own tests. On purpose not the decoder under test. */

interface SeenProcess {
  readonly pid: number;
  readonly version: number;
  readonly signingId: string;
  readonly path: string;
  readonly startTime: string;
  readonly parentPid: number;
  readonly responsiblePid: number;
  readonly flags: number;
  readonly isPlatform: boolean;
  readonly cdhash: string;
}

export interface SimulatedLine {
  readonly raw: string;
  readonly type: string;
  readonly seq: number;
  readonly globalSeq: number;
  readonly machTime: number;
  readonly time: string;
  readonly version: number;
  readonly processKeys: number;
  readonly pid: number;
  readonly signingId: string;
  readonly event: {
    readonly fork?: { readonly child: SeenProcess };
    readonly exec?: {
      readonly target: SeenProcess;
      readonly args: readonly string[];
      readonly keys: readonly string[];
    };
    /** Paths an event is about, in the order origin, result. */
    readonly paths: readonly string[];
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(value: unknown, ...keys: readonly string[]): unknown {
  let result = value;
  for (const key of keys) result = isFields(result) ? result[key] : undefined;
  return result;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
const tokenPart = (token: unknown, key: 'pid' | 'pidversion'): number =>
  Array.isArray(token) ? number(token[key === 'pid' ? 5 : 7]) : number(at(token, key));

function readProcess(value: unknown): SeenProcess {
  return {
    pid: tokenPart(at(value, 'audit_token'), 'pid'),
    version: tokenPart(at(value, 'audit_token'), 'pidversion'),
    signingId: text(at(value, 'signing_id')),
    path: text(at(value, 'executable', 'path')),
    startTime: text(at(value, 'start_time')),
    parentPid: tokenPart(at(value, 'parent_audit_token'), 'pid'),
    responsiblePid: tokenPart(at(value, 'responsible_audit_token'), 'pid'),
    flags: number(at(value, 'codesigning_flags')),
    isPlatform: at(value, 'is_platform_binary') === true,
    cdhash: text(at(value, 'cdhash')),
  };
}

function readPaths(body: unknown): string[] {
  const joined = (folder: unknown, name: unknown): string =>
    text(name) === '' ? '' : `${text(at(folder, 'path'))}/${text(name)}`;
  return [
    text(at(body, 'source', 'path')),
    text(at(body, 'target', 'path')),
    text(at(body, 'destination', 'existing_file', 'path')),
    joined(at(body, 'destination', 'new_path', 'dir'), at(body, 'destination', 'new_path', 'filename')),
    joined(at(body, 'target_dir'), at(body, 'target_name')),
    text(at(body, 'statfs', 'f_mntonname')),
  ].filter((path) => path !== '');
}

export function readLine(raw: string): SimulatedLine {
  const line: unknown = JSON.parse(raw);
  const event = at(line, 'event');
  const [type = ''] = isFields(event) ? Object.keys(event) : [];
  const body = at(event, type);
  const process = at(line, 'process');
  const args = at(body, 'args');
  return {
    raw,
    type,
    seq: number(at(line, 'seq_num')),
    globalSeq: number(at(line, 'global_seq_num')),
    machTime: number(at(line, 'mach_time')),
    time: text(at(line, 'time')),
    version: number(at(line, 'version')),
    processKeys: isFields(process) ? Object.keys(process).length : 0,
    pid: tokenPart(at(process, 'audit_token'), 'pid'),
    signingId: text(at(process, 'signing_id')),
    event: {
      ...(type === 'fork' ? { fork: { child: readProcess(at(body, 'child')) } } : {}),
      ...(type === 'exec' && isFields(body)
        ? {
            exec: {
              target: readProcess(body['target']),
              args: Array.isArray(args) ? args.map(text) : [],
              keys: Object.keys(body),
            },
          }
        : {}),
      paths: readPaths(body),
    },
  };
}
