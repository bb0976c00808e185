/** The head of the report: what it is, the verdict, both sides, and how far they can be compared. */
import type { ComparabilityNote, DriftReport, SideInfo, Verdict } from '../model/drift.ts';
import type { PageDocument } from '../model/page.ts';
import { acceptanceSentences, distinct, versionsOf } from '../report/drift-words.ts';
import { el, type Child } from './dom.ts';
import { count, SEVERITY_SIGNS, VERDICT_SIGNS } from './words.ts';

export function header(report: DriftReport, page: PageDocument | undefined): HTMLElement {
  return el(
    'div',
    { class: 'head' },
    ...warnings(report, page),
    verdictBlock(report),
    el('div', { class: 'sides' }, sideBlock('Before', report.before), sideBlock('After', report.after)),
    comparability(report.comparability),
    ...acceptanceNotes(report),
  );
}

export function hasSynthetic({ before, after }: DriftReport): boolean {
  return [...before.runs, ...after.runs].some(({ provenance }) => provenance === 'synthetic');
}

function warnings(report: DriftReport, page: PageDocument | undefined): readonly Child[] {
  const runs = [...report.before.runs, ...report.after.runs];
  const synthetic = runs.filter(({ provenance }) => provenance === 'synthetic').length;
  const redacted = page?.recordings.some(({ redactedHere }) => redactedHere) === true;
  return [
    synthetic === 0
      ? null
      : el(
          'p',
          { class: 'banner', role: 'note' },
          el('strong', {}, synthetic === runs.length ? 'Synthetic. ' : 'Partly synthetic. '),
          synthetic === runs.length
            ? 'Every recording here was written by a simulator; no Mac did any of this.'
            : `${count(synthetic, 'recording')} of ${runs.length} ${synthetic === 1 ? 'was' : 'were'} written by a simulator.`,
        ),
    redacted
      ? el(
          'p',
          { class: 'banner', role: 'note' },
          el('strong', {}, 'Redacted for this page. '),
          'A recording had never been redacted. Names of people, secrets and environment values in it are pseudonyms here; the recording itself still holds them.',
        )
      : null,
  ];
}

function verdictBlock(report: DriftReport): HTMLElement {
  const refused = report.comparability.some(({ level }) => level === 'fatal');
  const { sign, word } = VERDICT_SIGNS[report.verdict];
  return el(
    'div',
    { class: `verdict verdict-${report.verdict}` },
    el('span', { class: 'verdict-sign', aria: { hidden: 'true' } }, sign),
    el(
      'div',
      {},
      el('h1', {}, refused ? 'Not comparable' : word),
      el('p', { class: 'verdict-text' }, verdictSentence(report, refused)),
    ),
    tally(report),
  );
}

const SENTENCE: Readonly<Record<Verdict, (bar: string) => string>> = {
  drift: (bar) => `The upgrade behaves differently; what counts is ${bar} or worse.`,
  same: (bar) => `No difference that counts: nothing is ${bar} or worse.`,
  inconclusive: () => 'What is missing may have been lost by the recording, so nothing can be said of it.',
};

function verdictSentence({ verdict, failOn, findings }: DriftReport, refused: boolean): string {
  if (refused) return 'The two sides are of different kinds. Nothing was compared; the reason is below.';
  if (verdict === 'same' && findings.length === 0) return 'Nothing changed.';
  return SENTENCE[verdict](failOn === 'never' ? 'medium' : failOn);
}

function tally({ summary }: DriftReport): HTMLElement {
  const severities = (['high', 'medium', 'low', 'info'] as const).map((severity) =>
    el(
      'div',
      { class: `tally-item severity-${severity}${summary[severity] === 0 ? ' tally-zero' : ''}` },
      el(
        'dt',
        {},
        el('span', { class: 'sign', aria: { hidden: 'true' } }, SEVERITY_SIGNS[severity].sign),
        severity,
      ),
      el('dd', {}, summary[severity]),
    ),
  );
  const others = (['inconclusive', 'accepted'] as const)
    .filter((name) => summary[name] > 0)
    .map((name) => {
      // They are counted under their severity already.
      const word = name === 'inconclusive' ? 'of them inconclusive' : name;
      return el('div', { class: 'tally-item' }, el('dt', {}, word), el('dd', {}, summary[name]));
    });
  return el('dl', { class: 'tally' }, ...severities, ...others);
}

