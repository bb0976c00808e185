/** What an event of the kind `other` is about, as one string. The catalogue says where to look. */
import type { EventPayload, ProcessImage } from '../model/event.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { decodeProcess, filePath, joinPath } from './decode-process.ts';
import { elements, isObject, type JsonObject } from './json-value.ts';

type OtherPayload = Extract<EventPayload, { kind: 'other' }>;
type Described = Omit<OtherPayload, 'kind'>;

const NOTHING: Described = { object: '', objectKind: 'text', target: undefined };

function text(object: string, target?: ProcessImage): Described {
  return { object, objectKind: 'text', target };
}

/** `file:` URLs of launch items become paths; a relative URL stays text. */
function pathOrText(value: string): Described {
  let path = value;
  if (value.startsWith('file://')) {
    try {
      path = decodeURIComponent(value.slice('file://'.length).replace(/^localhost/, ''));
    } catch {
      path = value.slice('file://'.length);
    }
  }
  return { object: path, objectKind: path.startsWith('/') ? 'path' : 'text', target: undefined };
}

/** Every value at a catalogue path such as `results[].right_name`. */
function valuesAt(event: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [event];
  for (const step of path.split('.')) {
    const key = step.replace(/\[\]$/, '');
    values = values.map((value) => (isObject(value) ? value[key] : undefined));
    if (step.endsWith('[]')) values = values.flatMap(elements);
  }
  return values;
}

function firstPath(event: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const [path] = valuesAt(event, key).map(filePath);
    if (path !== undefined) return path;
  }
  return undefined;
}

function wordsAt(event: JsonObject, keys: readonly string[]): string[] {
  return keys
    .flatMap((key) =>
      valuesAt(event, key).flatMap((value) => (Array.isArray(value) ? elements(value) : [value])),
    )
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String);
}

/** How another process is called where one word must do: its signing id, or for unsigned code the path. */
export function nameOfImage(image: ProcessImage): string {
  return image.signingId ?? image.executable;
}

function describeProcess(event: JsonObject, keys: readonly string[]): Described {
  const [key = '', ...rest] = keys;
  const target = decodeProcess(event[key]);
  const words = wordsAt(event, rest);
  return text([...(target === undefined ? [] : [nameOfImage(target)]), ...words].join(' '), target);
}

/** Accounts of the system start with `_` or `com.apple.`; a person's name never leaves this function. */
function describeAccount(event: JsonObject, keys: readonly string[]): Described {
  const [name = ''] = wordsAt(event, keys);
  return name.startsWith('_') || name.startsWith('com.apple.') ? text(name) : NOTHING;
}

export function describeObject(about: CatalogueEntry['about'], event: JsonObject): Described {
  if (about === undefined) return NOTHING;
  const { form, keys } = about;
  switch (form) {
    case 'path':
      return pathOrText(firstPath(event, keys) ?? '');
    case 'text':
      return text(firstPath(event, keys) ?? '');
    case 'join': {
      const [directory, name] = keys.map((key) => firstPath(event, [key]));
      return pathOrText(joinPath(directory, name));
    }
    case 'words':
      return text(wordsAt(event, keys).join(' '));
    case 'list':
      return text([...new Set(wordsAt(event, keys))].sort().join(', '));
    case 'process':
      return describeProcess(event, keys);
    case 'account':
      return describeAccount(event, keys);
  }
}

const LONGEST_GUESS = 200;

/** An event that is in no catalogue: the first file, else the first short string, else the first process, by sorted key. */
export function describeUnknown(event: JsonObject): Described {
  const values = Object.keys(event)
    .sort()
    .map((key) => event[key]);
  const processes = values.map(decodeProcess).filter((image) => image !== undefined);
  const [target] = processes;
  const path = values
    .filter(isObject)
    .map(filePath)
    .find((found) => found !== undefined);
  if (path !== undefined) return { ...pathOrText(path), target };
  const word = values.find(
    (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST_GUESS,
  );
  if (typeof word === 'string') return { ...pathOrText(word), target };
  return target === undefined ? NOTHING : text(nameOfImage(target), target);
}
