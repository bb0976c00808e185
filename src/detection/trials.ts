/**
 * The same events under several handicaps at once: with every hundredth, twentieth or fifth event gone, and without one signal each.
 * One pass, one detector a trial.
 */
import type { LossTolerance } from '../model/signal-test.ts';
import type { EsEvent } from '../model/event.ts';
import type { RuleSet } from '../model/rules.ts';
import { Detector } from './engine.ts';
import type { Moment } from './hit.ts';

const LOSS_PERCENT: readonly number[] = [1, 5, 20];
const TRIALS = 10;

interface LossTrial {
  readonly percent: number;
  readonly number: number;
  readonly detector: Detector;
}

export class Trials {
  readonly plain: Detector;
  readonly #loss: readonly LossTrial[];
  readonly #without: readonly { readonly signal: string; readonly detector: Detector }[];
  #index = 0;

  constructor(set: RuleSet) {
    this.plain = new Detector(set);
    const starts = onlyStarts(set);
    this.#loss = LOSS_PERCENT.flatMap((percent) =>
      Array.from({ length: TRIALS }, (_, number) => ({ percent, number, detector: new Detector(starts) })),
    );
    this.#without = starts.signals.map(({ id }) => ({
      signal: id,
      detector: new Detector(withoutSignal(starts, id)),
    }));
  }

  observe(event: EsEvent): void {
    this.plain.observe(event);
    for (const { detector } of this.#without) detector.observe(event);
    this.#index += 1;
    for (const { percent, number, detector } of this.#loss)
      if (draw(this.#index, number) >= percent) detector.observe(event);
  }

  observeProbe(moment: Moment, values: Readonly<Record<string, unknown>>): void {
    this.plain.observeProbe(moment, values);
    for (const { detector } of [...this.#without, ...this.#loss]) detector.observeProbe(moment, values);
  }

  lossOf(rule: string): readonly LossTolerance[] {
    return LOSS_PERCENT.map((percent) => {
      const trials = this.#loss.filter((trial) => trial.percent === percent);
      return {
        percent,
        trials: trials.length,
        fired: trials.filter(({ detector }) => fired(detector, rule)).length,
      };
    });
  }

  /** Signals without which the rule does not fire. */
  fragileOf(rule: string): readonly string[] {
    return this.#without.filter(({ detector }) => !fired(detector, rule)).map(({ signal }) => signal);
  }
}

function fired(detector: Detector, id: string): boolean {
  return detector.rules.some(({ rule, first }) => rule.id === id && first !== undefined);
}

/** Start rules, and the signals they name or lean on. */
function onlyStarts(set: RuleSet): RuleSet {
  const rules = set.rules.filter(({ claim }) => claim === 'start');
  const used = new Set(rules.flatMap(({ signals, unless = [] }) => [...signals, ...unless]));
  for (const { id, after } of set.signals.toReversed())
    if (used.has(id) && after !== undefined) used.add(after.signal);
  return { ...set, rules, signals: set.signals.filter(({ id }) => used.has(id)) };
}

/** As if the signal were never seen; quorums stay. */
export function withoutSignal(set: RuleSet, signal: string): RuleSet {
  const stays = (id: string): boolean => id !== signal;
  return {
    ...set,
    signals: set.signals.filter(({ id }) => stays(id)),
    rules: set.rules.map((rule) => ({
      ...rule,
      signals: rule.signals.filter(stays),
      ...(rule.needs === undefined ? {} : { needs: rule.needs.map((group) => group.filter(stays)) }),
      ...(rule.unless === undefined ? {} : { unless: rule.unless.filter(stays) }),
    })),
  };
}

/** From 0 to 99, the same for an event and a trial every time. */
function draw(index: number, trial: number): number {
  let mixed = Math.imul(index ^ Math.imul(trial + 1, 0x9e37_79b1), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % 100;
}
