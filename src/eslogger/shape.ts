/**
 * The shape of eslogger's own output: which keys a line has, of which JSON type. A change here is Apple changing the tool,
 * not macOS changing its behaviour.
 *
 * Objects that occur everywhere are scopes of their own (`process`, `file`, `stat`, `audit_token`), recognised by what they hold,
 * so a new key in es_process_t is one new shape and not one per event type. The other scopes are `envelope` and each event type;
 * their keys are paths (`destination.new_path.dir`, `fds[].fd`), and the empty key stands for the event itself.
 *
 * Objects whose keys are data, not field names (`entitlements`), are opaque: field names are identifiers in every known version.
 */
import { CATALOGUE, parseKeys, SHARED_OBJECTS } from './catalogue.ts';
import { isObject, type JsonObject } from './json-value.ts';

const JSON_TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** `id` is a small number for (scope, key, type), stable within the process: an index for whoever counts. */
export type ShapeVisitor = (scope: string, key: string, jsonType: JsonType, id: number) => void;

/** Stands for a key that is no identifier, or one too many, so that hostile input cannot make shapes without end. */
export const ODD_KEY = '{odd-key}';
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const MOST_KEYS = 1_024;
const DEEPEST = 12;
const ARRAY = 4;
const OBJECT = 5;
const SCOPES_OF_OBJECTS = ['process', 'file', 'stat', 'audit_token'] as const;
type ObjectScope = (typeof SCOPES_OF_OBJECTS)[number];

let nextId = 0;

/** One key of one scope, with what was seen below it: walking a known line makes no strings. */
class ShapeNode {
  readonly scope: string;
  readonly key: string;
  readonly #ids: number[] = [];
  readonly #members = new Map<string, ShapeNode>();
  #elements: ShapeNode | undefined;

  constructor(scope: string, key: string) {
    this.scope = scope;
    this.key = key;
  }

  member(name: string): ShapeNode {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const odd = !IDENTIFIER.test(name) || this.#members.size >= MOST_KEYS;
    const label = odd ? ODD_KEY : name;
    const existing = this.#members.get(label);
    if (existing !== undefined) return existing;
    const node = new ShapeNode(this.scope, this.key === '' ? label : `${this.key}.${label}`);
    this.#members.set(label, node);
    return node;
  }

  elements(): ShapeNode {
    this.#elements ??= new ShapeNode(this.scope, `${this.key}[]`);
    return this.#elements;
  }

  id(typeIndex: number): number {
    let id = this.#ids[typeIndex];
    if (id === undefined) {
      id = nextId;
      nextId += 1;
      this.#ids[typeIndex] = id;
    }
    return id;
  }
}

const root = new ShapeNode('envelope', '');
const objectRoots: Readonly<Record<ObjectScope, ShapeNode>> = {
  process: new ShapeNode('process', ''),
  file: new ShapeNode('file', ''),
  stat: new ShapeNode('stat', ''),
  audit_token: new ShapeNode('audit_token', ''),
};
const eventRoots = new Map<string, ShapeNode>();

function eventRoot(type: string): ShapeNode {
  const known = eventRoots.get(type);
  if (known !== undefined) return known;
  const label = IDENTIFIER.test(type) && eventRoots.size < MOST_KEYS ? type : ODD_KEY;
  const node = eventRoots.get(label) ?? new ShapeNode(label, '');
  eventRoots.set(label, node);
  return node;
}

function typeIndexOf(value: unknown): number {
  if (typeof value === 'string') return 3;
  if (typeof value === 'number') return 2;
  if (typeof value === 'boolean') return 1;
  if (value === null || value === undefined) return 0;
  return Array.isArray(value) ? ARRAY : OBJECT;
}

/** Which shared object this is, by its tell-tale keys. */
function objectRoot(value: JsonObject): ShapeNode | undefined {
  if (value['audit_token'] !== undefined && value['executable'] !== undefined) return objectRoots.process;
  if (value['path'] !== undefined && (value['path_truncated'] !== undefined || value['stat'] !== undefined)) {
    return objectRoots.file;
  }
  if (value['pidversion'] !== undefined && value['pid'] !== undefined) return objectRoots.audit_token;
  if (value['st_ino'] !== undefined && value['st_dev'] !== undefined) return objectRoots.stat;
  return undefined;
}