function sideBlock(word: string, side: SideInfo): HTMLElement {
  const judged = side.runs.some(({ role }) => role === 'upgrade')
    ? side.runs.filter(({ role }) => role === 'upgrade')
    : side.runs;
  const controls = side.runs.length - judged.length;
  const facts = [
    distinct(judged, ({ method }) => method),
    distinct(judged, ({ arch }) => arch),
    distinct(judged, ({ virtualMachine }) => (virtualMachine === true ? 'virtual machine' : undefined)),
    `${count(judged.length, 'run')}${controls === 0 ? '' : ` and ${count(controls, 'control')}`}`,
    distinct(side.runs, ({ provenance }) => provenance),
  ].filter((text) => text !== '');
  const paths = side.files.length === 0 ? [side.name] : side.files.map(({ path }) => path);
  return el(
    'div',
    { class: 'side' },
    el('h2', { class: 'side-word' }, word),
    el('p', { class: 'side-title' }, distinct(judged, versionsOf) || 'macOS build unknown'),
    el('p', { class: 'side-facts' }, facts.join(' · ')),
    stability(side),
    ...paths.slice(0, 6).map((path) => el('p', { class: 'path' }, path)),
    paths.length > 6 ? el('p', { class: 'left-out' }, `and ${paths.length - 6} more files`) : null,
  );
}

function stability({ stability: found }: SideInfo): HTMLElement | null {
  if (found === undefined) return null;
  if (found.trials === 0)
    return el(
      'p',
      { class: 'side-facts' },
      'Fewer than two runs: how often it raises false alarms cannot be known.',
    );
  const loud = found.falseAlarms.reduce((sum, { high, medium }) => sum + high + medium, 0);
  const rate = Math.round((loud / found.trials) * 100) / 100;
  const bound = Math.round((3 / found.trials) * 100) / 100;
  const more = found.wouldChange === true ? ' One more run would likely add to it.' : '';
  return el(
    'p',
    { class: 'side-facts' },
    `False alarms at medium or above: ${rate} a run${loud === 0 ? ` (at most ${bound})` : ''}.${more}`,
  );
}

const LEVELS: Readonly<Record<ComparabilityNote['level'], string>> = {
  ok: 'alike',
  warning: 'note',
  excluded: 'left out',
  fatal: 'refused',
};

function comparability(notes: readonly ComparabilityNote[]): HTMLElement {
  const rank = ['fatal', 'excluded', 'warning', 'ok'];
  const sorted = notes.toSorted((a, b) => rank.indexOf(a.level) - rank.indexOf(b.level));
  const trouble = notes.filter(({ level }) => level !== 'ok').length;
  const details = el(
    'details',
    { class: 'comparability' },
    el(
      'summary',
      {},
      'Comparability: ',
      trouble === 0
        ? 'alike on every axis'
        : `${count(trouble, 'axis', 'axes')} to know of, ${notes.length - trouble} alike`,
    ),
    el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, el('th', {}, 'axis'), el('th', {}, ''), el('th', {}, 'what was found'))),
        el(
          'tbody',
          {},
          ...sorted.map(({ axis, level, message }) =>
            el(
              'tr',
              { class: `level-${level}` },
              el('td', {}, axis),
              el('td', {}, el('span', { class: 'tag' }, LEVELS[level])),
              el('td', {}, message),
            ),
          ),
        ),
      ),
    ),
  );
  details.open = notes.some(({ level }) => level === 'fatal' || level === 'excluded');
  return details;
}

function acceptanceNotes(report: DriftReport): readonly Child[] {
  const { policy } = report;
  const lines = [
    ...(policy.preset === 'recommended' ? [] : [`Judged by the preset "${policy.preset}" of the policy.`]),
    ...policy.unmatched.map((match) => `The policy's pattern "${match}" matches no program here.`),
    ...acceptanceSentences(report),
  ];
  return lines.map((line) => el('p', { class: 'note' }, line));
}
