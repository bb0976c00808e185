/**
 * The file form of a profile or baseline: JSON for people to review in a pull request. Keys in a fixed order, facts grouped by kind and
 * sorted by plain code units, one run part and one fact a line, LF. The same set gives the same bytes on any machine.
 */
import { AppError } from '../errors.ts';
import {
  FACT_KINDS,
  type Fact,
  type FactSet,
  type FactSetDocument,
  type StoredFact,
} from '../model/facts.ts';
import { compareFacts } from '../facts/fact-table.ts';
import type { RuleOutcome, RuleOutcomes } from '../model/rule-outcomes.ts';
import { canonicalText } from './canonical-text.ts';
import { outcomesProblem } from './rule-outcomes.ts';

export function serializeFactSet(set: FactSet): string {
  const document = toDocument(set);
  const { facts, runs, ruleOutcomes, ...head } = document;
  const lines = Object.entries(head)
    .filter(([key]) => !['collapsed', 'stability', 'ruleOutcomes'].includes(key))
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${canonicalText(value)},`);
  if (document.stability !== undefined) lines.push(`  "stability": ${canonicalText(document.stability)},`);
  lines.push(`  "runs": ${list(runs.map(runText), '  ')},`);
  lines.push(
    `  "collapsed": ${list(
      document.collapsed.map((mark) => JSON.stringify(mark)),
      '  ',
    )},`,
  );
  if (ruleOutcomes !== undefined)
    lines.push(`  "ruleOutcomes": ${list(ruleOutcomes.map(outcomesText), '  ')},`);
  const kinds = FACT_KINDS.map(
    (kind) => `    ${JSON.stringify(kind)}: ${list(facts[kind].map(factText), '    ')}`,
  );
  lines.push(`  "facts": {\n${kinds.join(',\n')}\n  }`);
  return `{\n${lines.join('\n')}\n}\n`;
}

export function toDocument(set: FactSet): FactSetDocument {
  const { kind, formatVersion, producer, normalizer, runs, collapsed, stability, ruleOutcomes } = set;
  const grouped = new Map(FACT_KINDS.map((name): [string, StoredFact[]] => [name, []]));
  for (const fact of set.facts.toSorted(compareFacts)) grouped.get(fact.kind)?.push(stored(fact));
  const of = (name: string): readonly StoredFact[] => grouped.get(name) ?? [];
  return {
    kind,
    formatVersion,
    producer,
    normalizer,
    runs,
    collapsed: collapsed.toSorted(),
    facts: {
      program: of('program'),
      launch: of('launch'),
      responsible: of('responsible'),
      arguments: of('arguments'),
      file: of('file'),
      handoff: of('handoff'),
      event: of('event'),
      shape: of('shape'),
    },
    ...(stability !== undefined ? { stability } : {}),
    ...(ruleOutcomes !== undefined ? { ruleOutcomes } : {}),
  };
}

/** The set a validated document holds. Throws `document-invalid` where vectors and runs do not match, or a key comes twice. */
export function fromDocument(document: FactSetDocument, sourceName: string): FactSet {
  const facts = FACT_KINDS.flatMap((kind) => document.facts[kind].map((fact): Fact => ({ kind, ...fact })));
  // What we wrote is in order already, and each once.
  const isInOrder = facts.every((fact, index) => {
    const previous = facts[index - 1];
    return previous === undefined || compareFacts(previous, fact) < 0;
  });
  if (!isInOrder) facts.sort(compareFacts);
  const { length } = document.runs;
  facts.forEach((fact, index) => {
    if (!isOfRuns(fact, length)) refuse(sourceName, `${nameOf(fact)} does not have one number for each run`);
    const previous = facts[index - 1];
    if (!isInOrder && previous !== undefined && compareFacts(previous, fact) === 0)
      refuse(sourceName, `${nameOf(fact)} is there twice`);
  });
  const upgrades = document.runs.filter(({ role }) => role === 'upgrade').length;
  if (
    document.stability !== undefined &&
    document.stability.newFacts.upgrade.length !== (upgrades === 0 ? length : upgrades)
  )
    refuse(sourceName, 'what it says of its stability is of other runs');
  const traces = new Set(document.runs.map((run) => run.trace));
  if (traces.size !== length) refuse(sourceName, 'a recording is listed twice');
  const problem = outcomesProblem(document.ruleOutcomes ?? [], traces);
  if (problem !== undefined) refuse(sourceName, problem);
  return { ...document, facts };
}

function isOfRuns({ counts, firstMs, attributes }: Fact, runs: number): boolean {
  if (counts.length !== runs || firstMs.length !== runs) return false;
  if (attributes === undefined) return true;
  return Object.values(attributes).every((values) =>
    Object.values(values).every((vector) => vector.length === runs),
  );
}

function nameOf({ kind, key }: Fact): string {
  return `${kind} ${JSON.stringify(key)}`;
}

function refuse(sourceName: string, what: string): never {
  throw new AppError(
    'document-invalid',
    `${sourceName}: ${what}.`,
    'A merge conflict may have been resolved by hand. Make it again: esdrift baseline create TRACE… -o FILE --force',
  );
}

function stored(fact: Fact): StoredFact {
  const { key, counts, firstMs, attributes, evidence } = fact;
  return {
    key,
    counts,
    firstMs: firstMs.map((ms) => Math.round(ms)),
    ...(attributes !== undefined ? { attributes } : {}),
    ...(evidence !== undefined ? { evidence } : {}),
  };
}

function factText(fact: StoredFact): string {
  const parts = [
    `"key":${JSON.stringify(fact.key)}`,
    `"counts":${JSON.stringify(fact.counts)}`,
    `"firstMs":${JSON.stringify(fact.firstMs)}`,
  ];
  if (fact.attributes !== undefined) parts.push(`"attributes":${canonicalText(fact.attributes)}`);
  if (fact.evidence !== undefined) parts.push(`"evidence":${canonicalText(fact.evidence)}`);
  return `{${parts.join(',')}}`;
}

/** One line a part, in the order of the model, so that a review shows which part of a run differs. */
function runText(run: object): string {
  const parts = Object.entries(run)
    .sort(([a], [b]) => (a === 'trace' ? -1 : b === 'trace' ? 1 : a < b ? -1 : 1))
    .map(([key, value]) => `      ${JSON.stringify(key)}: ${canonicalText(value)}`);
  return `{\n${parts.join(',\n')}\n    }`;
}

/** One rule and one signal a line. */
function outcomesText({ ruleSet, digest, traces, rules, signals }: RuleOutcomes): string {
  const parts = [
    ...Object.entries({ ruleSet, digest, traces }).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    ),
    `"rules": ${list(rules.map(ruleText), '      ')}`,
    `"signals": ${list(
      signals.map(({ id, firstMs }) => JSON.stringify({ id, firstMs })),
      '      ',
    )}`,
  ];
  return `{\n${parts.map((part) => `      ${part}`).join(',\n')}\n    }`;
}

function ruleText({ id, state, firedMs, evidence }: RuleOutcome): string {
  const parts = [
    `"id":${JSON.stringify(id)}`,
    `"state":${JSON.stringify(state)}`,
    `"firedMs":${JSON.stringify(firedMs)}`,
  ];
  if (evidence !== undefined) parts.push(`"evidence":${canonicalText(evidence)}`);
  return `{${parts.join(',')}}`;
}

function list(items: readonly string[], indent: string): string {
  return items.length === 0
    ? '[]'
    : `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`;
}
