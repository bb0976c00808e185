/** What became of each detection rule between the two sides, as the report says it. */
import type { ComparedRule, RuleChange, RuleComparison, RuleSide } from '../model/rule-comparison.ts';
import { formatDuration } from '../report/duration.ts';
import { button, el } from './dom.ts';
import { leadLine } from './lead-line.ts';
import type { Sign } from './words.ts';

const CHANGES: Readonly<Record<RuleChange, Sign>> = {
  broken: { sign: '▲', word: 'broken' },
  'false-alarm': { sign: '▲', word: 'false alarm' },
  late: { sign: '◆', word: 'later' },
  weaker: { sign: '◆', word: 'weaker' },
  gained: { sign: '+', word: 'fires now' },
  holds: { sign: '=', word: 'holds' },
  silent: { sign: '○', word: 'silent' },
  unknown: { sign: '?', word: 'not known' },
};

export function ruleComparisonTable(
  comparison: RuleComparison,
  showFinding: (id: string) => void,
): HTMLElement {
  const { rules, before, after, ruleSet, file } = comparison;
  const longest = Math.max(1, ...rules.flatMap((rule) => [rule.before.leadMs ?? 0, rule.after.leadMs ?? 0]));
  return el(
    'div',
    {},
    el(
      'p',
      { class: 'note' },
      `Rules ${ruleSet}${file === null ? '' : ` (${file})`}, tried on ${before.runs} of ${before.of} runs before and ${after.runs} of ${after.of} after.`,
    ),
    el(
      'div',
      {
        class: 'scroll',
        tabIndex: 0,
        role: 'group',
        aria: { label: 'What became of each rule, scrolls sideways' },
      },
      el(
        'table',
        { class: 'rules' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            ...['rule', 'what became of it', 'lead before', 'lead after'].map((head) => el('th', {}, head)),
          ),
        ),
        el('tbody', {}, ...rules.map((rule) => ruleRow(rule, longest, showFinding))),
      ),
    ),
  );
}

function ruleRow(rule: ComparedRule, longest: number, showFinding: (id: string) => void): HTMLElement {
  const { sign, word } = CHANGES[rule.change];
  return el(
    'tr',
    { class: `rule-change-${rule.change}` },
    el('td', {}, el('div', {}, rule.title), el('code', { class: 'dim' }, rule.id)),
    el(
      'td',
      {},
      el('strong', {}, el('span', { class: 'sign', aria: { hidden: 'true' } }, sign), word),
      el('div', { class: 'dim' }, rule.sentence),
      rule.findings.length === 0
        ? null
        : el(
            'div',
            { class: 'actions' },
            ...rule.findings.slice(0, 3).map((id) => button(`Finding ${id}`, () => showFinding(id))),
          ),
    ),
    leadCell(rule.before, longest),
    leadCell(rule.after, longest),
  );
}

function leadCell({ runs, fired, leadMs }: RuleSide, longest: number): HTMLElement {
  if (runs === 0) return el('td', { class: 'dim' }, 'not tried');
  return el(
    'td',
    {},
    leadMs === null ? null : leadLine(leadMs, longest, formatDuration(leadMs)),
    el('div', { class: 'dim' }, `fired in ${fired} of ${runs}`),
  );
}
