/** `esdrift.config.json`: what `esdrift check` compares and how strictly. Paths and globs are relative to the file. */
import type { ChangeKind, FailOn, Severity } from './drift.ts';

export type PolicyLevel = Severity | 'off';

export interface ProgramPolicy {
  /** Program key or signing id; `*` stands for any characters. */
  readonly match: string;
  /** For every kind of change that `changes` does not name. */
  readonly severity?: PolicyLevel;
  readonly changes?: Readonly<Partial<Record<ChangeKind, PolicyLevel>>>;
}

/**
 * `recommended`: the built-in severities · `strict`: what belongs to the upgrade counts one step more · `learn`: the same severities, but nothing fails
 * unless `failOn` says so, for the weeks in which the first runs are recorded.
 */
export const PRESETS = ['recommended', 'strict', 'learn'] as const;
export type Preset = (typeof PRESETS)[number];

/** Replaces the built-in severity before support and noise are weighed; `off` drops the finding. The last matching program entry wins. */
export interface Policy {
  /** What holds where the entries below are silent. Default: recommended. */
  readonly preset?: Preset;
  readonly changes?: Readonly<Partial<Record<ChangeKind, PolicyLevel>>>;
  readonly programs?: readonly ProgramPolicy[];
}

/** What `check` writes; `junit` once for all recordings. */
export const REPORT_FORMATS = ['text', 'json', 'markdown', 'html', 'junit', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface Config {
  readonly $schema?: string;
  readonly traces: readonly string[];
  readonly baselines: readonly string[];
  /** Folder for the artefacts; default `esdrift-report`. */
  readonly out?: string;
  /** Default: all. */
  readonly formats?: readonly ReportFormat[];
  /** Folder in which a check on a person's machine leaves the findings that wait for review; CI writes none. */
  readonly pending?: string;
  /** File of detection rules; default: `NAME.rules.json` beside the baseline, or the built-in ones. */
  readonly rules?: string;
  readonly failOn?: FailOn;
  readonly allowSynthetic?: boolean;
  /** Largest share of lost events, from 0 to 1, that still lets a comparison count. */
  readonly maxLoss?: number;
  /** Builds from the earliest to the latest, where the built-in order is wrong or unknown. */
  readonly buildOrder?: readonly string[];
  /** Build → what people call it, such as `26.2 beta 3`. */
  readonly buildNames?: Readonly<Record<string, string>>;
  readonly policy?: Policy;
}
