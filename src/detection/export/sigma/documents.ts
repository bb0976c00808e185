/**
 * A rule as Sigma documents: one for each signal and log source, and correlations that make a quorum of them. A program with several signals
 * is an event_count of one or more; the quorum is a temporal correlation that asks for so many of the programs; each need is one more that
 * must be there.
 */
import type { ExportLoss } from '../../../model/rules-export.ts';
import type { Rule, Signal } from '../../../model/rules.ts';
import { durationMs } from '../../duration.ts';
import { withSureNeed, type RulePlan } from '../plan.ts';
import type { SaidSignal, SignalPart } from '../say-signal.ts';
import { HOST_FIELD, PROCESS_CATEGORY, type Selection } from './fields.ts';
import { detectionOf } from './detection.ts';
import { signalName, underscored, uuidOf } from './names.ts';
import type { YamlValue } from './yaml.ts';

export interface SigmaDocument {
  readonly name: string;
  readonly content: { readonly [key: string]: YamlValue };
}

export interface SigmaRule {
  /** What is reported comes first, then what it is made of. */
  readonly documents: readonly SigmaDocument[];
  readonly losses: readonly ExportLoss[];
}

const LOG_SOURCE =
  'Events of Endpoint Security. Fields beyond the taxonomy are named as in the Elastic Common Schema: process.code_signature.signing_id, .team_id, host.name. ' +
  'file_event has to tell files that are moved, cloned and copied to a place as well as new ones.';

export function sigmaRule(plan: RulePlan<Selection>, ruleSet: string): SigmaRule {
  const maker = new DocumentMaker(plan, ruleSet);
  const units = new Map(plan.signals.map((said) => [said.signal.id, maker.signal(said)]));
  const namesOf = (signals: readonly SaidSignal<Selection>[]): readonly string[] =>
    signals.flatMap(({ signal }) => units.get(signal.id) ?? []);
  const needs = withSureNeed(plan).map((group, index) =>
    maker.one(namesOf(group), `need_${index + 1}`, `What ${plan.rule.id} needs`),
  );
  const { quorum } = plan.rule;
  const programs =
    quorum === 1 && needs.length > 0
      ? []
      : plan.programs.map(({ name, signals }, index) =>
          maker.one(namesOf(signals), `program_${index + 1}`, `A signal of ${name}`),
        );
  const isCounted = quorum > 1;
  const parts = [
    ...(programs.length === 0
      ? []
      : [isCounted ? maker.some(programs, quorum) : maker.one(programs, 'any', plan.rule.title)]),
    ...needs,
  ];
  const top = maker.every([...new Set(parts)]);
  return { documents: maker.inOrder(top), losses: isCounted && needs.length > 0 ? [CHAINED] : [] };
}

const CHAINED: ExportLoss = {
  effect: 'broader',
  signal: null,
  text: 'a correlation of correlations: what is needed may lie up to one more window from the rest',
};

class DocumentMaker {
  readonly #rule: Rule;
  readonly #ruleSet: string;
  readonly #signals: readonly Signal[];
  readonly #documents = new Map<string, SigmaDocument>();

  constructor({ rule, signals }: RulePlan<Selection>, ruleSet: string) {
    this.#rule = rule;
    this.#signals = signals.map(({ signal }) => signal);
    this.#ruleSet = ruleSet;
  }

