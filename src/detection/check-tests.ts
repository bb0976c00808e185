/** Conditions that nothing can meet, told before a rule is shipped with them. */
import { catalogueEntry, CATALOGUE } from '../eslogger/catalogue.ts';
import type { FieldTest, Signal, Where } from '../model/rules.ts';
import { plainPath } from './event-view.ts';
import { valuePasses } from './field-test.ts';
import { FIELD_NAMES, fieldOf, PROBE_PREFIX } from './fields.ts';
import { nearest } from '../model/nearest.ts';

const CONDITIONS = ['equals', 'in', 'prefix', 'contains', 'glob', 'bits'] as const;

/** One sentence for each thing about the signal's conditions that is unknown or can never hold. */
export function conditionProblems(signal: Signal): readonly string[] {
  const { events, where, anyOf = [] } = signal;
  if (events.length === 0) return ['it names no event, so it can never be seen'];
  const wheres = [where, ...anyOf];
  return [
    ...events.flatMap(eventProblem),
    ...wheres.flatMap((each) => Object.entries(each).flatMap(([name, test]) => fieldProblems(name, test))),
    ...(anyOf.length > 0 || Object.keys(where).length > 0
      ? []
      : ['it has no condition: every event would be it']),
    ...events.flatMap((event) => impossibleOn(event, where, anyOf)),
  ];
}

function eventProblem(event: string): readonly string[] {
  if (event === '*' || event === 'probe' || catalogueEntry(event) !== undefined) return [];
  const near = nearest(
    event,
    CATALOGUE.map(({ name }) => name),
  );
  return [`no event is called "${event}"${near === undefined ? '' : `; did you mean "${near}"?`}`];
}

function isProbeField(name: string): boolean {
  return name.startsWith(PROBE_PREFIX) && name.length > PROBE_PREFIX.length;
}

/** Every condition must hold on the event, or in each alternative one of them cannot. */
function impossibleOn(event: string, where: Where, anyOf: readonly Where[]): readonly string[] {
  if (event === '*' || eventProblem(event).length > 0) return [];
  const missing = (each: Where): string | undefined =>
    Object.entries(each).find(([name, test]) => !isOn(name, event) && test.absent !== true)?.[0];
  const own = missing(where);
  if (own !== undefined) return [`"${event}" has no ${own}, so it can never be seen there`];
  const [first] = anyOf.map(missing);
  return anyOf.length > 0 && anyOf.every((each) => missing(each) !== undefined)
    ? [`"${event}" has no ${first ?? ''}, so it can never be seen there`]
    : [];
}

function isOn(name: string, event: string): boolean {
  if (isProbeField(name)) return event === 'probe';
  // Unknown fields are told by themselves.
  return fieldOf(name)?.isOn(event) ?? true;
}

function fieldProblems(name: string, test: FieldTest): readonly string[] {
  const field = fieldOf(name);
  if (field === undefined && !isProbeField(name)) {
    const near = nearest(name, FIELD_NAMES);
    return [`no field is called "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`];
  }
  const { not, ...positive } = test;
  const said = CONDITIONS.filter((key) => positive[key] !== undefined);
  if (said.length === 0 && test.absent === undefined && not === undefined)
    return [`the test of ${name} says nothing`];
  if (test.absent !== undefined && said.length > 0) return [`${name} cannot be absent and have a value`];
  return [...contradiction(name, positive), ...(field?.isPath === true ? foldedPaths(name, test) : [])];
}

/** Where only some values are allowed, one of them must pass the rest. */
function contradiction(name: string, test: FieldTest): readonly string[] {
  const allowed = test.equals === undefined ? test.in : [test.equals];
  if (allowed === undefined || allowed.some((value) => valuePasses(test, value))) return [];
  return [`nothing can pass the test of ${name}: its conditions contradict each other`];
}

/** `/private/var/x` is seen as `/var/x`: comparing with the former never holds. */
function foldedPaths(name: string, { equals, in: among = [], prefix, not }: FieldTest): readonly string[] {
  const words = [equals, ...among, prefix, not?.equals, ...(not?.in ?? []), not?.prefix];
  return words
    .filter((word) => word !== undefined)
    .flatMap((word) => {
      const seen = plainPath(word);
      const same = seen === word || `${seen}/` === word;
      return same ? [] : [`${name} never has "${word}"; esdrift sees that path as "${seen}"`];
    });
}
