/**
 * Mac Monitor's export as JSONL (File › Export, "JSONL (lines)"): one `ESMessage` a line, encoded with sorted keys. It follows
 * eslogger's schema (`schema_version` 1: `process`, `audit_token`, `event` with one key, `seq_num`, `global_seq_num`, `mach_time`), leaves some keys out
 * (stat of some files, `action` in another form) and adds its own (`es_event_type`, `sensor_id`, `macOS`, `context`, `target_path`). So the lines
 * go in byte for byte. What is different in meaning:
 *
 * - `time` comes of a DateFormatter without a time zone: local time with a Z behind it, to the millisecond.
 * - AUTH messages are exported beside NOTIFY ones (`action_type` 0 and 1); eslogger has NOTIFY alone, and both are of one act. They are left out.
 * - The export as (pretty) JSON loses every backslash on the way, and with them what a text was. It is refused.
 *
 * Source, read in 2026: https://github.com/Brandon7CC/mac-monitor at 3a4fcd9 (v1.9 and later): CoreDataModels/Message/ESMessage+CoreDataClass.swift,
 * Events/Models/Message.swift, Events/Artifacts/Process/ProcessHelpers.swift, Core Data Controller/CoreDataController.swift.
 */
import { decodeLine } from '../../../eslogger/decode.ts';
import { isObject } from '../../../eslogger/json-value.ts';
import { bad, parseLine, type ForeignLine, type FormatReader } from './format-reader.ts';

const ACTION_AUTH = 0;

export function isMacMonitor(value: unknown): boolean {
  return isObject(value) && 'es_event_type' in value && 'sensor_id' in value && isObject(value['event']);
}

export class MacMonitorReader implements FormatReader {
  read(line: Buffer): ForeignLine {
    const value = parseLine(line);
    if (value === undefined) return bad('not-json', 'The line is not JSON.');
    if (!isMacMonitor(value) || !isObject(value))
      return bad('not-mac-monitor', 'The line is no message as Mac Monitor exports it.');
    if (value['action_type'] === ACTION_AUTH)
      return bad(
        'auth-message',
        'It asks for permission; the message that tells what happened is another one.',
      );
    const result = decodeLine(line);
    return result.ok ? { kind: 'events', lines: [line] } : bad(result.reason, result.message);
  }
}
