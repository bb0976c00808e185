/** One finding: a line that says it, and below it, when opened, everything that is known of it. */
import type { Finding } from '../model/drift.ts';
import { append, button, el, type Child } from './dom.ts';
import { evidenceBlock, type EvidenceStore } from './evidence.ts';
import { hunk } from './hunk.ts';
import { programLabel } from './program-label.ts';
import { count, SEVERITY_SIGNS } from './words.ts';

export interface CardContext {
  readonly evidence: EvidenceStore;
  /** Moves the timeline to an event; undefined where no timeline has it. */
  readonly showInTimeline: (finding: Finding) => (() => void) | undefined;
}

export function findingCard(finding: Finding, context: CardContext): HTMLDetailsElement {
  const { severity, reason, id } = finding;
  const { sign, word } = SEVERITY_SIGNS[severity];
  const card = el(
    'details',
    { class: `finding severity-${severity}`, id: `finding-${id}`, data: { id } },
    el(
      'summary',
      {},
      el(
        'span',
        { class: 'severity' },
        el('span', { class: 'sign', aria: { hidden: 'true' } }, sign),
        el('span', { class: 'severity-word' }, word),
      ),
      el('span', { class: 'finding-reason' }, reason),
      el('span', { class: 'finding-meta' }, ...metaOf(finding)),
    ),
  );
  card.addEventListener('toggle', () => card.append(bodyOf(finding, context)), { once: true });
  return card;
}

function metaOf({ change, program, phase, certainty, accepted }: Finding): readonly Child[] {
  return [
    el('code', { class: 'kind' }, change),
    program === '' ? 'the run as a whole' : programLabel(program),
    phase === null ? null : el('span', { class: 'phase' }, phase),
    certainty === 'inconclusive' ? el('span', { class: 'tag' }, 'inconclusive') : null,
    accepted === null ? null : el('span', { class: 'tag' }, 'accepted'),
  ];
}

function bodyOf(finding: Finding, context: CardContext): HTMLElement {
  const body = el('div', { class: 'finding-body' });
  const show = context.showInTimeline(finding);
  append(body, [
    hunk(finding),
    factsOf(finding),
    consequences(finding),
    finding.evidence.length === 0
      ? null
      : el(
          'div',
          { class: 'evidence-list' },
          el('h3', {}, 'Evidence'),
          ...finding.evidence.map((one) => evidenceBlock(one, context.evidence)),
        ),
    el(
      'div',
      { class: 'actions' },
      show === undefined ? null : button('Show in timeline', show),
      el('code', { class: 'command-inline' }, `esdrift explain ${finding.change}`),
    ),
  ]);
  return body;
}

function factsOf(finding: Finding): HTMLElement {
  const { support, surprise, holds, part, certainty, accepted, affects, id } = finding;
  const rows: readonly (readonly [string, Child])[] = [
    ['id', el('code', {}, id)],
    ['seen in', `${support.seenIn} of ${count(support.runs, 'run')}`],
    ...(holds.of > 1 ? [['holds in', `${holds.in} of ${holds.of} new runs`] as const] : []),
    ['surprise', `${surprise.toFixed(1)} bits: how unexpected it is under the other side's runs`],
    ...(part === null ? [] : [['takes part', part] as const]),
    ...(certainty === 'observed'
      ? []
      : [['certainty', 'inconclusive: loss, or what was not recorded, could explain it'] as const]),
    ...(affects.length === 0 ? [] : [['affects rules', affects.join(', ')] as const]),
    ...(accepted === null
      ? []
      : [
          [
            'accepted',
            `${accepted.reason}${accepted.owner === undefined ? '' : `, ${accepted.owner}`}${accepted.untilBuild === undefined ? '' : `, until build ${accepted.untilBuild}`}`,
          ] as const,
        ]),
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]),
  );
}

/** What has the same cause, folded. */
function consequences({ members, program }: Finding): HTMLElement | null {
  if (members.total === 0) return null;
  const own = (text: string): string =>
    text.startsWith(`${program} `) ? text.slice(program.length + 1) : text;
  const more = members.total - members.shown.length;
  return el(
    'details',
    { class: 'consequences' },
    el('summary', {}, `${count(members.total, 'consequence')} of the same cause`),
    el('ul', {}, ...members.shown.map((text) => el('li', {}, el('code', {}, own(text))))),
    more > 0
      ? el('p', { class: 'left-out' }, `and ${count(more, 'more', 'more')}, which the report does not list`)
      : null,
  );
}
