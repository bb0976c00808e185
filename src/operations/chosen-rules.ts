/**
 * Which detection rules a command runs: the file that was named, else the one of the configuration, else the one beside a baseline
 * (`NAME.rules.json` beside `NAME.baseline.json`), else the built-in ones.
 */
import { BUILT_IN_RULES } from '../detection/builtin/rule-set.ts';
import { ruleDigest } from '../detection/rule-digest.ts';
import { AppError } from '../errors.ts';
import type { RuleSet } from '../model/rules.ts';
import { shellWord } from '../model/shell-word.ts';
import { kindOfPath } from '../platform/path-kind.ts';

export interface ChosenRules {
  readonly set: RuleSet;
  readonly digest: string;
  /** null: built in. */
  readonly file: string | null;
}

export interface RuleChoice {
  readonly named?: string | undefined;
  /** Of the configuration; already relative to where the command runs. */
  readonly configured?: string | undefined;
  /** Beside which a file of rules may lie. */
  readonly baselines?: readonly string[];
}

/** Errors: config-invalid where the configured file is not there; rules-invalid and those of reading a document. */
export async function chooseRules({ named, configured, baselines = [] }: RuleChoice): Promise<ChosenRules> {
  const file = named ?? configured ?? (await besideOne(baselines));
  if (named === undefined && configured !== undefined && (await kindOfPath(configured)) === 'none') {
    throw new AppError(
      'config-invalid',
      `The configuration names ${configured} as "rules", and there is no such file.`,
      `Correct "rules", or make the file: esdrift signals generate TRACE… --out ${shellWord(configured)}`,
    );
  }
  // What reads and checks a file of rules is as much as all that compares.
  const set = file === undefined ? BUILT_IN_RULES : await (await import('./rules-file.ts')).loadRules(file);
  return { set, digest: ruleDigest(set), file: file ?? null };
}

/** What a profile or baseline keeps outcomes of: the built-in rules, and the chosen ones beside them. */
export function rulesToKeep({ set, file }: ChosenRules): readonly RuleSet[] {
  return file === null ? [set] : [BUILT_IN_RULES, set];
}

async function besideOne(baselines: readonly string[]): Promise<string | undefined> {
  for (const baseline of baselines) {
    if (!baseline.endsWith('.baseline.json')) continue;
    const path = baseline.replace(/\.baseline\.json$/, '.rules.json');
    if ((await kindOfPath(path)) === 'file') return path;
  }
  return undefined;
}

/** The rules for each of several baselines, each file read once. */
export interface RulesOfBaselines {
  /** Every set that one of them asks for. */
  readonly sets: readonly RuleSet[];
  readonly of: (baseline: string | undefined) => ChosenRules;
}

/** Errors: those of chooseRules. */
export async function chooseForBaselines(
  choice: Omit<RuleChoice, 'baselines'>,
  baselines: readonly string[],
): Promise<RulesOfBaselines> {
  const usual = await chooseRules(choice);
  const chosen = new Map<string, ChosenRules>();
  for (const baseline of baselines)
    chosen.set(baseline, await chooseRules({ ...choice, baselines: [baseline] }));
  const distinct = new Map([usual, ...chosen.values()].map((each) => [each.digest, each.set]));
  return {
    sets: [...distinct.values()],
    of: (baseline) => (baseline === undefined ? usual : (chosen.get(baseline) ?? usual)),
  };
}
