/** One signal in the words of a target: on each of its event types, as far as the target has them. */
import type { ExportLoss } from '../../model/rules-export.ts';
import type { Signal } from '../../model/rules.ts';
import { conditionOn, isAlways, isNever } from './condition.ts';
import { express, loss, unsaid, type Answer, type AskField, type Loss, type Tree } from './express.ts';

export type Place =
  /** `source`: table, category or data set; `action`: how the event type is called there. */
  | {
      readonly kind: 'place';
      readonly source: string;
      readonly action: string;
      readonly losses: readonly Loss[];
    }
  | { readonly kind: 'unsaid'; readonly why: string };

export interface Dialect<Leaf> {
  readonly tool: string;
  /** What it sees of "any event at all". */
  readonly eventTypes: readonly string[];
  readonly placeOf: (eventType: string) => Place;
  readonly askOn: (eventType: string) => AskField<Leaf>;
}

export interface SignalPart<Leaf> {
  readonly source: string;
  readonly actions: readonly string[];
  readonly tree: Tree<Leaf>;
}

export interface SaidSignal<Leaf> {
  readonly kind: 'said';
  readonly signal: Signal;
  readonly parts: readonly SignalPart<Leaf>[];
  readonly losses: readonly ExportLoss[];
}

export type SignalAnswer<Leaf> =
  SaidSignal<Leaf> | { readonly kind: 'unsaid'; readonly signal: Signal; readonly why: string };

export function saySignal<Leaf>(signal: Signal, dialect: Dialect<Leaf>): SignalAnswer<Leaf> {
  const isAny = signal.events.includes('*');
  const types = isAny ? dialect.eventTypes : signal.events;
  const tried = types.map((type) => ({ type, answer: sayOn(signal, type, dialect) }));
  const parts = tried.flatMap(({ answer }) => (answer.kind === 'part' ? [answer.part] : []));
  const missing = Map.groupBy(
    tried.flatMap(({ type, answer }) => (answer.kind === 'unsaid' ? [{ type, why: answer.why }] : [])),
    ({ why }) => why,
  );
  if (parts.length === 0)
    return { kind: 'unsaid', signal, why: [...missing.keys()].join('; ') || 'nothing there can show it' };
  const losses = [
    ...(isAny ? [loss('narrower', `of its events only ${types.join(', ')} are looked at`)] : []),
    ...[...missing].map(([why, lost]) =>
      loss('narrower', `${lost.map(({ type }) => type).join(', ')}: left out (${why})`),
    ),
    ...tried.flatMap(({ answer }) => (answer.kind === 'part' ? answer.losses : [])),
  ];
  return { kind: 'said', signal, parts: merged(parts), losses: distinct(losses, signal.id) };
}

type Tried<Leaf> =
  | { readonly kind: 'part'; readonly part: SignalPart<Leaf>; readonly losses: readonly Loss[] }
  | { readonly kind: 'unsaid'; readonly why: string }
  /** Not there in esdrift either. */
  | { readonly kind: 'never' };

function sayOn<Leaf>(signal: Signal, eventType: string, dialect: Dialect<Leaf>): Tried<Leaf> {
  const condition = conditionOn(signal, eventType);
  if (isNever(condition)) return { kind: 'never' };
  const place = dialect.placeOf(eventType);
  if (place.kind === 'unsaid') return place;
  const answer: Answer<Leaf> = isAlways(condition)
    ? unsaid(`every ${eventType} would be it`)
    : express(condition, dialect.askOn(eventType));
  if (answer.kind === 'unsaid') return answer;
  const { source, action } = place;
  return {
    kind: 'part',
    part: { source, actions: [action], tree: answer.tree },
    losses: [...place.losses, ...answer.losses],
  };
}

/** Event types that are asked the same are asked together. */
function merged<Leaf>(parts: readonly SignalPart<Leaf>[]): readonly SignalPart<Leaf>[] {
  const groups = Map.groupBy(parts, ({ source, tree }) => JSON.stringify([source, tree]));
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [{ ...first, actions: [...new Set([first, ...rest].flatMap(({ actions }) => actions))] }],
  );
}

export function distinct(losses: readonly Loss[], signal: string | null): readonly ExportLoss[] {
  const seen = new Map(losses.map(({ effect, text }) => [`${effect} ${text}`, { effect, signal, text }]));
  return [...seen.values()];
}
