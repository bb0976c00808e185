/**
 * One eslogger line into one event. eslogger is "not API in any sense" (its man page): keys are shuffled, omitted and added,
 * null stands for absent, and new events appear without notice. So this reads what is there and refuses only a line
 * that could not be placed: not JSON, no event, no process, no sequence number or time.
 */
import type { EsEvent } from '../model/event.ts';
import { decodePayload } from './decode-payload.ts';
import { decodeProcess } from './decode-process.ts';
import { parseTimeMs } from './decode-time.ts';
import { isObject, numberAt, objectAt, textAt, type JsonObject } from './json-value.ts';

export type BadLineReason = 'not-json' | 'not-object' | 'no-event' | 'no-process' | 'no-sequence' | 'no-time';

export type DecodedEvent = Omit<EsEvent, 'segment'>;
export type DecodeResult =
  | { readonly ok: true; readonly event: DecodedEvent }
  | { readonly ok: false; readonly reason: BadLineReason; readonly message: string };

function bad(reason: BadLineReason, message: string): DecodeResult {
  return { ok: false, reason, message };
}

/** What `script -q` (a common way round eslogger's buffering) and some editors leave before the first line. */
const LEADING_RUBBISH = /^(?:\ufeff|\^D\u0008\u0008|\u0004|\u0008)+/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const trimmed = text.replace(LEADING_RUBBISH, '');
    if (trimmed === text) throw error;
    return JSON.parse(trimmed);
  }
}

/** A counter that numbers events: whole and exact, or there is no order to speak of. */
function counterAt(line: JsonObject, key: string): number | undefined {
  const value = numberAt(line, key);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** `line` is one line without its newline. Never throws. */
export function decodeLine(line: Buffer | string): DecodeResult {
  let raw: unknown;
  try {
    raw = parse(typeof line === 'string' ? line : line.toString('utf8'));
  } catch (error) {
    return bad('not-json', error instanceof Error ? error.message : String(error));
  }
  return isObject(raw) ? decodeObject(raw) : bad('not-object', 'The line is JSON, but not an object.');
}

/** The same for a line that was parsed before. */
export function decodeObject(raw: JsonObject): DecodeResult {
  const body = objectAt(raw, 'event');
  const [type, ...more] = body === undefined ? [] : Object.keys(body);
  if (body === undefined || type === undefined)
    return bad('no-event', 'There is no `event` object with a key in it.');
  if (more.length > 0)
    return bad('no-event', `\`event\` has ${more.length + 1} keys; eslogger writes exactly one.`);
  const process = decodeProcess(raw['process']);
  if (process === undefined) return bad('no-process', 'There is no `process` with an audit token.');
  const seq = counterAt(raw, 'seq_num');
  const globalSeq = counterAt(raw, 'global_seq_num');
  const machTime = numberAt(raw, 'mach_time');
  if (seq === undefined || globalSeq === undefined || machTime === undefined) {
    return bad('no-sequence', '`seq_num`, `global_seq_num` or `mach_time` is missing or not a whole number.');
  }
  const time = textAt(raw, 'time');
  const timeMs = time === undefined ? undefined : parseTimeMs(time);
  if (time === undefined || timeMs === undefined)
    return bad('no-time', '`time` is missing or not a UTC time.');
  const thread = objectAt(raw, 'thread');
  const event: DecodedEvent = {
    type,
    messageVersion: numberAt(raw, 'version') ?? 0,
    seq,
    globalSeq,
    machTime,
    time,
    timeMs,
    threadId: thread === undefined ? undefined : numberAt(thread, 'thread_id'),
    process,
    payload: decodePayload(type, body[type]),
    form: { line: raw, shared: false },
  };
  return { ok: true, event };
}
