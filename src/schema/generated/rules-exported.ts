// Made from schemas/rules-exported.schema.json by `npm run generate`. Do not edit.

/**
 * Detection rules in the language of another tool, and what of them it cannot say.
 */
export interface RulesExported {
  kind: 'esdrift.rules-exported';
  formatVersion: 1;
  producer: Producer;
  target: 'sigma' | 'osquery' | 'santa' | 'eql';
  /**
   * What the rule set calls itself.
   */
  ruleSet: string;
  rules: ExportedRule[];
  /**
   * What holds for every rule in that language.
   */
  general: ExportLoss[];
  files: ExportedFile[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface ExportedRule {
  id: string;
  title: string;
  /**
   * Why it cannot be had in that language at all; null: it was exported.
   */
  refused: string | null;
  losses: ExportLoss[];
}
interface ExportLoss {
  /**
   * The exported rule fires on more, on less, or on the same and says it otherwise.
   */
  effect: 'broader' | 'narrower' | 'same';
  /**
   * Signal it comes from; null: the rule as a whole.
   */
  signal: string | null;
  text: string;
}
interface ExportedFile {
  name: string;
  /**
   * Where it was written; null: standard output.
   */
  path: string | null;
  text: string;
}
