/** Texts that the module found in lines, parsed once each. */
import { decodePayload } from '../eslogger/decode-payload.ts';
import { isObject } from '../eslogger/json-value.ts';
import type { EventPayload } from '../model/event.ts';
import { withTemplates } from './with-templates.ts';

export interface KnownBody {
  readonly type: string;
  /** Undefined where the line must be decoded whole. */
  readonly payload: EventPayload | undefined;
  /** Its row in the columns at hand, -1 where it has none yet. */
  at: number;
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
const UNKNOWN_BODY: KnownBody = { type: '', payload: undefined, at: -1 };

/**
 * `"NAME":VALUE`, as it stands in the line but for the sizes and times of files, which no payload shows. `isLife`: of an exec or fork, with a zero where
 * its process was; the payload gets it later.
 */
export function decodeBody(text: string, isLife: boolean, templates: boolean): KnownBody {
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
