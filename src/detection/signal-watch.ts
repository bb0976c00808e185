/** One signal over time: its hits of this boot, as few as its rules need. */
import { durationMs } from './duration.ts';
import type { EventView } from './event-view.ts';
import { oneValueTest, passes } from './field-test.ts';
import type { ProcessImage } from '../model/event.ts';
import { fieldOf, imageReader, PROBE_PREFIX } from './fields.ts';
import type { Hit } from './hit.ts';
import type { Signal, Where } from '../model/rules.ts';

type Condition = (view: EventView) => boolean;
type ImageCondition = (image: ProcessImage) => boolean;
type ProbeValues = Readonly<Record<string, unknown>>;

/** Times kept for a count; rules that ask for more are refused by their schema. */
const MOST_COUNTED = 1000;

export class SignalWatch {
  readonly signal: Signal;
  /** Whether an event of a program, and an exec that starts it, can have what is asked for. */
  readonly canActBy: ImageCondition;
  readonly canStart: ImageCondition;
  readonly #conditions: readonly Condition[];
  readonly #times: number[] = [];
  /** First hit of this boot that is still of use, and the last one. */
  #first: Hit | undefined;
  #last: Hit | undefined;
  #firstEver: Hit | undefined;

  constructor(signal: Signal) {
    this.signal = signal;
    this.canActBy = imageCondition('actor', signal);
    this.canStart = imageCondition('exec', signal);
    this.#conditions = conditionsOf(signal);
  }

  /** The first hit of all, also of an earlier boot. */
  get firstEver(): Hit | undefined {
    return this.#firstEver;
  }

  get last(): Hit | undefined {
    return this.#last;
  }

  /** The first hit that is not older than `sinceMs`, as far as that is known. */
  within(sinceMs: number): Hit | undefined {
    if (this.#first !== undefined && this.#first.timeMs >= sinceMs) return this.#first;
    return this.#last !== undefined && this.#last.timeMs >= sinceMs ? this.#last : undefined;
  }

  /** Whether an event of programs that can be its has what else is asked for, `after` and `count` aside. */
  matches(view: EventView): boolean {
    return this.#conditions.every((holds) => holds(view));
  }

  matchesProbe(values: ProbeValues): boolean {
    const { where, anyOf = [] } = this.signal;
    return (
      probePasses(where, values) && (anyOf.length === 0 || anyOf.some((each) => probePasses(each, values)))
    );
  }

  /** False: not yet, the count is not reached. `windowMs`: how long its rules look back. */
  add(hit: Hit, windowMs: number): boolean {
    if (!this.#isCounted(hit.timeMs)) return false;
    const isOld = (known: Hit | undefined): boolean =>
      known === undefined || hit.timeMs - known.timeMs > windowMs;
    if (isOld(this.#first)) this.#first = isOld(this.#last) ? hit : this.#last;
    this.#last = hit;
    this.#firstEver ??= hit;
    return true;
  }

  /** Another boot: what was seen before says nothing about it. */
  reboot(): void {
    this.#first = undefined;
    this.#last = undefined;
    this.#times.length = 0;
  }

  #isCounted(timeMs: number): boolean {
    const { count } = this.signal;
    if (count === undefined) return true;
    const windowMs = durationMs(count.within) ?? 0;
    this.#times.push(timeMs);
    while (
      this.#times.length > Math.min(count.atLeast, MOST_COUNTED) ||
      (this.#times[0] ?? timeMs) < timeMs - windowMs
    )
      this.#times.shift();
    return this.#times.length >= count.atLeast;
  }
}

/** As far as one of the programs of an event says. */
function imageCondition(of: 'actor' | 'exec', { where, anyOf = [] }: Signal): ImageCondition {
  const conditions = (each: Where): readonly ImageCondition[] =>
    Object.entries(each).flatMap(([name, test]) => {
      const read = imageReader(of, name);
      return read === undefined ? [] : [(image: ProcessImage) => passes(test, read(image))];
    });
  const own = conditions(where);
  const alternatives = anyOf.map(conditions);
  return (image) =>
    own.every((holds) => holds(image)) &&
    (alternatives.length === 0 || alternatives.some((each) => each.every((holds) => holds(image))));
}

function conditionsOf({ where, anyOf = [] }: Signal): readonly Condition[] {
  const own = Object.entries(where).flatMap(([name, test]) =>
    imageReader('actor', name) === undefined ? [condition(name, test)] : [],
  );
  if (anyOf.length === 0) return own;
  const alternatives = anyOf.map((each) => Object.entries(each).map(([name, test]) => condition(name, test)));
  return [...own, (view) => alternatives.some((each) => each.every((holds) => holds(view)))];
}

function condition(name: string, test: Where[string]): Condition {
  const field = fieldOf(name);
  if (field === undefined) return () => false;
  const { readOne } = field;
  if (readOne !== undefined) {
    const passesOne = oneValueTest(test);
    return (view) => passesOne(readOne(view));
  }
  return (view) => passes(test, field.read(view));
}

function probePasses(where: Where, values: ProbeValues): boolean {
  return Object.entries(where).every(([name, test]) =>
    passes(test, probeTexts(values[name.slice(PROBE_PREFIX.length)])),
  );
}

/** A value that could not be read is an object: it says nothing. */
function probeTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(probeTexts);
  if (typeof value === 'string') return [value];
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
