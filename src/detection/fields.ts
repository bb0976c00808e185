/**
 * Every field that a rule can ask for: which events have it, and how it is read. A field has any number of values, all of them text.
 * Paths come in one form (src/detection/event-view.ts).
 */
import { catalogueEntry } from '../eslogger/catalogue.ts';
import { FILE_OPERATIONS, type ProcessImage } from '../model/event.ts';
import { plainPath, type EventView } from './event-view.ts';

export interface Field {
  readonly name: string;
  readonly about: string;
  /** Values are paths: what they are compared with must be in the same form. */
  readonly isPath: boolean;
  readonly isOn: (eventType: string) => boolean;
  readonly read: (view: EventView) => readonly string[];
  /** The one value, where it never has more. Undefined: it has none. */
  readonly readOne?: ((view: EventView) => string | undefined) | undefined;
}

const FILE_TYPES: ReadonlySet<string> = new Set(FILE_OPERATIONS);
const WITH_SOURCE: ReadonlySet<string> = new Set(['rename', 'clone', 'copyfile', 'link', 'exchangedata']);
const LIFE_TYPES: ReadonlySet<string> = new Set(['exec', 'fork', 'exit']);
const NO_VALUES: readonly string[] = [];

const always = (type: string): boolean => type !== 'probe';
const only =
  (...types: readonly string[]) =>
  (type: string): boolean =>
    types.includes(type);
const isFile = (type: string): boolean => FILE_TYPES.has(type);
const hasObject = (type: string): boolean => always(type) && !FILE_TYPES.has(type) && !LIFE_TYPES.has(type);
const hasTarget = (type: string): boolean => hasObject(type) && aboutProcess(type);

/** Unknown events can be about anything. */
function aboutProcess(type: string): boolean {
  const entry = catalogueEntry(type);
  return entry === undefined || entry.about?.form === 'process';
}

const one = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? NO_VALUES : [value];
const emptyToNone = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

type ImageField = readonly [name: string, about: string, read: (image: ProcessImage) => string | undefined];

const IMAGE_FIELDS: readonly ImageField[] = [
  ['path', 'path of the executable', (image) => plainPath(image.executable)],
  ['name', 'last part of that path', (image) => nameOf(image.executable)],
  ['signing_id', 'signing id', (image) => image.signingId],
  ['team_id', 'team id', (image) => image.teamId],
  ['cdhash', 'cdhash, 40 hex digits, upper case', (image) => image.cdhash],
  ['platform', '`true` or `false`: a platform binary', (image) => String(image.isPlatformBinary)],
  ['flags', 'code-signing flags, for `bits`', (image) => String(image.codesigningFlags)],
  [
    'category',
    'validation category, a number; macOS 26 and later',
    (image) => numberText(image.validationCategory),
  ],
  ['uid', 'effective user id', (image) => String(image.token.euid)],
];

const numberText = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** What a condition on the program that acts, or that an exec starts, reads from its image; undefined for any other field. */
export function imageReader(
  of: 'actor' | 'exec',
  name: string,
): ((image: ProcessImage) => readonly string[]) | undefined {
  const found = IMAGE_FIELDS.find(([field]) => `${of}.${field}` === name);
  return found === undefined ? undefined : (image) => one(found[2](image));
}

/** `prefix.path`, `prefix.signing_id` and so on, of one process or several. */
function imageFields(
  prefix: string,
  about: string,
  isOn: (type: string) => boolean,
  images: (view: EventView) => readonly ProcessImage[],
): readonly Field[] {
  return IMAGE_FIELDS.map(([name, what, read]) => ({
    name: `${prefix}.${name}`,
    about: `${what} of ${about}`,
    isPath: name === 'path',
    isOn,
    read: (view) => images(view).flatMap((image) => one(read(image))),
  }));
}

/** The same for a process of which there is one at most. */
function imageFieldsOfOne(
  prefix: string,
  about: string,
  isOn: (type: string) => boolean,
  imageOf: (view: EventView) => ProcessImage | undefined,
): readonly Field[] {
  return imageFields(prefix, about, isOn, (view) => present(imageOf(view))).map((entry, index) => ({
    ...entry,
    readOne: (view) => {
      const image = imageOf(view);
      return image === undefined ? undefined : emptyToNone(IMAGE_FIELDS[index]?.[2](image));
    },
  }));
}

function present(image: ProcessImage | undefined): readonly ProcessImage[] {
  return image === undefined ? [] : [image];
}

function executedImage({ event: { payload } }: EventView): ProcessImage | undefined {
  return payload.kind === 'exec' ? payload.target : undefined;
}

