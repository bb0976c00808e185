/** A page for each built-in detection rule and signal, made of what they say of themselves, and one for the words of `detect`. */
import { BUILT_IN_RULES } from '../../detection/builtin/rule-set.ts';
import { FIELD_TABLE } from '../../detection/fields.ts';
import type { Rule, Signal } from '../../model/rules.ts';
import { page, type PageText } from './page.ts';

const OVERVIEW: PageText = page(
  'What detect says, and when it says unknown',
  'Whether an upgrade began in a recording or a live stream, when, by which method, how far it came, and how sure that is.',
  'Rules ask for signals of several independent programs within a time. The first rule of start that fires decides the method; where only `upgrade-started` fires, ' +
    'the method is unknown. `none` needs proof: what a start would show was recorded, and nothing was lost. Anything else is unknown, with the reason (exit 3).',
  'A rule or a signal has a page of its own: esdrift explain ota-started. The language: src/detection/README.md.',
);

const FIELDS: PageText = page(
  'What detection rules can ask for',
  'The fields of a signal, and which value each has.',
  FIELD_TABLE.map(({ name, about }) => `${name}: ${about}`).join('; '),
  'The language, with examples: src/detection/README.md.',
);

export const RULE_PAGES: Readonly<Record<string, PageText>> = Object.fromEntries(
  BUILT_IN_RULES.rules.map((rule) => [rule.id, rulePage(rule)]),
);

export const SIGNAL_PAGES: Readonly<Record<string, PageText>> = {
  detection: OVERVIEW,
  fields: FIELDS,
  ...Object.fromEntries(BUILT_IN_RULES.signals.map((signal) => [signal.id, signalPage(signal)])),
};

function rulePage({ title, note, quorum, window, signals, needs = [], unless = [], status }: Rule): PageText {
  const groups = needs.map((group) => ` One must be ${group.join(' or ')}.`).join('');
  const forbidden = unless.length === 0 ? '' : ` Not with ${unless.join(' or ')}.`;
  return page(
    title,
    note,
    `${quorum} programs within ${window} must show one of: ${signals.join(', ')}.${groups}${forbidden} A guess never decides.`,
    `Prove it on your recordings: esdrift detect TRACE --all. It is ${status}.`,
  );
}

function signalPage({ title, program, events, evidence, source, falsePositives }: Signal): PageText {
  const others =
    falsePositives.length === 0 ? 'None is known.' : `Also seen with: ${falsePositives.join('; ')}.`;
  return page(
    title,
    others,
    `By ${events.join(', ')}; counts as ${program}. ${evidence}: ${source}.`,
    'esdrift detect TRACE shows the events that counted.',
  );
}
