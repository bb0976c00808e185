/**
 * Rows of osquery's table `es_process_events`, every value a string: as `osqueryi --json` prints them (an array, a row a line), as lines of the
 * results log (`{"action":"added","columns":{…}}`, `{"action":"snapshot","snapshot":[…]}`), or bare, a row a line. Each row becomes a line
 * in eslogger's form that holds what the row says and nothing else:
 *
 * - exec: the row describes the program after it; the one before is not told, so that it stands there as a token with pidversion 0 and no path.
 * - fork: only the pid of the child is told, which names no execution. The line is kept, so that its number is not taken for a loss.
 * - exit: `exit_code` is the wait(2) status (`event.exit.stat`).
 * - `time` is in seconds. There is no mach_time; milliseconds of `time` stand in for it.
 * - `euid` is not read: osquery fills it from the group. Ids that are not known are (uid_t)-1. `codesigning_flags` is a list of words, of
 *   which ADHOC alone is a flag of the signature.
 * - Rows without `pidversion` (older versions) say of nothing which execution it was, and are not taken.
 *
 * Rows of `es_process_file_events` are not taken: they tell a pid and a path, no signing id and no pidversion, so that nobody can say who acted; and
 * they come from a client of their own, whose numbers are others.
 *
 * Source, read in 2026: https://github.com/osquery/osquery at a5b14f6: specs/darwin/es_process_events.table, es_process_file_events.table,
 * osquery/events/darwin/{endpointsecurity,endpointsecurity_fim,es_utils}.cpp, osquery/tables/events/darwin/es_process_events.cpp.
 */
import { CS_ADHOC } from '../../../model/authority.ts';
import { isObject, type JsonObject } from '../../../eslogger/json-value.ts';
import { bad, NOTHING, parseLine, type ForeignLine, type FormatReader } from './format-reader.ts';
import { osqueryWords } from './osquery-words.ts';

/** Lines that were made of rows say so, wherever they are copied to. */
const MARK = 'imported_from';

const NOT_SET = 0xffff_ffff;

/** A row, or a line of the results log. */
export function isOsquery(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (isConverted(value)) return true;
  if (isObject(value['columns'])) return isRow(value['columns']);
  if (Array.isArray(value['snapshot'])) return value['snapshot'].every(isRow);
  return isRow(value);
}

function isConverted(value: unknown): boolean {
  return isObject(value) && value[MARK] === 'osquery';
}

function isRow(value: unknown): value is JsonObject {
  return (
    isObject(value) &&
    'event_type' in value &&
    'global_seq_num' in value &&
    'pid' in value &&
    !('event' in value)
  );
}

