import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TIME = '2026-08-12T15:28:33.510893468Z';

function file(path: string): unknown {
  return { path, path_truncated: false, stat: { st_ino: '@1152921500312575883@', st_mtimespec: TIME } };
}

/** One line in eslogger's shape; the stand-in makes the numbers anew. */
export function sampleLine(
  type: string,
  event: unknown,
  pid = 312,
  executable = '/usr/libexec/mobileassetd',
): string {
  const token = { pid, pidversion: 700, auid: 4294967295, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 100001 };
  const line = {
    schema_version: 1,
    version: 10,
    time: TIME,
    mach_time: 1,
    seq_num: 0,
    global_seq_num: 0,
    action_type: 1,
    action: { result: { result_type: 0, result: { auth: 0 } } },
    thread: { thread_id: 7862 },
    process: {
      audit_token: token,
      parent_audit_token: { ...token, pid: 1, pidversion: 7 },
      responsible_audit_token: token,
      ppid: 1,
      original_ppid: 1,
      group_id: pid,
      session_id: pid,
      codesigning_flags: 637623057,
      is_platform_binary: true,
      is_es_client: false,
      cdhash: 'CCE5A9291F9EDF6CF64C40599E481EE7BB5E2A38',
      signing_id: 'com.apple.mobileassetd',
      team_id: null,
      tty: null,
      start_time: '2026-08-12T15:20:00.000000Z',
      cs_validation_category: 1,
      executable: file(executable),
    },
    event_type: 25,
    event: { [type]: event },
  };
  return JSON.stringify(line)
    .replace(/"@(\d+)@"/g, '$1')
    .replaceAll('/', '\\/');
}

/** Renames, unlinks and exits in turn, of different lengths. */
export function sampleLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const path = `/private/var/db/${'x'.repeat(index % 50)}${index}.tmp`;
    if (index % 3 === 1)
      return sampleLine('unlink', { parent_dir: file('/private/var/db'), target: file(path) });
    if (index % 3 === 2) return sampleLine('exit', { stat: 0 }, 400 + (index % 5), '/usr/bin/true');
    return sampleLine('rename', {
      source: file(path),
      destination_type: 0,
      destination: { existing_file: file(`${path}.done`) },
    });
  });
}

export function writeLines(lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'esdrift-lines-')), 'lines.jsonl');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