  /** Names of the documents of which one must match. */
  signal(said: SaidSignal<Selection>): readonly string[] {
    const { signal, parts } = said;
    const raw = parts.map((part, index) => {
      const kind = part.source === PROCESS_CATEGORY ? 'process' : 'file';
      const more = parts.slice(0, index).some(({ source }) => source === part.source) ? `_${index + 1}` : '';
      return this.#add(signalName(signal.id, `${kind}${more}`), (name) => this.#base(name, signal, part));
    });
    const { count } = signal;
    if (count === undefined) return raw;
    const often = signalName(signal.id, 'often');
    return [this.#count(often, `${signal.title}, often`, raw, count.within, count.atLeast)];
  }

  /** One of them. */
  one(names: readonly string[], part: string, title: string): string {
    const [only] = names;
    if (names.length === 1 && only !== undefined) return only;
    return this.#count(this.#ownName(part), title, names, this.#rule.window, 1);
  }

  #count(name: string, title: string, rules: readonly string[], within: string, atLeast: number): string {
    return this.#correlate(name, title, {
      type: 'event_count',
      rules,
      'group-by': [HOST_FIELD],
      timespan: span(within),
      condition: { gte: atLeast },
    });
  }

  some(names: readonly string[], atLeast: number): string {
    return this.#correlate(this.#ownName('quorum'), `${atLeast} programs of ${this.#rule.id}`, {
      type: 'temporal',
      rules: names,
      'group-by': [HOST_FIELD],
      timespan: span(this.#rule.window),
      condition: { gte: atLeast },
    });
  }

  every(names: readonly string[]): string {
    const [only] = names;
    if (names.length === 1 && only !== undefined) return only;
    return this.#correlate(this.#ownName('all'), this.#rule.title, {
      type: 'temporal',
      rules: names,
      'group-by': [HOST_FIELD],
      timespan: span(this.#rule.window),
    });
  }

  /** The one that is reported carries what people read, under a name of its own: its parts may be parts of other rules too. */
  inOrder(top: string): readonly SigmaDocument[] {
    const all = [...this.#documents.values()];
    const rest = all.filter(({ name }) => name !== top);
    const content = this.#documents.get(top)?.content ?? {};
    const name = this.#ownName('alert');
    return [{ name, content: { ...this.#told(name), ...without(content, TOLD) } }, ...rest];
  }

  #told(name: string): SigmaDocument['content'] {
    const { id, title, status, note, claim } = this.#rule;
    const isProven = status === 'proven';
    return {
      title: title.slice(0, LONGEST_TITLE),
      id: uuidOf(this.#ruleSet, name),
      name,
      status: isProven ? 'test' : 'experimental',
      description: `${note} From the rule ${id} of esdrift${isProven ? '' : ', proven on synthetic recordings alone'}.`,
      ...falsePositivesOf(this.#signals),
      level: claim === 'phase' ? 'informational' : 'low',
    };
  }

  #ownName(part: string): string {
    return `esdrift_rule_${underscored(this.#rule.id)}_${part}`;
  }

  #base(name: string, signal: Signal, part: SignalPart<Selection>): SigmaDocument {
    const content = {
      title: signal.title.slice(0, LONGEST_TITLE),
      id: uuidOf(this.#ruleSet, name),
      name,
      status: this.#rule.status === 'experimental' ? 'experimental' : 'test',
      description: `${signal.title}. Evidence: ${signal.evidence} (${signal.source}). A signal, no alert by itself.`,
      logsource: { product: 'macos', category: part.source, definition: LOG_SOURCE },
      detection: detectionOf(part.tree),
      ...falsePositivesOf([signal]),
      level: 'informational',
    };
    return { name, content };
  }

  #correlate(name: string, title: string, correlation: { readonly [key: string]: YamlValue }): string {
    return this.#add(name, () => ({
      name,
      content: {
        title: title.slice(0, LONGEST_TITLE),
        id: uuidOf(this.#ruleSet, name),
        name,
        correlation,
      },
    }));
  }

  #add(name: string, make: (name: string) => SigmaDocument): string {
    if (!this.#documents.has(name)) this.#documents.set(name, make(name));
    return name;
  }
}

const LONGEST_TITLE = 256;

/** What the document that is reported says of itself. */
const TOLD: ReadonlySet<string> = new Set([
  'title',
  'id',
  'name',
  'status',
  'description',
  'falsepositives',
  'level',
]);

function without(content: SigmaDocument['content'], keys: ReadonlySet<string>): SigmaDocument['content'] {
  return Object.fromEntries(Object.entries(content).filter(([key]) => !keys.has(key)));
}

/** Sigma takes none that is shorter than two letters. */
function falsePositivesOf(signals: readonly Signal[]): SigmaDocument['content'] {
  const texts = [...new Set(signals.flatMap(({ falsePositives }) => falsePositives))];
  const falsepositives = texts.filter((text) => text.length > 1);
  return falsepositives.length === 0 ? {} : { falsepositives };
}

/** Sigma knows s, m, h and d, whole numbers. */
function span(duration: string): string {
  const seconds = Math.max(1, Math.ceil((durationMs(duration) ?? 0) / 1000));
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
