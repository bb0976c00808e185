/** Event lines in eslogger's shape, as small as they may be. */
export interface LineOptions {
  readonly globalSeq: number;
  readonly seq?: number;
  readonly type?: string;
  readonly machTime?: number;
  /** Milliseconds after 2026-01-01T00:00:00Z. */
  readonly atMs?: number;
  /** Makes the line longer. */
  readonly padding?: string;
}

const START_MS = Date.UTC(2026, 0, 1);
const TOKEN = { pid: 1, pidversion: 2, auid: 0, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 0 };

/** Without a newline. */
export function eventLine(options: LineOptions): string {
  const {
    globalSeq,
    seq = globalSeq,
    type = 'exit',
    atMs = globalSeq * 10,
    machTime = 1000 + atMs * 24_000,
  } = options;
  const time = new Date(START_MS + atMs).toISOString().replace('Z', '000000Z');
  return JSON.stringify({
    schema_version: 1,
    version: 10,
    time,
    mach_time: machTime,
    seq_num: seq,
    global_seq_num: globalSeq,
    event_type: 15,
    action_type: 1,
    process: { audit_token: TOKEN, executable: { path: `/usr/bin/${options.padding ?? 'true'}` }, ppid: 1 },
    event: { [type]: { stat: 0 } },
  });
}

/** `count` lines of one run, in order, each with its newline. */
export function eventLines(count: number, from = 0, padding?: string): string {
  const lines = Array.from({ length: count }, (_, index) =>
    eventLine({
      globalSeq: from + index,
      ...(padding === undefined ? {} : { padding: `${padding}${index}` }),
    }),
  );
  return `${lines.join('\n')}\n`;
}
