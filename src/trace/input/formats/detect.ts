/** Which tool wrote a capture, by its first line that says so. */
import { isObject } from '../../../eslogger/json-value.ts';
import type { CaptureFormat } from '../../../model/capture-format.ts';
import type { FormatReader } from './format-reader.ts';
import { parseLine } from './format-reader.ts';
import { isMacMonitor, MacMonitorReader } from './mac-monitor.ts';
import { isOsquery, OsqueryReader } from './osquery.ts';

/** Undefined: the line does not tell. */
export function formatOfLine(line: Buffer): CaptureFormat | undefined {
  const text = line.toString('utf8').trim().replace(/,$/, '');
  const value = parseLine(text);
  if (isMacMonitor(value)) return 'mac-monitor';
  if (isOsquery(value) || (Array.isArray(value) && value.length > 0 && value.every(isOsquery)))
    return 'osquery';
  return isObject(value) && isObject(value['event']) ? 'eslogger' : undefined;
}

/** Undefined for eslogger's own lines: they go in as they are. */
export function readerOf(format: CaptureFormat): FormatReader | undefined {
  switch (format) {
    case 'eslogger':
      return undefined;
    case 'mac-monitor':
      return new MacMonitorReader();
    case 'osquery':
      return new OsqueryReader();
  }
}
