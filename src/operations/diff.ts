import { unmatchedPatterns, usualBar } from '../drift/policy.ts';
import { exitOf } from '../drift/verdict.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Config } from '../model/config.ts';
import type { DriftReport, FailOn, Requirement } from '../model/drift.ts';
import type { History } from '../model/history.ts';
import type { PageDocument } from '../model/page.ts';
import type { PageSource } from './page/page-data.ts';
import type { OnProgress } from '../model/progress.ts';
import { acceptancesOf, compareLoaded, loadSide } from './compare-files.ts';
import { chooseRules } from './chosen-rules.ts';
import { programsOf } from './programs-of.ts';
import { Reading } from './reading.ts';

export interface DiffOptions {
  /** Traces, profiles or baselines; several are taken as runs of one kind. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Absent: what the configuration says, or medium. */
  readonly failOn?: FailOn | undefined;
  readonly allowSynthetic?: boolean | undefined;
  readonly acrossMethods?: boolean | undefined;
  readonly maxLoss?: number | undefined;
  /** What several new runs must agree on. */
  readonly require?: Requirement | undefined;
  /** File of detection rules; absent: what the configuration says, what lies beside a baseline, or the built-in ones. */
  readonly rules?: string | undefined;
  /** Configuration to take policy, rules and strictness from. */
  readonly config?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Gather what an HTML report draws; the traces are read once more for it. */
  readonly page?: boolean | undefined;
  /** Baselines of several builds, for what an HTML report tells of the past. */
  readonly history?: readonly string[] | undefined;
}

export interface DiffResult {
  readonly report: DriftReport;
  readonly exitCode: ExitCode;
  /** Where they were asked for. */
  readonly page?: PageDocument;
  readonly history?: History;
}

/** Compares two sides. Errors: those of reading them, and of the history; what cannot be compared is a report with exit 3, not an error. */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  const { config, ruleFile } = await configOf(options.config);
  const allowSynthetic = options.allowSynthetic === true || config.allowSynthetic === true;
  const rules = await chooseRules({
    named: options.rules,
    configured: ruleFile,
    baselines: [...options.before, ...options.after],
  });
  const load = {
    allowSynthetic,
    rules: [rules.set],
    reading: await Reading.of([...options.before, ...options.after], options.onProgress),
  };
  const before = await loadSide(options.before, load);
  const after = await loadSide(options.after, load);
  const programs = programsOf([before.set, after.set]);
  const report = compareLoaded(before, after, await acceptancesOf(before), {
    failOn: options.failOn ?? config.failOn ?? usualBar(config.policy),
    allowSynthetic,
    acrossMethods: options.acrossMethods ?? false,
    maxLoss: options.maxLoss ?? config.maxLoss,
    require: options.require,
    rules,
    policy: config.policy,
    unmatched: unmatchedPatterns(config.policy, programs),
    buildOrder: config.buildOrder,
  });
  const page =
    options.page === true
      ? await pageOf({ report, before, after, rules: rules.set, onProgress: options.onProgress })
      : undefined;
  return {
    report,
    exitCode: exitOf(report),
    ...(page === undefined ? {} : { page }),
    ...(page === undefined ? {} : await historyOf(options, allowSynthetic)),
  };
}

async function configOf(
  path: string | undefined,
): Promise<{ readonly config: Partial<Config>; readonly ruleFile: string | undefined }> {
  if (path === undefined) return { config: {}, ruleFile: undefined };
  const { configuredRules, readConfig } = await import('./config-file.ts');
  const config = await readConfig(path);
  return { config, ruleFile: configuredRules(config, path) };
}

/** Loaded when asked for: what reads events for it is most of the program. */
async function pageOf(question: PageSource): Promise<PageDocument> {
  const { pageData } = await import('./page/page-data.ts');
  return pageData(question);
}

/** Of the series of the files that are named. */
async function historyOf(
  { history: files = [], config, onProgress }: DiffOptions,
  allowSynthetic: boolean,
): Promise<Pick<DiffResult, 'history'>> {
  if (files.length === 0) return {};
  const { history } = await import('./history.ts');
  return {
    history: await history({ files, allowSynthetic, config, names: [], least: 'medium', onProgress }),
  };
}
