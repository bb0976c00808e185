/**
 * A rule as EQL. One program: a plain query, or a sequence, which has a span, where something must not have come or must come often. Several
 * programs in any order: samples, which have no span.
 */
import type { ExportLoss } from '../../../model/rules-export.ts';
import { durationMs } from '../../duration.ts';
import { alternativesOf, type Alternative, type Step } from '../alternatives.ts';
import { writeTree, type TreeWords } from '../express.ts';
import type { RulePlan } from '../plan.ts';
import type { SaidSignal, SignalPart } from '../say-signal.ts';

export interface Queries {
  readonly queries: readonly string[];
  readonly losses: readonly ExportLoss[];
}

const WORDS: TreeWords = { and: ' and ', or: ' or ', not: (written) => `not (${written})` };

export function queriesOf(plan: RulePlan<string>): Queries {
  const written = alternativesOf(plan).map((alternative) => write(alternative, plan));
  return {
    queries: [...new Set(written.flatMap(({ queries }) => queries))],
    losses: written.flatMap(({ losses }) => losses),
  };
}

function write(alternative: Alternative<string>, plan: RulePlan<string>): Queries {
  const [only] = alternative;
  return alternative.length === 1 && only !== undefined ? alone(only, plan) : together(alternative, plan);
}

function together(alternative: Alternative<string>, { rule, unless }: RulePlan<string>): Queries {
  const counted = alternative.flat().filter(({ signal }) => signal.count !== undefined);
  const steps = alternative.map((step) => step.filter((said) => !counted.includes(said)));
  const { sequence = [] } = rule;
  const losses: readonly ExportLoss[] = [
    ...counted.map((said) => lossOf('narrower', said, 'left out of samples, which do not count')),
    ...unless.map((said) =>
      lossOf('broader', said, 'it does not forbid the rule: a sample has no exclusion'),
    ),
    ...(sequence.length < 2
      ? []
      : [lossOf('broader', null, `the order of ${sequence.join(', ')} is not asked: a sample has none`)]),
    lossOf(
      'broader',
      null,
      `a sample has no span: run it over the last ${rule.window}; over more time it fires on what lies further apart`,
    ),
  ];
  if (steps.some((step) => step.length === 0)) return { queries: [], losses };
  const lines = steps.map((step) => `  [${eventQuery(step)}]`);
  return { queries: [['sample by host.id', ...lines].join('\n')], losses };
}

function alone(step: Step<string>, { rule, unless }: RulePlan<string>): Queries {
  const free = step.filter(({ signal }) => signal.count === undefined);
  const counted = step.filter(({ signal }) => signal.count !== undefined);
  const isOfNextBoot = rule.phase === 'first-boot';
  const forbidden = isOfNextBoot ? [] : unless;
  const plain =
    free.length === 0
      ? []
      : forbidden.length === 0
        ? [eventQuery(free)]
        : [sequenceOf(rule.window, [`![${eventQuery(forbidden)}]`, `[${eventQuery(free)}]`])];
  const often = counted.map((said) =>
    sequenceOf(said.signal.count?.within ?? '', [
      `[${eventQuery([said])}] with runs=${said.signal.count?.atLeast ?? 1}`,
    ]),
  );
  return {
    queries: [...plain, ...often],
    losses: unless.flatMap((said) => forbidLosses(said, isOfNextBoot, counted.length > 0)),
  };
}

/** What an exclusion is worth where the boot before counts too. */
function forbidLosses(
  said: SaidSignal<string>,
  isOfNextBoot: boolean,
  isCounted: boolean,
): readonly ExportLoss[] {
  if (isOfNextBoot)
    return [
      lossOf(
        'broader',
        said,
        'it does not forbid the rule: in the boot before it is what leads to a first boot',
      ),
    ];
  return [
    lossOf('narrower', said, 'it forbids the rule also where it happened in the boot before'),
    ...(isCounted ? [lossOf('broader', said, 'it does not forbid what must come often')] : []),
  ];
}

function sequenceOf(within: string, steps: readonly string[]): string {
  const head = `sequence by host.id with maxspan=${span(within)}`;
  return [head, ...steps.map((step) => `  ${step}`)].join('\n');
}

function eventQuery(step: Step<string>): string {
  const parts = step.flatMap((said) => said.parts);
  const sources = new Set(parts.map(({ source }) => source));
  const [source] = sources;
  const isOne = sources.size === 1 && source !== undefined;
  const conditions = [...new Set(parts.map((part) => partCondition(part, !isOne)))];
  const [only] = conditions;
  const condition =
    conditions.length === 1 && only !== undefined
      ? only
      : `(\n      ${conditions.map((each) => `(${each})`).join(' or\n      ')}\n  )`;
  return `${isOne ? source : 'any'} where host.os.type == "macos" and ${condition}`;
}

function partCondition({ source, actions, tree }: SignalPart<string>, saysSource: boolean): string {
  const written = writeTree(tree, (eql) => eql, WORDS);
  const [action = ''] = actions;
  const is =
    actions.length === 1 ? `== "${action}"` : `in (${actions.map((each) => `"${each}"`).join(', ')})`;
  return [
    ...(saysSource ? [`event.category == "${source}"`] : []),
    `event.action ${is}`,
    tree.kind === 'any' ? `(${written})` : written,
  ].join(' and ');
}

/** Whole units only. */
function span(duration: string): string {
  const ms = durationMs(duration) ?? 0;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${Math.ceil(ms)}ms`;
}

function lossOf(effect: ExportLoss['effect'], said: SaidSignal<string> | null, text: string): ExportLoss {
  return { effect, signal: said?.signal.id ?? null, text };
}
