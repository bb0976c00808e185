import { serializeFactSet } from '../baseline/canonical.ts';
import { mergeFactSets } from '../baseline/merge.ts';
import { leaveOneOut } from '../drift/leave-one-out.ts';
import { AppError } from '../errors.ts';
import { isKnownShape } from '../eslogger/shape.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { RuleSet } from '../model/rules.ts';
import type { NoiseSources, Stability } from '../model/stability.ts';
import type { OnProgress } from '../model/progress.ts';
import { checkOutputPath, writeFileSafely } from '../platform/files.ts';
import { chooseRules, rulesToKeep } from './chosen-rules.ts';
import { Reading } from './reading.ts';
import { loadFactSet } from './load-fact-set.ts';
import { mixedSeries, seriesWarnings } from './series-of-runs.ts';

export interface BaselineCreateOptions {
  /** Traces, profiles or baselines of upgrades. */
  readonly inputs: readonly string[];
  /** The same of recordings without an upgrade. */
  readonly controls?: readonly string[];
  readonly out: string;
  readonly force?: boolean | undefined;
  readonly allowSynthetic?: boolean | undefined;
  /** Takes runs of different methods, processors, or kinds of Mac into one baseline. */
  readonly allowMixed?: boolean | undefined;
  readonly strict?: boolean | undefined;
  /** File of detection rules to keep outcomes of, beside the built-in ones; absent: `NAME.rules.json` beside `out`, where it is there. */
  readonly rules?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface BaselineCreated {
  readonly baseline: FactSet;
  readonly stability: Stability;
  readonly noise: NoiseSources;
  readonly bytes: number;
  /** What a person should know before trusting it, one sentence each. */
  readonly warnings: readonly string[];
}

/** Reads the inputs one at a time, merges them, and writes the baseline. Nothing is written when anything fails. */
export async function createBaseline(options: BaselineCreateOptions): Promise<BaselineCreated> {
  const { inputs, controls = [], out, force = false } = options;
  if (inputs.length + controls.length === 0) {
    throw new AppError(
      'nothing-to-compare',
      'No trace was named.',
      'Name traces or profiles: esdrift baseline create TRACE… -o FILE',
    );
  }
  await checkOutputPath(out, { force });
  const rules = await chooseRules({ named: options.rules, baselines: [out] });
  const merged = await mergeAll(options, rulesToKeep(rules));
  const mixed = mixedSeries(merged.runs);
  if (mixed !== undefined && options.allowMixed !== true) {
    throw new AppError('not-comparable', mixed, 'Make one baseline for each, or say --mixed.');
  }
  const { stability, noise } = leaveOneOut(merged, isKnownShape, rules, (step, steps) =>
    options.onProgress?.({ doing: 'holding each run against the others', step, steps }),
  );
  const baseline: FactSet = { ...merged, stability };
  const text = serializeFactSet(baseline);
  await writeFileSafely(out, text, { force });
  const warnings = [...(mixed === undefined ? [] : [mixed]), ...seriesWarnings(baseline.runs)];
  return { baseline, stability, noise, bytes: Buffer.byteLength(text), warnings };
}

async function mergeAll(options: BaselineCreateOptions, rules: readonly RuleSet[]): Promise<FactSet> {
  const { inputs, controls = [], strict = false, allowSynthetic = false, onProgress } = options;
  const all = [
    ...inputs.map((path) => ({ path, control: false })),
    ...controls.map((path) => ({ path, control: true })),
  ];
  let merged: FactSet | undefined;
  const paths = all.map(({ path }) => path);
  const reading = await Reading.of(paths, onProgress);
  for (const { path, control } of all) {
    reading.begin(path);
    const loaded = await loadFactSet(path, { control, strict, rules, onBytes: reading.add });
    const set = control ? asControl(loaded, path) : loaded;
    merged = mergeFactSets(merged === undefined ? [set] : [merged, set], { allowSynthetic });
  }
  if (merged === undefined) throw new AppError('bug', 'Nothing was merged.', 'Please report it.');
  return merged;
}

/** A profile of unknown method becomes a control because the person says so. */
function asControl(set: FactSet, path: string): FactSet {
  const upgrade = set.runs.find(
    (run) => run.role === 'upgrade' && !['control', 'unknown'].includes(run.method),
  );
  if (upgrade !== undefined) {
    throw new AppError(
      'usage',
      `${path} says that it recorded an upgrade (${upgrade.method}), so it is no control.`,
      'Name it without --control.',
    );
  }
  return { ...set, runs: set.runs.map((run): RunInfo => ({ ...run, role: 'control' })) };
}
