/**
 * Runs a rule set over events in one pass, the same for a trace and a live stream. Memory follows the rules, the live processes and a bounded
 * number of paths, never the number of events.
 */
import { AppError } from '../errors.ts';
import type { EsEvent, ProcessImage } from '../model/event.ts';
import { KnownPrograms } from '../model/known-programs.ts';
import type { RuleSet } from '../model/rules.ts';
import { ProcessTable } from '../processes/table.ts';
import { ruleSetProblems } from './check-rules.ts';
import { durationMs } from './duration.ts';
import { EventView } from './event-view.ts';
import { handoffsAskedFor } from './handoff-tests.ts';
import { HANDOFF_EVENTS, HandoffWatch, type Hand } from './handoff-watch.ts';
import { hitOf, probeHit, type Hit, type Moment } from './hit.ts';
import { OpenSignals } from './open-signals.ts';
import { RuleWatch, type Firing } from './rule-watch.ts';
import { SignalWatch } from './signal-watch.ts';

export interface DetectorOptions {
  /** Called at the event that decided. */
  readonly onFiring?: (watch: RuleWatch, firing: Firing) => void;
  /** A table that somebody else keeps, who gives it each event before the detector gets it. Absent: the detector keeps one of its own. */
  readonly processes?: ProcessTable;
}

/** What is known of a program. */
interface KnownProgram {
  readonly signals: OpenSignals;
  /** Absent where no rule asks who put something there. */
  readonly hand: Hand | undefined;
}

/** An end of a boot, as far as the events show it. */
export interface Boot {
  readonly first: Moment;
  last: Moment;
}

/** Far more than eslogger has. */
const MOST_TYPES = 1_024;
const LIFE_EVENTS = ['fork', 'exec', 'exit'];