export class OsqueryReader implements FormatReader {
  read(line: Buffer): ForeignLine {
    const text = line.toString('utf8').trim().replace(/,$/, '');
    if (text === '[' || text === ']' || text === '') return NOTHING;
    const value = parseLine(text);
    if (isConverted(value)) return { kind: 'events', lines: [line] };
    const rows = Array.isArray(value) ? value : rowsOf(value);
    if (rows === undefined)
      return bad(
        value === undefined ? 'not-json' : 'not-osquery',
        'The line is no row of es_process_events.',
      );
    const lines: Buffer[] = [];
    for (const row of rows) {
      const converted = isRow(row) ? convert(row) : 'not-osquery';
      if (typeof converted === 'string') return bad(converted, REASONS[converted]);
      lines.push(Buffer.from(JSON.stringify(converted)));
    }
    return { kind: 'events', lines };
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function rowsOf(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return undefined;
  // What a differential query no longer finds is no event.
  if (value['action'] === 'removed') return [];
  const { snapshot } = value;
  if (isList(snapshot)) return snapshot;
  return [isObject(value['columns']) ? value['columns'] : value];
}

const REASONS = {
  'not-osquery': 'The line is no row of es_process_events.',
  'file-event':
    'Rows of es_process_file_events do not say who acted: they have no signing id and no pidversion.',
  'no-pidversion': 'The row has no pidversion, so it names no execution; a newer osquery has the column.',
  'no-sequence': 'The row has no sequence number or time.',
  'no-arguments': '`cmdline` and `cmdline_count` do not agree.',
  'event-type': 'The row is neither exec nor fork nor exit.',
} as const;

function convert(row: JsonObject): JsonObject | keyof typeof REASONS {
  if ('filename' in row) return 'file-event';
  const [pid, pidversion] = [whole(row, 'pid'), whole(row, 'pidversion')];
  if (pid === undefined || pidversion === undefined || pidversion === 0) return 'no-pidversion';
  const [seq, globalSeq, seconds] = [whole(row, 'seq_num'), whole(row, 'global_seq_num'), whole(row, 'time')];
  if (seq === undefined || globalSeq === undefined || seconds === undefined) return 'no-sequence';
  const acts = eventOf(row);
  if (typeof acts === 'string') return acts;
  return {
    seq_num: seq,
    global_seq_num: globalSeq,
    mach_time: seconds * 1_000,
    time: new Date(seconds * 1_000).toISOString(),
    ...acts,
    [MARK]: 'osquery',
  };
}

function eventOf(row: JsonObject): JsonObject | 'no-arguments' | 'event-type' {
  switch (row['event_type']) {
    case 'exec': {
      const args = osqueryWords(text(row, 'cmdline') ?? '');
      if (args === undefined || args.length !== whole(row, 'cmdline_count')) return 'no-arguments';
      const cwd = text(row, 'cwd');
      const target = processOf(row);
      return {
        process: { audit_token: tokenOf(row, 0), ...lineageOf(row) },
        event: { exec: { target, args, ...(cwd === undefined ? {} : { cwd: { path: cwd } }) } },
      };
    }
    case 'fork':
      return { process: processOf(row), event: { fork: { child_pid: whole(row, 'child_pid') ?? null } } };
    case 'exit':
      return { process: processOf(row), event: { exit: { stat: whole(row, 'exit_code') ?? null } } };
    default:
      return 'event-type';
  }
}

function processOf(row: JsonObject): JsonObject {
  return {
    audit_token: tokenOf(row, whole(row, 'pidversion') ?? 0),
    ...lineageOf(row),
    ...tokenBeside(
      'responsible_audit_token',
      whole(row, 'responsible_pid'),
      whole(row, 'responsible_pidversion'),
    ),
    ...known('signing_id', text(row, 'signing_id')),
    ...known('team_id', text(row, 'team_id')),
    ...known('cdhash', text(row, 'cdhash')),
    codesigning_flags: /\bADHOC\b/.test(text(row, 'codesigning_flags') ?? '') ? CS_ADHOC : 0,
    is_platform_binary: row['platform_binary'] === '1' || row['platform_binary'] === 1,
    executable: { path: text(row, 'path') ?? '' },
  };
}

/** exec changes neither parent nor session. */
function lineageOf(row: JsonObject): JsonObject {
  const parent = whole(row, 'parent');
  return {
    ...tokenBeside('parent_audit_token', parent, whole(row, 'parent_pidversion')),
    ...known('ppid', parent),
    ...known('original_ppid', whole(row, 'original_parent')),
    ...known('session_id', whole(row, 'session_id')),
  };
}

function tokenOf(row: JsonObject, pidversion: number): JsonObject {
  const ids = { asid: NOT_SET, auid: NOT_SET, euid: NOT_SET, egid: NOT_SET };
  return {
    ...ids,
    pid: whole(row, 'pid') ?? 0,
    pidversion,
    ruid: whole(row, 'uid') ?? NOT_SET,
    rgid: whole(row, 'gid') ?? NOT_SET,
  };
}

function tokenBeside(key: string, pid: number | undefined, pidversion: number | undefined): JsonObject {
  if (pid === undefined || pidversion === undefined || pidversion === 0) return {};
  const ids = { asid: NOT_SET, auid: NOT_SET, euid: NOT_SET, egid: NOT_SET, ruid: NOT_SET, rgid: NOT_SET };
  return { [key]: { ...ids, pid, pidversion } };
}

function known(key: string, value: unknown): JsonObject {
  return value === undefined ? {} : { [key]: value };
}

/** osquery writes numbers as text. */
function whole(row: JsonObject, key: string): number | undefined {
  const value = row[key];
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d+$/.test(value)
        ? Number(value)
        : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

function text(row: JsonObject, key: string): string | undefined {
  const value = row[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
