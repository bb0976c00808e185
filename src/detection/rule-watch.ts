/** One rule over time: whether its quorum is there, what is missing, and when it fired. */
import type { Rule } from '../model/rules.ts';
import { durationMs } from './duration.ts';
import type { Hit } from './hit.ts';
import type { SignalWatch } from './signal-watch.ts';

export interface Firing {
  /** The event that decided. */
  readonly decision: Hit;
  /** One hit for each signal that was there, in the order of time. */
  readonly hits: readonly Hit[];
  readonly programs: number;
  /** Counts restarts of the machine within the recording, from 0. */
  readonly boot: number;
}

export interface Standing {
  readonly hits: readonly Hit[];
  readonly programs: number;
  readonly missingGroups: readonly (readonly string[])[];
  readonly forbiddenBy: readonly string[];
  readonly outOfOrder: boolean;
}

const NOTHING: Standing = { hits: [], programs: 0, missingGroups: [], forbiddenBy: [], outOfOrder: false };

export class RuleWatch {
  readonly rule: Rule;
  readonly windowMs: number;
  readonly signals: readonly SignalWatch[];
  readonly #unless: readonly SignalWatch[];
  #first: Firing | undefined;
  #firings = 0;
  /** Time of its last hit while it is fired: it can fire again when it was quiet for a whole window. */
  #activeMs: number | undefined;
  #best: Standing = NOTHING;
  #sawDecisive = false;

  constructor(rule: Rule, watches: ReadonlyMap<string, SignalWatch>) {
    this.rule = rule;
    this.windowMs = durationMs(rule.window) ?? 0;
    this.signals = find(rule.signals, watches);
    this.#unless = find(rule.unless ?? [], watches);
  }

  get first(): Firing | undefined {
    return this.#first;
  }

  get firings(): number {
    return this.#firings;
  }

  /** The most that was there at once. */
  get best(): Standing {
    return this.#best;
  }

  /** Whether the first group it needs was ever there: what tells the thing itself from what leads to it. */
  get sawDecisive(): boolean {
    return this.#sawDecisive;
  }

  get silent(): readonly SignalWatch[] {
    return this.signals.filter((watch) => watch.firstEver === undefined);
  }

  /** One of its signals was hit. Answers with the firing, where this is one. */
  update(hit: Hit, boot: number): Firing | undefined {
    if (this.#activeMs !== undefined) {
      const quietMs = hit.timeMs - this.#activeMs;
      this.#activeMs = hit.timeMs;
      if (quietMs <= this.windowMs) return undefined;
      this.#activeMs = undefined;
    }
    const standing = this.#standing(hit.timeMs);
    if (isCloser(standing, this.#best)) this.#best = standing;
    const [decisive] = this.rule.needs ?? [];
    this.#sawDecisive ||= decisive === undefined || !standing.missingGroups.includes(decisive);
    if (!isComplete(standing, this.rule.quorum)) return undefined;
    this.#activeMs = hit.timeMs;
    this.#firings += 1;
    const firing = { decision: hit, hits: standing.hits, programs: standing.programs, boot };
    this.#first ??= firing;
    return firing;
  }

  reboot(): void {
    this.#activeMs = undefined;
  }

  #standing(nowMs: number): Standing {
    const sinceMs = nowMs - this.windowMs;
    const hits = this.signals.flatMap((watch) => watch.within(sinceMs) ?? []);
    const sure = new Set(hits.flatMap(({ signal }) => (signal.evidence === 'guess' ? [] : [signal.id])));
    const { needs = [] } = this.rule;
    return {
      hits: hits.toSorted((a, b) => a.timeMs - b.timeMs),
      // Guesses alone are no quorum.
      programs: sure.size === 0 ? 0 : new Set(hits.map(({ signal }) => signal.program)).size,
      missingGroups: needs.filter((group) => !group.some((id) => sure.has(id))),
      forbiddenBy: this.#unless
        .filter((watch) => watch.within(sinceMs) !== undefined)
        .map(({ signal }) => signal.id),
      outOfOrder: isOutOfOrder(this.rule.sequence ?? [], hits),
    };
  }
}

function find(ids: readonly string[], watches: ReadonlyMap<string, SignalWatch>): readonly SignalWatch[] {
  return ids.map((id) => watches.get(id)).filter((watch) => watch !== undefined);
}

function isComplete(standing: Standing, quorum: number): boolean {
  const { programs, missingGroups, forbiddenBy, outOfOrder } = standing;
  return programs >= quorum && missingGroups.length === 0 && forbiddenBy.length === 0 && !outOfOrder;
}

function isCloser(one: Standing, other: Standing): boolean {
  return (
    one.programs > other.programs ||
    (one.programs === other.programs && one.missingGroups.length < other.missingGroups.length) ||
    other.hits.length === 0
  );
}

function isOutOfOrder(sequence: readonly string[], hits: readonly Hit[]): boolean {
  const times = sequence.flatMap((id) => hits.find(({ signal }) => signal.id === id)?.timeMs ?? []);
  return times.some((timeMs, index) => timeMs < (times[index - 1] ?? timeMs));
}
