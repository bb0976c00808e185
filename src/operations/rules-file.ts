import { BUILT_IN_RULES } from '../detection/builtin/rule-set.ts';
import { checkRuleSet } from '../detection/engine.ts';
import type { RuleSet } from '../model/rules.ts';
import { readDocument } from './read-document.ts';

/** The rules of a file, or the built-in ones. Errors: rules-invalid and those of reading a document. */
export async function loadRules(path: string | undefined): Promise<RuleSet> {
  if (path === undefined) return BUILT_IN_RULES;
  const set = await readDocument('rules', path, 'rules-invalid');
  checkRuleSet(set, path);
  return set;
}
