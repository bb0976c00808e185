/** What the detection rules say of the recordings: which fired, when, and how long before the restart. */
import type { RuleState } from '../model/detection.ts';
import type { PageDocument, PageRecording, PageRule } from '../model/page.ts';
import type { RuleComparison } from '../model/rule-comparison.ts';
import { formatDuration, formatOffset } from '../report/duration.ts';
import { el } from './dom.ts';
import { leadLine } from './lead-line.ts';
import { ruleComparisonTable } from './rule-comparison.ts';
import { nothing, section } from './section.ts';
import { baseName } from './words.ts';

const STATES: Readonly<Record<RuleState, { readonly sign: string; readonly word: string }>> = {
  fired: { sign: '●', word: 'fired' },
  partial: { sign: '◐', word: 'some of its programs only' },
  blocked: { sign: '⊘', word: 'blocked' },
  silent: { sign: '○', word: 'silent' },
  'not-recorded': { sign: '?', word: 'could not fire: not recorded' },
};

export function ruleSection(
  page: PageDocument,
  comparison: RuleComparison | null,
  showFinding: (id: string) => void,
): HTMLElement {
  const info = {
    id: 'rules',
    title: 'Detection rules',
    lead: 'Lead time is what a rule leaves between its firing and the restart. A bar is as long as the lead, on one scale.',
  };
  const judged = page.recordings.filter(({ detection }) => detection !== null);
  const compared = comparison === null ? null : ruleComparisonTable(comparison, showFinding);
  const drawn = ruleTable(judged);
  if (drawn === null)
    return section(
      info,
      compared ??
        nothing('Rules run over events, and neither side is a trace: baselines and profiles hold none.'),
    );
  const missing = page.recordings.filter(({ detection }) => detection === null);
  return section(
    info,
    compared,
    compared === null ? null : el('h3', {}, 'In the recordings that are drawn here'),
    ...missing.map(({ side }) =>
      el(
        'p',
        { class: 'note' },
        `${side === 'before' ? 'Before' : 'After'} is a baseline: it holds no events that rules could run over.`,
      ),
    ),
    ...judged.map((recording) =>
      verdictLine(recording, recording.side === 'before' ? 'Before: ' : 'After: '),
    ),
    drawn,
  );
}

/** What the rules say of a recording that was opened in the page. */
export function openedRules(recording: PageRecording): HTMLElement {
  return el(
    'div',
    {},
    el('h3', {}, 'Detection rules'),
    verdictLine(recording, ''),
    recording.phases.length === 0
      ? null
      : el(
          'p',
          { class: 'note' },
          `Phases: ${recording.phases.map(({ phase, offsetMs }) => `${phase} ${formatOffset(offsetMs)}`).join(', ')}`,
        ),
    ruleTable([recording], () => 'fired at') ?? nothing('No rule was tried.'),
  );
}

/** Null where no rule was tried. */
function ruleTable(judged: readonly PageRecording[], head = headOf): HTMLElement | null {
  const rules = rulesOf(judged);
  if (rules.length === 0) return null;
  const longest = Math.max(
    1,
    ...judged.flatMap(({ detection }) => detection?.rules.map(({ leadMs }) => leadMs ?? 0) ?? []),
  );
  return el(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'group', aria: { label: 'Detection rules, scrolls sideways' } },
    el(
      'table',
      { class: 'rules' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {}, 'rule'),
          el('th', {}, 'phase'),
          ...judged.map((recording) => el('th', {}, head(recording, judged))),
        ),
      ),
      el(
        'tbody',
        {},
        ...rules.map((rule) =>
          el(
            'tr',
            {},
            el('td', {}, el('div', {}, rule.title), el('code', { class: 'dim' }, rule.id)),
            el('td', {}, rule.phase),
            ...judged.map(({ detection }) => {
              const own = detection?.rules.find(({ id }) => id === rule.id);
              return own === undefined ? el('td', {}, '–') : ruleCell(own, longest);
            }),
          ),
        ),
      ),
    ),
  );
}

function rulesOf(recordings: readonly PageRecording[]): readonly PageRule[] {
  const known = new Map<string, PageRule>();
  for (const { detection } of recordings)
    for (const rule of detection?.rules ?? []) if (!known.has(rule.id)) known.set(rule.id, rule);
  return [...known.values()];
}

function headOf({ side, name }: PageRecording, judged: readonly PageRecording[]): string {
  const word = side === 'before' ? 'before' : 'after';
  return judged.filter((one) => one.side === side).length > 1 ? `${word}: ${baseName(name)}` : word;
}

function verdictLine({ detection }: PageRecording, title: string): HTMLElement {
  const started = detection?.startedMs ?? null;
  const restart = detection?.restartMs ?? null;
  const lead =
    started === null || restart === null ? '' : `, ${formatDuration(restart - started)} before the restart`;
  return el(
    'p',
    { class: 'note' },
    el('strong', {}, title),
    detection?.method === 'none'
      ? 'no upgrade began'
      : `${detection?.method ?? 'unknown'}, confidence ${detection?.confidence ?? 'none'}`,
    started === null ? '' : `, known at ${formatOffset(started)}${lead}`,
    ` (rules: ${detection?.ruleSet ?? ''})`,
  );
}

function ruleCell(rule: PageRule, longest: number): HTMLElement {
  const { sign, word } = STATES[rule.state];
  return el(
    'td',
    { class: `rule-${rule.state}`, title: rule.reason },
    el(
      'div',
      {},
      el('span', { class: 'sign', aria: { hidden: 'true' } }, sign),
      ' ',
      rule.state === 'fired' && rule.offsetMs !== null ? formatOffset(rule.offsetMs) : word,
    ),
    rule.state === 'fired' && rule.leadMs !== null
      ? leadLine(rule.leadMs, longest, `${formatDuration(rule.leadMs)} lead`)
      : null,
  );
}
