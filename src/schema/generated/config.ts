// Made from schemas/config.schema.json by `npm run generate`. Do not edit.

/**
 * Least severity that fails the check; default medium.
 */
type FailOn = 'high' | 'medium' | 'low' | 'never';
/**
 * What holds where the entries below are silent; default recommended.
 */
type Preset = 'recommended' | 'strict' | 'learn';
type PolicyLevel = 'high' | 'medium' | 'low' | 'info' | 'off';

/**
 * esdrift.config.json: what `esdrift check` compares and how strictly. Paths and globs are relative to the file.
 */
export interface Config {
  $schema?: string;
  /**
   * Globs of the recordings to check.
   *
   * @minItems 1
   */
  traces: string[];
  /**
   * Globs of the baselines to check them against.
   *
   * @minItems 1
   */
  baselines: string[];
  /**
   * Folder for the artefacts; default esdrift-report.
   */
  out?: string;
  /**
   * Artefacts to write: text, json, markdown and html for each recording, markdown, junit and sarif for all together; default: all.
   *
   * @minItems 1
   */
  formats?: ('text' | 'json' | 'markdown' | 'html' | 'junit' | 'sarif')[];
  /**
   * Folder in which a check on a person's machine leaves the findings that wait for review, one NAME.pending.json a baseline; CI writes none.
   */
  pending?: string;
  /**
   * File of detection rules; default: NAME.rules.json beside NAME.baseline.json, or the built-in ones.
   */
  rules?: string;
  failOn?: FailOn;
  /**
   * Lets synthetic recordings be compared with real ones.
   */
  allowSynthetic?: boolean;
  /**
   * Largest share of lost events, from 0 to 1, that still lets a comparison count.
   */
  maxLoss?: number;
  /**
   * OS builds from the earliest to the latest, where the built-in order is wrong or unknown.
   */
  buildOrder?: string[];
  /**
   * Build to what people call it, such as 26.2 beta 3, for baseline history.
   */
  buildNames?: {
    [k: string]: string;
  };
  /**
   * How much changes count: a preset, and entries that replace its severities; off drops the finding.
   */
  policy?: {
    preset?: Preset;
    changes?: PolicyChanges;
    /**
     * The last entry that matches wins.
     */
    programs?: ProgramPolicy[];
  };
}
interface PolicyChanges {
  'program-added'?: PolicyLevel;
  'program-removed'?: PolicyLevel;
  'program-moved'?: PolicyLevel;
  'program-resigned'?: PolicyLevel;
  'signing-flags-changed'?: PolicyLevel;
  'program-updated'?: PolicyLevel;
  'launch-added'?: PolicyLevel;
  'launch-removed'?: PolicyLevel;
  'program-reparented'?: PolicyLevel;
  'responsible-changed'?: PolicyLevel;
  'arguments-changed'?: PolicyLevel;
  'arguments-added'?: PolicyLevel;
  'arguments-removed'?: PolicyLevel;
  'file-added'?: PolicyLevel;
  'file-removed'?: PolicyLevel;
  'file-moved'?: PolicyLevel;
  'handoff-added'?: PolicyLevel;
  'handoff-removed'?: PolicyLevel;
  'event-added'?: PolicyLevel;
  'event-removed'?: PolicyLevel;
  'phase-missing'?: PolicyLevel;
  'phase-added'?: PolicyLevel;
  'phase-reordered'?: PolicyLevel;
  'order-changed'?: PolicyLevel;
  'count-changed'?: PolicyLevel;
  'shape-changed'?: PolicyLevel;
  'shape-added'?: PolicyLevel;
  'shape-removed'?: PolicyLevel;
  'rule-broken'?: PolicyLevel;
  'rule-late'?: PolicyLevel;
  'rule-false-alarm'?: PolicyLevel;
}
interface ProgramPolicy {
  /**
   * Program key or signing id; * stands for any characters.
   */
  match: string;
  severity?: PolicyLevel;
  changes?: PolicyChanges;
}