/** Errors: rules-invalid. */
export function checkRuleSet(set: RuleSet, sourceName: string): void {
  const problems = ruleSetProblems(set);
  if (problems.length === 0) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more problems)` : '';
  throw new AppError(
    'rules-invalid',
    `${sourceName}: ${problems[0] ?? ''}${more}`,
    'Correct the rules: `esdrift explain fields` lists what they can ask for.',
  );
}

export class Detector {
  readonly #watches: ReadonlyMap<string, SignalWatch>;
  readonly #byEvent = new Map<string, SignalWatch[]>();
  readonly #always: readonly SignalWatch[];
  readonly #watchesOn = new Map<string, readonly SignalWatch[]>();
  readonly #programs = new KnownPrograms<ProcessImage, KnownProgram>((image) => this.#workOut(image));
  readonly #rulesOf = new Map<string, RuleWatch[]>();
  readonly #lookBackMs = new Map<string, number>();
  readonly #table: ProcessTable;
  readonly #keepsTable: boolean;
  readonly #handoffs: HandoffWatch | undefined;
  readonly #options: DetectorOptions;
  readonly rules: readonly RuleWatch[];
  readonly #boots: Boot[] = [];
  readonly #early = new Set<string>();
  #bootNumber = -1;
  #startMs: number | undefined;
  #events = 0;

  /** The rule set was checked before. */
  constructor(set: RuleSet, options: DetectorOptions = {}) {
    this.#options = options;
    this.#table = options.processes ?? new ProcessTable();
    this.#keepsTable = options.processes === undefined;
    const watches = set.signals.map((signal) => new SignalWatch(signal));
    this.#watches = new Map(watches.map((watch) => [watch.signal.id, watch]));
    this.#always = watches.filter(({ signal }) => signal.events.includes('*'));
    for (const watch of watches) for (const event of watch.signal.events) push(this.#byEvent, event, watch);
    this.rules = set.rules.map((rule) => new RuleWatch(rule, this.#watches));
    for (const rule of this.rules) {
      for (const id of rule.rule.signals) push(this.#rulesOf, id, rule);
      for (const id of [...rule.rule.signals, ...(rule.rule.unless ?? [])])
        this.#lookBackMs.set(id, Math.max(this.#lookBackMs.get(id) ?? 0, rule.windowMs));
    }
    const isAskedFor = handoffsAskedFor(set);
    this.#handoffs = isAskedFor === undefined ? undefined : new HandoffWatch(isAskedFor);
  }

  /** Event types that must be decoded; undefined: all of them. */
  get eventTypes(): ReadonlySet<string> | undefined {
    if (this.#always.length > 0) return undefined;
    return new Set([
      ...LIFE_EVENTS,
      ...this.#byEvent.keys(),
      ...(this.#handoffs === undefined ? [] : HANDOFF_EVENTS),
    ]);
  }

  get events(): number {
    return this.#events;
  }

  /** Time of the first event, ms since the epoch. */
  get startMs(): number {
    return this.#startMs ?? 0;
  }

  /** Boots of the machine within the recording, oldest first. */
  get boots(): readonly Boot[] {
    return this.#boots;
  }

  /** Signals whose hit says that something happened before the recording began. */
  get early(): ReadonlySet<string> {
    return this.#early;
  }

  watchOf(signal: string): SignalWatch | undefined {
    return this.#watches.get(signal);
  }

  /** Takes the next event, in order of (segment, global_seq_num). */
  observe(event: EsEvent): void {
    this.#startMs ??= event.timeMs;
    this.#events += 1;
    if (this.#keepsTable) this.#table.apply(event);
    this.#enter(event);
    const actor = this.#programs.of(event.process);
    const open = this.#openFor(event, actor);
    if (open.length > 0) {
      const view = new EventView(event, this.#table, this.#handoffs, actor.hand);
      for (const watch of open) this.#look(watch, view);
    }
    if (actor.hand !== undefined) this.#handoffs?.apply(event, actor.hand);
  }

  /** State that the recorder asked for, at its place among the events. */
  observeProbe(moment: Moment, values: Readonly<Record<string, unknown>>): void {
    for (const watch of this.#byEvent.get('probe') ?? []) {
      if (!watch.matchesProbe(values)) continue;
      this.#take(
        watch,
        probeHit(watch.signal, moment, Object.keys(watch.signal.where).join(', '), this.startMs),
      );
    }
  }

  #workOut(image: ProcessImage): KnownProgram {
    return {
      signals: new OpenSignals(image, (type) => this.#watchesOf(type)),
      hand: this.#handoffs?.handOf(image),
    };
  }

  /** Signals that the event may be, in their order, as far as its programs say. */
  #openFor({ type, payload }: EsEvent, actor: KnownProgram): readonly SignalWatch[] {
    const acting = actor.signals.whereItActs(type);
    if (acting.length === 0 || payload.kind !== 'exec') return acting;
    const started = this.#programs.of(payload.target).signals.whereItStarts(type);
    return started.filter((watch) => acting.includes(watch));
  }

  /** Those that name the type, then those that look at every event. */
  #watchesOf(type: string): readonly SignalWatch[] {
    let watches = this.#watchesOn.get(type);
    if (watches === undefined) {
      watches = [...(this.#byEvent.get(type) ?? []), ...this.#always];
      if (this.#watchesOn.size < MOST_TYPES) this.#watchesOn.set(type, watches);
    }
    return watches;
  }

  #enter(event: EsEvent): void {
    if (this.#table.boot !== this.#bootNumber) {
      this.#bootNumber = this.#table.boot;
      const { time, timeMs, segment } = event;
      const moment = { time, timeMs, segment };
      this.#boots.push({ first: moment, last: moment });
      for (const watch of this.#watches.values()) watch.reboot();
      for (const rule of this.rules) rule.reboot();
      return;
    }
    const boot = this.#boots.at(-1);
    if (boot !== undefined && event.timeMs >= boot.last.timeMs) boot.last = event;
  }

  #look(watch: SignalWatch, view: EventView): void {
    if (watch.matches(view)) this.#take(watch, hitOf(watch.signal, view.event, this.startMs));
  }

  #take(watch: SignalWatch, hit: Hit): void {
    const { signal } = watch;
    if (!this.#followsOn(watch, hit)) return;
    if (!watch.add(hit, this.#lookBackMs.get(signal.id) ?? 0)) return;
    if (signal.implies !== undefined && this.#watches.get(signal.implies)?.last === undefined)
      this.#early.add(signal.id);
    for (const rule of this.#rulesOf.get(signal.id) ?? []) {
      const firing = rule.update(hit, this.#bootNumber);
      if (firing !== undefined) this.#options.onFiring?.(rule, firing);
    }
  }

  #followsOn({ signal: { after } }: SignalWatch, hit: Hit): boolean {
    if (after === undefined) return true;
    const before = this.#watches.get(after.signal)?.last;
    return before !== undefined && hit.timeMs - before.timeMs <= (durationMs(after.within) ?? 0);
  }
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
