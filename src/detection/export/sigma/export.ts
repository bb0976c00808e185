/** Rules as Sigma: one YAML file of several documents. */
import type { ExportLoss } from '../../../model/rules-export.ts';
import type { Rule } from '../../../model/rules.ts';
import { commentLines } from '../comment.ts';
import {
  exporter,
  headLines,
  textFiles,
  type ExportRequest,
  type Written,
  type WrittenRule,
} from '../exporter.ts';
import { planRule } from '../plan.ts';
import { countedSignals } from '../tied-signals.ts';
import { sigmaRule, type SigmaDocument } from './documents.ts';
import { SIGMA } from './fields.ts';
import { yamlDocument } from './yaml.ts';

const GENERAL: readonly ExportLoss[] = [
  {
    effect: 'broader',
    signal: null,
    text: 'Sigma compares without regard to letter case, and two boots count together',
  },
  {
    effect: 'broader',
    signal: null,
    text: 'file_event does not tell making, moving and copying a file apart',
  },
  {
    effect: 'narrower',
    signal: null,
    text: 'where an agent reports new files alone as file_event, what is moved, cloned or copied to a place is not seen',
  },
  {
    effect: 'same',
    signal: null,
    text: 'a correlation that counts, or is made of others, is in the specification 2.1; not every backend converts it',
  },
];

export const exportSigma = exporter({
  general: GENERAL,
  write: writeRule,
  filesOf: textFiles('sigma.yml', fileOf),
});

function writeRule(rule: Rule, { set }: ExportRequest): Written<readonly SigmaDocument[]> {
  const plan = planRule(rule, set, countedSignals(SIGMA, Number.MAX_SAFE_INTEGER));
  if (plan.kind === 'refused') return plan;
  const { documents, losses } = sigmaRule(plan, set.name);
  const { unless = [], sequence = [] } = rule;
  return {
    kind: 'written',
    rule,
    text: documents,
    losses: [
      ...plan.losses.filter(
        ({ signal }) => signal === null || !unless.includes(signal) || rule.signals.includes(signal),
      ),
      ...losses,
      ...unless.map((id): ExportLoss => ({
        effect: 'broader',
        signal: id,
        text: 'it does not forbid the rule: a correlation has no exclusion',
      })),
      ...(sequence.length < 2
        ? []
        : [
            {
              effect: 'broader' as const,
              signal: null,
              text: `the order of ${sequence.join(', ')} is not asked: it would ask for all of them`,
            },
          ]),
    ],
  };
}

/** Parts that several rules share stand in a file once. */
function fileOf(group: readonly WrittenRule<readonly SigmaDocument[]>[]): string {
  const heads = group.flatMap(({ rule, losses }, index) => [
    ...(index === 0 ? [] : ['']),
    ...headLines(rule.title, { rules: [rule], general: index === 0 ? GENERAL : [], losses }),
  ]);
  const documents = new Map(
    group.flatMap(({ text }) => text.map((document) => [document.name, document.content])),
  );
  return `${commentLines('#', heads)}\n${[...documents.values()].map((content) => `---\n${yamlDocument(content)}`).join('')}`;
}