function hasFieldNames(value: JsonObject): boolean {
  return Object.keys(value).every((key) => IDENTIFIER.test(key));
}

class ShapeWalk {
  readonly #visit: ShapeVisitor;

  constructor(visit: ShapeVisitor) {
    this.#visit = visit;
  }

  report(node: ShapeNode, value: unknown): number {
    const typeIndex = typeIndexOf(value);
    this.#visit(node.scope, node.key, JSON_TYPES[typeIndex] ?? 'null', node.id(typeIndex));
    return typeIndex;
  }

  /** All keys of an object; nested objects go to their own scope or further down this one. */
  object(node: ShapeNode, value: JsonObject, depth: number): void {
    for (const name in value) {
      const member = value[name];
      const child = node.member(name);
      const typeIndex = this.report(child, member);
      if (typeIndex === OBJECT) this.inside(child, member, depth + 1);
      else if (typeIndex === ARRAY) this.elements(child, member, depth + 1);
    }
  }

  inside(node: ShapeNode, value: unknown, depth: number): void {
    if (depth > DEEPEST || !isObject(value)) return;
    const shared = objectRoot(value);
    if (shared !== undefined) this.object(shared, value, depth);
    else if (hasFieldNames(value)) this.object(node, value, depth);
  }

  elements(node: ShapeNode, values: unknown, depth: number): void {
    if (depth > DEEPEST || !Array.isArray(values)) return;
    // An audit token written as an array: the form matters, not which event had it.
    const child = node.key.endsWith('_token') ? objectRoots.audit_token.elements() : node.elements();
    let plain = 0;
    for (const element of values) {
      const typeIndex = typeIndexOf(element);
      if (typeIndex < ARRAY && (plain & (1 << typeIndex)) !== 0) continue;
      plain |= 1 << typeIndex;
      this.report(child, element);
      if (typeIndex === OBJECT) this.inside(child, element, depth + 1);
      else if (typeIndex === ARRAY) this.elements(child, element, depth + 1);
    }
  }
}

/** `raw` is the parsed line. Plain array elements of one type are reported once per array, objects in arrays each. */
export function shapeOf(raw: JsonObject, visit: ShapeVisitor): void {
  const walk = new ShapeWalk(visit);
  for (const name in raw) {
    const member = raw[name];
    const node = root.member(name);
    const typeIndex = walk.report(node, member);
    if (typeIndex === OBJECT && name !== 'event') walk.inside(node, member, 1);
  }
  const event = raw['event'];
  if (!isObject(event)) return;
  for (const type in event) {
    const node = eventRoot(type);
    const body = event[type];
    walk.report(node, body);
    if (isObject(body)) walk.object(node, body, 1);
  }
}

let knownShapes: ReadonlySet<string> | undefined;

function allKnownShapes(): ReadonlySet<string> {
  return new Set([
    ...CATALOGUE.flatMap((entry) => [`${entry.name} `, ...keysOf(entry.name, entry.keys)]),
    ...['envelope', ...SCOPES_OF_OBJECTS].flatMap((scope) =>
      keysOf(scope, parseKeys(SHARED_OBJECTS[scope] ?? '')),
    ),
    'audit_token []',
  ]);
}

function keysOf(scope: string, keys: ReturnType<typeof parseKeys>): readonly string[] {
  return keys.flatMap(({ path, type }) => [
    `${scope} ${path}`,
    ...(type.endsWith('[]') ? [`${scope} ${path}[]`] : []),
  ]);
}

/** False for a key that no source up to the macOS 27 beta shows: not only new to a baseline, but new to everybody. */
export function isKnownShape(scope: string, key: string): boolean {
  knownShapes ??= allKnownShapes();
  return knownShapes.has(`${scope} ${key}`);
}
