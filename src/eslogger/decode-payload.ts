/** What an event says beyond the envelope and the acting process, one small reader per form of event. */
import { FILE_OPERATIONS, type EventPayload, type FileOperation } from '../model/event.ts';
import { describeObject, describeUnknown } from './decode-object.ts';
import { decodeProcess, filePath, joinPath } from './decode-process.ts';
import { isObject, numberAt, objectAt, stringsAt, textAt, type JsonObject } from './json-value.ts';
import { catalogueEntry } from './catalogue.ts';
import { decodeWaitStatus } from './wait-status.ts';

/**
 * The union of create and rename: `destination_type` 0 says `existing_file`, 1 says `new_path {dir, filename}`.
 * The key that is there decides; the number only where both are.
 */
function destinationPath(event: JsonObject): string {
  const destination = objectAt(event, 'destination') ?? {};
  const existing = filePath(destination['existing_file']);
  const fresh = objectAt(destination, 'new_path');
  if (existing !== undefined && (fresh === undefined || numberAt(event, 'destination_type') !== 1))
    return existing;
  return fresh === undefined ? '' : joinPath(filePath(fresh['dir']), textAt(fresh, 'filename'));
}

interface FileWords {
  readonly path: string;
  readonly source?: string | undefined;
}

function fileWords(operation: FileOperation, event: JsonObject): FileWords {
  switch (operation) {
    case 'create':
      return { path: destinationPath(event) };
    case 'rename':
      return { path: destinationPath(event), source: filePath(event['source']) };
    case 'link':
      return {
        path: joinPath(filePath(event['target_dir']), textAt(event, 'target_filename')),
        source: filePath(event['source']),
      };
    case 'clone':
    case 'copyfile':
      return {
        path:
          filePath(event['target_file']) ??
          joinPath(filePath(event['target_dir']), textAt(event, 'target_name')),
        source: filePath(event['source']),
      };
    case 'exchangedata':
      return { path: filePath(event['file1']) ?? '', source: filePath(event['file2']) };
    case 'unlink':
    case 'write':
    case 'truncate':
    case 'close':
    case 'setextattr':
    case 'deleteextattr':
    case 'setmode':
    case 'setowner':
    case 'setflags':
    case 'setacl':
    case 'setattrlist':
    case 'utimes':
      return { path: filePath(event['target']) ?? '' };
  }
}

function decodeFile(operation: FileOperation, event: JsonObject): EventPayload {
  const { path, source } = fileWords(operation, event);
  const modified = event['modified'];
  return {
    kind: 'file',
    operation,
    path,
    source,
    modified: operation === 'close' && typeof modified === 'boolean' ? modified : undefined,
    detail: textAt(event, 'extattr'),
  };
}

function decodeOther(type: string, event: JsonObject): EventPayload {
  const about = catalogueEntry(type);
  return {
    kind: 'other',
    ...(about === undefined ? describeUnknown(event) : describeObject(about.about, event)),
  };
}

function decodeExec(event: JsonObject): EventPayload {
  const target = decodeProcess(event['target']);
  if (target === undefined) return decodeOther('exec', event);
  return {
    kind: 'exec',
    target,
    args: stringsAt(event, 'args'),
    env: stringsAt(event, 'env'),
    cwd: filePath(event['cwd']),
    script: filePath(event['script']),
    cputype: numberAt(event, 'image_cputype'),
  };
}

const fileOperations: ReadonlyMap<string, FileOperation> = new Map(
  FILE_OPERATIONS.map((name) => [name, name]),
);

/** `event` is what stands under the event's name; anything but an object is taken as an empty one. */
export function decodePayload(type: string, value: unknown): EventPayload {
  const event = isObject(value) ? value : {};
  switch (type) {
    case 'exec':
      return decodeExec(event);
    case 'fork': {
      const child = decodeProcess(event['child']);
      return child === undefined ? decodeOther(type, event) : { kind: 'fork', child };
    }
    case 'exit': {
      const status = numberAt(event, 'stat');
      return status === undefined
        ? decodeOther(type, event)
        : { kind: 'exit', status: decodeWaitStatus(status) };
    }
    default: {
      const operation = fileOperations.get(type);
      return operation === undefined ? decodeOther(type, event) : decodeFile(operation, event);
    }
  }
}
