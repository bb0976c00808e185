/** Lines in eslogger's shape for the redaction tests. Made here: the names in them are invented. */
const TIME = '2026-08-12T15:28:33.510893468Z';

export function fileObject(path: string): Record<string, unknown> {
  return {
    path,
    path_truncated: false,
    // Above 2^53: JSON.parse would round it.
    stat: { st_ino: '@1152921500312575883@', st_mtimespec: TIME, st_size: 233312 },
  };
}

function processObject(executable: string): Record<string, unknown> {
  return {
    executable: fileObject(executable),
    signing_id: 'com.apple.mobileassetd',
    team_id: null,
    cdhash: 'CCE5A9291F9EDF6CF64C40599E481EE7BB5E2A38',
    tty: null,
    start_time: '2026-08-12T15:28:33.239810Z',
    audit_token: { pid: 1144, pidversion: 2846, auid: 4294967295 },
  };
}

export interface LineOptions {
  /** Slashes as `\/`, as eslogger writes them. */
  readonly escapeSlashes?: boolean;
  /** Blanks after colons and commas, as other tools write. */
  readonly spaced?: boolean;
}

/** One line without its newline. */
export function eventLine(type: string, event: unknown, options: LineOptions = {}): Buffer {
  const object = {
    schema_version: 1,
    version: 10,
    time: TIME,
    mach_time: 95933214938,
    process: processObject('/usr/libexec/mobileassetd'),
    seq_num: 3,
    global_seq_num: 17,
    event_type: 9,
    event: { [type]: event },
  };
  let text = JSON.stringify(object).replace(/"@(\d+)@"/g, '$1');
  if (options.escapeSlashes !== false) text = text.replaceAll('/', '\\/');
  if (options.spaced === true)
    text = text.replace(
      /("(?:[^"\\]|\\.)*")|([:,])/g,
      (_, quoted: string | undefined, mark: string) => quoted ?? `${mark} `,
    );
  return Buffer.from(text);
}

export function execLine(
  args: readonly string[],
  env: readonly string[] = [],
  options?: LineOptions,
): Buffer {
  const event = {
    args,
    env,
    cwd: fileObject('/'),
    script: null,
    target: processObject(args[0] ?? '/bin/sh'),
  };
  return eventLine('exec', event, options);
}

export function renameLine(
  source: string,
  directory: string,
  filename: string,
  options?: LineOptions,
): Buffer {
  const event = {
    source: fileObject(source),
    destination_type: 1,
    destination: { new_path: { dir: fileObject(directory), filename } },
  };
  return eventLine('rename', event, options);
}

/** `event.TYPE` of a line. */
export function eventOf(line: Buffer): Record<string, unknown> {
  const parsed: unknown = JSON.parse(line.toString());
  const event = Object.values(record(record(parsed)['event']))[0];
  return record(event);
}

export function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`no object: ${String(value)}`);
  return Object.fromEntries(Object.entries(value));
}

export function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Error('no array');
  return value.map(String);
}
