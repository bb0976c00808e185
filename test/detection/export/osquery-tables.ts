/**
 * osquery's two tables, filled as osquery fills them: columns of specs/darwin/es_process_events.table and es_process_file_events.table, rows as in
 * osquery/events/darwin/endpointsecurity.cpp, endpointsecurity_fim.cpp and es_utils.cpp (August 2026). An exec has the new image; arguments are
 * joined with spaces and quoted where they hold one; of a file event only pid, parent and path of who acts are kept; `time` is whole seconds.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { EsEvent, ProcessImage } from '../../../src/model/event.ts';

const PROCESS_COLUMNS =
  'version, seq_num, global_seq_num, pid, pidversion, path TEXT, parent, original_parent, session_id, responsible_pid, responsible_pidversion, ' +
  'parent_pidversion, cmdline TEXT, cmdline_count, env TEXT, env_count, cwd TEXT, uid, euid, gid, egid, username TEXT, signing_id TEXT, team_id TEXT, ' +
  'cdhash TEXT COLLATE NOCASE, platform_binary, exit_code, child_pid, time, event_type TEXT, eid TEXT, codesigning_flags TEXT';
const FILE_COLUMNS =
  'version, seq_num, global_seq_num, pid, parent, path TEXT, filename TEXT, dest_filename TEXT, event_type TEXT, time, eid TEXT';
const FILE_TYPES = ['create', 'write', 'rename', 'truncate'];

/** What osqueryd would answer at the end of these events, all of one boot. */
export class OsqueryTables implements Disposable {
  readonly #database = new DatabaseSync(':memory:');

  constructor(events: readonly EsEvent[]) {
    const times = events.map(({ timeMs }) => timeMs);
    const start = Math.floor(Math.min(...times) / 1000);
    const end = Math.ceil(Math.max(...times) / 1000);
    this.#database.exec(`
      CREATE TABLE es_process_events (${PROCESS_COLUMNS});
      CREATE TABLE es_process_file_events (${FILE_COLUMNS});
      CREATE TABLE time (unix_time); INSERT INTO time VALUES (${end});
      CREATE TABLE uptime (total_seconds); INSERT INTO uptime VALUES (${end - start});
      BEGIN`);
    for (const event of events) this.#add(event);
    this.#database.exec('COMMIT');
  }

  query(sql: string): readonly Readonly<Record<string, unknown>>[] {
    return this.#database.prepare(sql).all();
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #add(event: EsEvent): void {
    const { payload, process } = event;
    if (payload.kind === 'exec')
      this.#process(event, payload.target, {
        cmdline: payload.args.map((arg) => `${quoted(arg)} `).join(''),
        cmdline_count: payload.args.length,
      });
    if (payload.kind === 'fork') this.#process(event, process, { child_pid: payload.child.token.pid });
    if (payload.kind === 'exit') {
      const { status } = payload;
      this.#process(event, process, {
        exit_code: status.kind === 'exited' ? status.code << 8 : status.signal,
      });
    }
    if (payload.kind === 'file' && FILE_TYPES.includes(event.type)) {
      const isRename = event.type === 'rename';
      this.#insert('es_process_file_events', {
        pid: process.token.pid,
        parent: process.ppid,
        path: process.executable,
        filename: isRename ? (payload.source ?? '') : payload.path,
        dest_filename: isRename ? payload.path : '',
        event_type: event.type,
        time: Math.floor(event.timeMs / 1000),
      });
    }
  }

  #process(event: EsEvent, image: ProcessImage, more: Readonly<Record<string, SQLInputValue>>): void {
    this.#insert('es_process_events', {
      pid: image.token.pid,
      pidversion: image.token.pidversion,
      path: image.executable,
      parent: image.ppid,
      parent_pidversion: image.parentToken?.pidversion ?? 0,
      responsible_pid: image.responsibleToken?.pid ?? 0,
      responsible_pidversion: image.responsibleToken?.pidversion ?? 0,
      cmdline: '',
      signing_id: image.signingId ?? '',
      team_id: image.teamId ?? '',
      cdhash: (image.cdhash ?? '').toLowerCase(),
      platform_binary: image.isPlatformBinary ? 1 : 0,
      euid: image.token.egid,
      time: Math.floor(event.timeMs / 1000),
      event_type: event.type,
      ...more,
    });
  }

  #insert(table: string, row: Readonly<Record<string, SQLInputValue>>): void {
    const columns = Object.keys(row);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    this.#database.prepare(sql).run(...Object.values(row));
  }
}

function quoted(argument: string): string {
  return /[ "]/.test(argument) ? `"${argument.replaceAll(/["\\]/g, '\\$&')}"` : argument;
}