function targetImage({ event: { payload } }: EventView): ProcessImage | undefined {
  return payload.kind === 'other' ? payload.target : undefined;
}

function fieldOfOne(
  name: string,
  about: string,
  isOn: (type: string) => boolean,
  readOne: (view: EventView) => string | undefined,
  isPath = false,
): Field {
  const value = (view: EventView): string | undefined => emptyToNone(readOne(view));
  return { name, about, isPath, isOn, read: (view) => one(value(view)), readOne: value };
}

function field(
  name: string,
  about: string,
  isOn: (type: string) => boolean,
  read: (view: EventView) => readonly string[],
  isPath = false,
): Field {
  return { name, about, isPath, isOn, read };
}

const FIELDS: readonly Field[] = [
  ...imageFieldsOfOne(
    'actor',
    'the program that acts; of an exec, the image before',
    always,
    ({ event }) => event.process,
  ),
  ...imageFieldsOfOne('exec', 'the program that an exec starts', only('exec'), executedImage),
  field('exec.args', 'each argument, the first one too', only('exec'), ({ event: { payload } }) =>
    payload.kind === 'exec' ? payload.args : NO_VALUES,
  ),
  field(
    'exec.script',
    'script that `#!` started',
    only('exec'),
    ({ event: { payload } }) => (payload.kind === 'exec' ? one(payload.script) : NO_VALUES).map(plainPath),
    true,
  ),
  fieldOfOne(
    'file.path',
    'what the operation makes or changes; of rename, clone, copyfile and link the destination',
    isFile,
    (view) => view.filePath,
    true,
  ),
  fieldOfOne('file.name', 'last part of that path', isFile, ({ event: { payload } }) =>
    payload.kind === 'file' ? nameOf(payload.path) : undefined,
  ),
  fieldOfOne(
    'file.source',
    'origin of a rename, clone, copyfile or link',
    (type) => WITH_SOURCE.has(type),
    ({ event: { payload } }) =>
      payload.kind === 'file' && payload.source !== undefined ? plainPath(payload.source) : undefined,
    true,
  ),
  field(
    'file.modified',
    '`true` or `false`: whether a close ends writing',
    only('close'),
    ({ event: { payload } }) =>
      payload.kind === 'file' && payload.modified !== undefined ? [String(payload.modified)] : NO_VALUES,
  ),
  field(
    'file.attribute',
    'name of the extended attribute',
    only('setextattr', 'deleteextattr'),
    ({ event }) => (event.payload.kind === 'file' ? one(event.payload.detail) : NO_VALUES),
  ),
  fieldOfOne(
    'object',
    'what any other event is about: a mount point, a service name, process and number of a signal',
    hasObject,
    ({ event: { payload } }) => {
      if (payload.kind !== 'other') return undefined;
      return payload.objectKind === 'path' ? plainPath(payload.object) : payload.object;
    },
    true,
  ),
  ...imageFieldsOfOne('target', 'the other process of a signal and its like', hasTarget, targetImage),
  ...imageFields('parent', 'the parent at birth', always, (view) => view.ancestors.slice(0, 1)),
  ...imageFields('ancestor', 'any process above, up to launchd', always, (view) => view.ancestors),
  ...imageFields('responsible', 'the responsible process', always, (view) => present(view.responsible)),
  field('exit.code', 'exit code, where it ended by itself', only('exit'), ({ event: { payload } }) =>
    payload.kind === 'exit' && payload.status.kind === 'exited' ? [String(payload.status.code)] : NO_VALUES,
  ),
  field('exit.signal', 'signal that ended it', only('exit'), ({ event: { payload } }) =>
    payload.kind === 'exit' && payload.status.kind === 'signaled'
      ? [String(payload.status.signal)]
      : NO_VALUES,
  ),
  field(
    'handoff.path',
    'path of each other program that put there what this event moves, copies or runs',
    (type) => WITH_SOURCE.has(type) || type === 'exec',
    (view) => view.origins.map(({ path }) => path),
    true,
  ),
  field(
    'handoff.signing_id',
    'signing id of each such program',
    (type) => WITH_SOURCE.has(type) || type === 'exec',
    (view) => view.origins.flatMap(({ signingId }) => one(signingId)),
  ),
];

const byName: ReadonlyMap<string, Field> = new Map(FIELDS.map((entry) => [entry.name, entry]));

/** Of a probe, `probe.` and the name of the value the recorder asked for. */
export const PROBE_PREFIX = 'probe.';

export function fieldOf(name: string): Field | undefined {
  return byName.get(name);
}

export const FIELD_NAMES: readonly string[] = FIELDS.map(({ name }) => name);
export const FIELD_TABLE: readonly Pick<Field, 'name' | 'about'>[] = FIELDS;
