/**
 * `trace verify --schema`: how far the lines keep to the form that eslogger is known to write. Each deviation is reported once,
 * with its count and the first line that shows it. Keys and events that no source knows are allowed, and listed apart.
 */
import type * as AjvModule from 'ajv';
import { decodeObject, type BadLineReason } from '../eslogger/decode.ts';
import { isObject } from '../eslogger/json-value.ts';
import { isKnownShape, shapeOf } from '../eslogger/shape.ts';
import { readSchema } from '../schema/validate.ts';

interface LineDeviation {
  /** Where in the line: `event.exec.fds[].fd`, or empty for the line as a whole. */
  readonly place: string;
  readonly message: string;
  readonly count: number;
  /** From 1. */
  readonly firstLine: number;
}

/** Nothing wrong: Apple added it after this esdrift was made. */
interface LineNovelty {
  /** An event type, `envelope`, `process`, `file`, `stat` or `audit_token`. */
  readonly scope: string;
  /** Empty: the event type itself. */
  readonly key: string;
  readonly count: number;
  readonly firstLine: number;
}

export interface LineCheck {
  readonly lines: number;
  /** By place, then message. */
  readonly deviations: readonly LineDeviation[];
  /** By scope, then key. */
  readonly novelties: readonly LineNovelty[];
}

interface Sighting {
  count: number;
  readonly firstLine: number;
}

const BAD_LINES: Readonly<Record<BadLineReason, string>> = {
  'not-json': 'is not JSON',
  'not-object': 'is JSON, but not an object',
  'no-event': 'has no `event` object with exactly one key',
  'no-process': 'has no `process` with an audit token',
  'no-sequence': 'has no usable `seq_num`, `global_seq_num` or `mach_time`',
  'no-time': 'has no usable `time`',
};

export class LineChecker {
  readonly #validate: AjvModule.ValidateFunction;
  readonly #deviations = new Map<string, Sighting>();
  readonly #novelties = new Map<string, Sighting>();
  /** By shape id: the name under which an unknown shape is counted, or null for a known one. */
  readonly #shapes: (string | null)[] = [];
  #lines = 0;

  constructor(validate: AjvModule.ValidateFunction) {
    this.#validate = validate;
  }

  /** `lineNumber` counts from 1 and is only for the report. */
  check(line: Buffer | string, lineNumber = this.#lines + 1): void {
    this.#lines += 1;
    let raw: unknown;
    try {
      raw = JSON.parse(typeof line === 'string' ? line : line.toString('utf8'));
    } catch {
      sight(this.#deviations, `\n${BAD_LINES['not-json']}`, lineNumber);
      return;
    }
    if (!isObject(raw)) {
      sight(this.#deviations, `\n${BAD_LINES['not-object']}`, lineNumber);
      return;
    }
    if (!this.#validate(raw)) {
      for (const problem of problemsOf(this.#validate.errors ?? []))
        sight(this.#deviations, problem, lineNumber);
    } else {
      // The schema is satisfied, but it cannot say everything that reading needs.
      const decoded = decodeObject(raw);
      if (!decoded.ok) sight(this.#deviations, `\n${BAD_LINES[decoded.reason]}`, lineNumber);
    }
    const known = new Set<string>();
    shapeOf(raw, (scope, key, _type, id) => {
      const shape = this.#unknownShape(scope, key, id);
      if (shape === null || known.has(shape)) return;
      known.add(shape);
      sight(this.#novelties, shape, lineNumber);
    });
  }

  finish(): LineCheck {
    return {
      lines: this.#lines,
      deviations: report(this.#deviations, (place, message) => ({ place, message })),
      novelties: report(this.#novelties, (scope, key) => ({ scope, key })),
    };
  }

  #unknownShape(scope: string, key: string, id: number): string | null {
    let shape = this.#shapes[id];
    if (shape === undefined) {
      shape = isKnownShape(scope, key) ? null : `${scope}\n${key}`;
      this.#shapes[id] = shape;
    }
    return shape;
  }
}

function sight(sightings: Map<string, Sighting>, name: string, line: number): void {
  const known = sightings.get(name);
  if (known === undefined) sightings.set(name, { count: 1, firstLine: line });
  else known.count += 1;
}

function report<Named>(
  sightings: ReadonlyMap<string, Sighting>,
  named: (first: string, second: string) => Named,
): readonly (Named & Sighting)[] {
  return [...sightings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { count, firstLine }]) => {
      const [first = '', second = ''] = name.split('\n');
      return { ...named(first, second), count, firstLine };
    });
}

/** `/event/exec/fds/0/fd` → `event.exec.fds[].fd` */
function placeOf(instancePath: string): string {
  return instancePath
    .slice(1)
    .replaceAll('/', '.')
    .replaceAll(/\.\d+(?=\.|$)/g, '[]');
}

/** One line per deviation. Of a union that fails, what is wrong inside the arm that fits best, not the list of all arms. */
function problemsOf(errors: readonly AjvModule.ErrorObject[]): ReadonlySet<string> {
  const unions = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map((error) => error.instancePath),
  );
  const tellsMore = (other: AjvModule.ErrorObject, union: string): boolean =>
    other.instancePath.startsWith(`${union}/`) ||
    (other.instancePath === union && other.keyword !== 'type' && other.keyword !== 'anyOf');
  const kept = errors.filter((error) => {
    const { keyword, instancePath } = error;
    if (keyword === 'if') return false;
    if (!unions.has(instancePath)) return true;
    if (keyword === 'anyOf') return !errors.some((other) => tellsMore(other, instancePath));
    return keyword !== 'type';
  });
  return new Set(kept.map((error) => `${placeOf(error.instancePath)}\n${messageOf(error)}`));
}

function messageOf(error: AjvModule.ErrorObject): string {
  if (error.keyword === 'const') return `is not ${JSON.stringify(error.params['allowedValue'])}`;
  if (error.keyword === 'anyOf') return 'has none of the forms it is known to have';
  return error.message ?? 'does not fit';
}

/** Compiles the schema, which takes a moment: the reason why checking is asked for. */
export async function createLineChecker(): Promise<LineChecker> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    allErrors: true,
  });
  return new LineChecker(ajv.compile(readSchema('eslogger-line')));
}

/** Checks every line; `lines` are without their newlines. */
export async function checkLines(
  lines: AsyncIterable<Buffer | string> | Iterable<Buffer | string>,
): Promise<LineCheck> {
  const checker = await createLineChecker();
  for await (const line of lines) checker.check(line);
  return checker.finish();
}
