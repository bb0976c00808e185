import { createHash } from 'node:crypto';
import type { FieldTest, RuleSet, Where } from '../model/rules.ts';

/** Raise it when the engine answers otherwise for the same rules and events: outcomes that older ones stored are then not taken for its own. */
const ENGINE_VERSION = 1;
const DIGITS = 16;

/** Names all that decides: titles, sources and notes can be edited, and outcomes that were stored stay true. */
export function ruleDigest({ name, signals, rules }: RuleSet): string {
  const deciding = [
    ENGINE_VERSION,
    name,
    signals.map(({ id, program, events, where, anyOf = [], after, count, implies, evidence }) => [
      ...[id, program, events, whereText(where), anyOf.map(whereText)],
      ...[after?.signal, after?.within, count?.atLeast, count?.within, implies, evidence],
    ]),
    rules.map(({ id, claim, method, phase, quorum, window, signals: own, needs, sequence, unless }) => [
      ...[id, claim, method, phase, quorum, window, own],
      ...[needs ?? [], sequence ?? [], unless ?? []],
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(deciding)).digest('hex').slice(0, DIGITS);
}

/** Whatever the order of the fields in the file. */
function whereText(where: Where): unknown {
  return sorted(where).map(([name, test]) => [name, testText(test)]);
}

function testText({ not, ...test }: FieldTest): unknown {
  return [sorted(test), not === undefined ? [] : sorted(not)];
}

function sorted<Value>(record: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
