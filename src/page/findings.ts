/**
 * All findings, with filters. Every finding is in the document, so that the browser's own search and a printer find it; what is filtered away is
 * hidden, and what lies outside the window is not laid out (`content-visibility`).
 */
import { PHASES, SEVERITIES, type DriftReport, type Finding, type Severity } from '../model/drift.ts';
import { button, el, fill, freshId } from './dom.ts';
import { findingCard, type CardContext } from './finding-card.ts';
import { searchBox, type Control } from './search-box.ts';
import { nothing, section } from './section.ts';
import { count, grouped, SEVERITY_SIGNS } from './words.ts';

interface Filter {
  readonly severities: Set<Severity>;
  change: string;
  program: string;
  phase: string;
  words: readonly string[];
}

export interface FindingsView {
  readonly element: HTMLElement;
  /** Opens a finding and goes there, whatever the filter says. */
  readonly show: (id: string) => void;
}

/** Of no consequence: shown when asked for. */
const QUIET_SEVERITY: Severity = 'info';

export function findingsView(report: DriftReport, context: CardContext): FindingsView {
  const { findings } = report;
  const cards = findings.map((finding) => ({
    finding,
    card: findingCard(finding, context),
    text: searchText(finding),
  }));
  const loud = findings.some(({ severity }) => severity !== QUIET_SEVERITY);
  const filter: Filter = {
    severities: new Set(SEVERITIES.filter((severity) => !loud || severity !== QUIET_SEVERITY)),
    change: '',
    program: '',
    phase: '',
    words: [],
  };
  const shown = el('p', { class: 'shown', role: 'status' });
  const list = el('div', { class: 'findings' }, ...cards.map(({ card }) => card));
  const update = (): void => {
    let visible = 0;
    for (const { finding, card, text } of cards) {
      const passes = matches(finding, text, filter);
      card.hidden = !passes;
      if (passes) visible += 1;
    }
    fill(shown, `${grouped(visible)} of ${count(findings.length, 'finding')}`);
  };
  const bar = filterBar(findings, filter, update);
  update();
  printOpen(cards.map(({ finding, card }) => ({ finding, card })));
  const element = section(
    {
      id: 'findings',
      title: 'Findings',
      lead: 'What differs, worst first. Open one for what it was, what it is, and the events that show it.',
    },
    findings.length === 0 ? nothing('Nothing differs.') : el('div', {}, bar.element, shown, list),
  );
  return {
    element,
    show: (id) => {
      const found = cards.find(({ finding }) => finding.id === id);
      if (found === undefined) return;
      if (found.card.hidden) bar.reset(found.finding.severity);
      found.card.open = true;
      found.card.scrollIntoView({ block: 'center' });
      found.card.querySelector('summary')?.focus();
    },
  };
}

function searchText({
  id,
  change,
  program,
  subject,
  before,
  after,
  reason,
  phase,
  members,
}: Finding): string {
  return [id, change, program, subject, before, after, reason, phase, ...members.shown]
    .join('\n')
    .toLowerCase();
}

function matches(finding: Finding, text: string, filter: Filter): boolean {
  return (
    filter.severities.has(finding.severity) &&
    (filter.change === '' || finding.change === filter.change) &&
    (filter.program === '' || finding.program === filter.program) &&
    (filter.phase === '' || (finding.phase ?? 'none') === filter.phase) &&
    filter.words.every((word) => text.includes(word))
  );
}

interface FilterBar {
  readonly element: HTMLElement;
  readonly reset: (severity: Severity) => void;
}

function filterBar(findings: readonly Finding[], filter: Filter, update: () => void): FilterBar {
  const toggles = SEVERITIES.map((severity) => {
    const total = findings.filter((finding) => finding.severity === severity).length;
    const toggle = button('', () => press(!filter.severities.has(severity)), {
      class: `toggle severity-${severity}`,
      aria: { pressed: String(filter.severities.has(severity)) },
    });
    const press = (on: boolean): void => {
      if (on) filter.severities.add(severity);
      else filter.severities.delete(severity);
      toggle.setAttribute('aria-pressed', String(on));
      update();
    };
    toggle.append(
      el('span', { class: 'sign', aria: { hidden: 'true' } }, SEVERITY_SIGNS[severity].sign),
      el('span', {}, severity),
      el('span', { class: 'toggle-count' }, grouped(total)),
    );
    return { severity, toggle, press };
  });
  const changes = choice('Kind', tallied(findings.map(({ change }) => change)), (value) => {
    filter.change = value;
    update();
  });
  const programs = choice('Program', tallied(findings.map(({ program }) => program)), (value) => {
    filter.program = value;
    update();
  });
  const order: readonly string[] = [...PHASES, 'none'];
  const phases = choice(
    'Phase',
    tallied(findings.map(({ phase }) => phase ?? 'none')).sort(
      (a, b) => order.indexOf(a[0]) - order.indexOf(b[0]),
    ),
    (value) => {
      filter.phase = value;
      update();
    },
  );
  const search = searchBox('Search findings', (words) => {
    filter.words = words;
    update();
  });
  return {
    element: el(
      'div',
      { class: 'filters', role: 'group', aria: { label: 'Filter findings' } },
      el('div', { class: 'toggles' }, ...toggles.map(({ toggle }) => toggle)),
      changes.element,
      programs.element,
      phases.element,
      search.element,
    ),
    reset: (severity) => {
      filter.change = '';
      filter.program = '';
      filter.phase = '';
      filter.words = [];
      for (const part of [changes, programs, phases, search]) part.clear();
      toggles.find((one) => one.severity === severity)?.press(true);
    },
  };
}

/** Values with how often they occur, the most frequent first. */
function tallied(values: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function choice(
  label: string,
  options: readonly (readonly [string, number])[],
  onChange: (value: string) => void,
): Control {
  const id = freshId('choice');
  const select = el('select', { id });
  const every = el('option', {}, 'all');
  every.value = '';
  select.append(every);
  for (const [value, total] of options) {
    const option = el('option', {}, `${value === '' ? 'the run as a whole' : value} (${total})`);
    option.value = value;
    select.append(option);
  }
  select.addEventListener('change', () => onChange(select.value));
  const caption = el('label', {}, label);
  caption.htmlFor = id;
  return {
    element: el('span', { class: 'control' }, caption, select),
    clear: () => {
      select.value = '';
    },
  };
}

/** On paper the findings that count lie open, and are as they were afterwards. */
function printOpen(cards: readonly { readonly finding: Finding; readonly card: HTMLDetailsElement }[]): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = cards
      .filter(
        ({ finding, card }) =>
          !card.open && !card.hidden && (finding.severity === 'high' || finding.severity === 'medium'),
      )
      .map(({ card }) => card);
    for (const card of opened) card.open = true;
  });
  addEventListener('afterprint', () => {
    for (const card of opened) card.open = false;
    opened = [];
  });
}
