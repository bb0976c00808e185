/** Texts that the module found in lines, parsed once each. */
import { decodePayload } from '../eslogger/decode-payload.ts';
import { isObject } from '../eslogger/json-value.ts';
import type { EventPayload, FileOperation } from '../model/event.ts';
import type { KnownText, KnownTexts } from './known-texts.ts';
import { BODY_OPERATIONS, type ScanMemory } from './scan/module.ts';
import { withTemplates } from './with-templates.ts';

interface Placed {
  readonly type: string;
  /** Its row in the columns at hand, -1 where it has none yet. */
  at: number;
}

export interface ParsedBody extends Placed {
  /** Undefined where the line must be decoded whole. */
  readonly payload: EventPayload | undefined;
}

/** Read by the module. */
export interface FileBody extends Placed {
  readonly type: FileOperation;
  readonly path: KnownText;
  readonly source: KnownText | undefined;
  readonly detail: KnownText | undefined;
  readonly modified: boolean | undefined;
}

/** Read by the module. Its process stands apart. */
export interface ExecBody extends Placed {
  readonly type: 'exec';
  /** Lists; undefined: empty. */
  readonly args: KnownText | undefined;
  readonly env: KnownText | undefined;
  readonly cwd: KnownText | undefined;
  readonly script: KnownText | undefined;
  /** NaN: not said. */
  readonly cputype: number;
}

export type KnownBody = ParsedBody | FileBody | ExecBody;

export function isDecoded(body: KnownBody): boolean {
  return !('payload' in body) || body.payload !== undefined;
}

/** `row`: where the row of the module is in its memory. */
export function rowBody({ words, numbers }: ScanMemory, row: number, texts: KnownTexts): KnownBody {
  const word = row / 4;
  const type = BODY_OPERATIONS[words[word] ?? 0];
  const text = (index: number): KnownText | undefined => texts.get(words[word + index] ?? 0);
  if (type === undefined) return UNKNOWN_BODY;
  if (type === 'exec') {
    const cputype = numbers[row / 8 + 3] ?? Number.NaN;
    return { type, args: text(2), env: text(3), cwd: text(4), script: text(5), cputype, at: -1 };
  }
  const modified = words[word + 1] === 0 ? undefined : words[word + 1] === 2;
  return {
    type,
    path: text(2) ?? texts.make(''),
    source: text(3),
    detail: text(4),
    modified,
    at: -1,
  };
}

/** Undefined for what is no JSON; JSON has no undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text between two quotes of JSON. */
export function unescaped(text: string): string {
  const value = parsed(`"${text}"`);
  return typeof value === 'string' ? value : text;
}

/** A process that says no more than that it is one. */
const SOME_PROCESS = { audit_token: { pid: 0, pidversion: 0 } };
const UNKNOWN_BODY: ParsedBody = { type: '', payload: undefined, at: -1 };

/**
 * `"NAME":VALUE`, as it stands in the line but for the sizes and times of files, which no payload shows. `isLife`: of an exec or fork, with a zero where
 * its process was; the payload gets it later.
 */
export function decodeBody(text: string, isLife: boolean, templates: boolean): ParsedBody {
  const event = parsed(`{${text}}`);
  const [type, ...more] = isObject(event) ? Object.keys(event) : [];
  if (!isObject(event) || type === undefined || more.length > 0) return UNKNOWN_BODY;
  const body = event[type];
  if (isLife && !isObject(body)) return UNKNOWN_BODY;
  const whole =
    isLife && isObject(body) ? { ...body, [type === 'exec' ? 'target' : 'child']: SOME_PROCESS } : body;
  const payload = decodePayload(type, whole);
  return { type, payload: templates ? withTemplates(payload) : payload, at: -1 };
}
