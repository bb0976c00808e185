/** What every target gives: its files, what holds for all rules there, and what became of each rule. */
import type { ExportedRule, ExportLoss } from '../../model/rules-export.ts';
import { lossesByText } from '../../model/rules-export.ts';
import type { Rule, RuleSet } from '../../model/rules.ts';

export interface ExportFile {
  readonly name: string;
  readonly text: string;
}

export interface Exported {
  readonly rules: readonly ExportedRule[];
  readonly general: readonly ExportLoss[];
  readonly files: readonly ExportFile[];
}

export interface ExportRequest {
  readonly set: RuleSet;
  /** Those of the set that are wanted. */
  readonly rules: readonly Rule[];
  /** Refuse what would fire on more than esdrift's rule does. */
  readonly isStrict: boolean;
  /** One file a rule, where the target can. */
  readonly isSplit: boolean;
}

export type Exporter = (request: ExportRequest) => Exported;

/** A rule in the words of a target, before it is put into a file. */
export type Written<Text> =
  | {
      readonly kind: 'written';
      readonly rule: Rule;
      readonly text: Text;
      readonly losses: readonly ExportLoss[];
    }
  | {
      readonly kind: 'refused';
      readonly rule: Rule;
      readonly why: string;
      readonly losses: readonly ExportLoss[];
    };

export type WrittenRule<Text> = Extract<Written<Text>, { kind: 'written' }>;

/** What a target does with one rule and with all that it can say. */
export interface Target<Text> {
  readonly general: readonly ExportLoss[];
  readonly write: (rule: Rule, request: ExportRequest) => Written<Text>;
  /** `written`: at least one. */
  readonly filesOf: (written: readonly WrittenRule<Text>[], request: ExportRequest) => readonly ExportFile[];
}

export function exporter<Text>({ general, write, filesOf }: Target<Text>): Exporter {
  return (request) => {
    const all = request.rules.map((rule) => refuseBroader(write(rule, request), request.isStrict));
    const written = all.filter((each) => each.kind === 'written');
    return {
      rules: all.map(exportedRule),
      general,
      files: written.length === 0 ? [] : filesOf(written, request),
    };
  };
}

/** One file, or one a rule where that is asked for; `text` of the rules in a file. */
export function textFiles<Text>(
  ending: string,
  text: (rules: readonly WrittenRule<Text>[]) => string,
): Target<Text>['filesOf'] {
  return (written, { isSplit }) =>
    isSplit
      ? written.map((each) => ({ name: `${each.rule.id}.${ending}`, text: text([each]) }))
      : [{ name: `rules.${ending}`, text: text(written) }];
}

function refuseBroader<Text>(written: Written<Text>, isStrict: boolean): Written<Text> {
  const { kind, rule, losses } = written;
  const first = losses.find(({ effect }) => effect === 'broader');
  if (kind === 'refused' || !isStrict || first === undefined) return written;
  const by = first.signal === null ? '' : `${first.signal}: `;
  return { kind: 'refused', rule, why: `it would fire on more than here (${by}${first.text})`, losses };
}

function exportedRule({ rule, losses, ...written }: Written<unknown>): ExportedRule {
  const refused = written.kind === 'refused' ? written.why : null;
  return { id: rule.id, title: rule.title, refused, losses };
}

/** Lines for the head of a file: what it is, and every difference. Not yet escaped. */
export function headLines(
  title: string,
  {
    rules,
    general,
    losses,
  }: { rules: readonly Rule[]; general: readonly ExportLoss[]; losses: readonly ExportLoss[] },
): readonly string[] {
  return [
    title,
    ...rules.map(({ id, status, note }) => `${id}: ${status}. ${note}`),
    ...(rules.some(({ status }) => status === 'experimental')
      ? ['experimental: proven on synthetic recordings alone, never yet on a real Mac.']
      : []),
    '',
    'What this says otherwise than esdrift:',
    ...general.map(({ effect, text }) => `- ${effect}: ${text}`),
    ...lossesByText(losses).map(
      ({ effect, signals, text }) =>
        `- ${effect}: ${signals.length === 0 ? '' : `${signals.join(', ')}: `}${text}`,
    ),
  ];
}
