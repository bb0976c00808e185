/** Makes rules of recordings, tries them on upgrades they were not made of, and writes them where they hold. */
import { withoutRuns } from '../drift/leave-out.ts';
import { checkRuleSet, Detector } from '../detection/engine.ts';
import { buildsOf, columnsOf } from '../detection/fact-runs.ts';
import { generateRules } from '../detection/generate.ts';
import { AppError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { FactSet } from '../model/facts.ts';
import type { OnProgress } from '../model/progress.ts';
import type { RuleSet } from '../model/rules.ts';
import type { HeldOut, SignalsGenerated } from '../model/signal-generate.ts';
import type { RankedMethod } from '../model/signal-rank.ts';
import { PRODUCER } from '../model/version.ts';
import { checkOutputPath, writeFileSafely } from '../platform/files.ts';
import { loadCorpus, type CorpusOptions } from './load-corpus.ts';
import { looksLikeDocument } from './load-fact-set.ts';
import { testSignals } from './signal-test.ts';
import { Reading } from './reading.ts';
import { passTrace, type TraceVisitor } from './trace-pass.ts';

export interface SignalGenerateOptions extends CorpusOptions {
  readonly name: string;
  readonly out: string;
  readonly force: boolean;
}

/** Errors: usage for what is no trace; nothing-to-compare where the recordings carry no rule; those of loadCorpus and of writing. */
export async function generateSignals(options: SignalGenerateOptions): Promise<SignalsGenerated> {
  const { inputs, out, force, name } = options;
  const document = inputs.find(looksLikeDocument);
  if (document !== undefined)
    throw new AppError('usage', `${document} is no trace: rules are proven on events.`, 'Name traces.');
  await checkOutputPath(out, { force });
  const corpus = await loadCorpus(options);
  options.onProgress?.({ doing: 'making rules of all recordings', step: 1, steps: 1 });
  const set = generateRules(corpus, name);
  if (set.rules.length === 0)
    throw new AppError(
      'nothing-to-compare',
      'These recordings carry no rule: too few programs do in every upgrade what no control shows.',
      'See what they do show: esdrift signals rank TRACE…',
    );
  checkRuleSet(set, 'the generated rules');
  const heldOut = await holdOut(corpus, options);
  const { failures } = await testSignals({ rules: set, traces: inputs, onProgress: options.onProgress });
  const all = [...failures, ...heldOut.flatMap(failuresOf)];
  if (all.length === 0) await writeFileSafely(out, `${JSON.stringify(set, null, 2)}\n`, { force });
  return {
    kind: 'esdrift.signals-generated',
    formatVersion: 1,
    producer: PRODUCER,
    path: all.length === 0 ? out : null,
    rules: set.rules.map((rule) => ({
      id: rule.id,
      signals: rule.signals.length,
      programs: programsOf(set, rule.signals),
      quorum: rule.quorum,
    })),
    heldOut,
    failures: all,
    synthetic: corpus.runs.every(({ provenance }) => provenance === 'synthetic'),
  };
}

export function exitOfGenerated({ failures }: SignalsGenerated): ExitCode {
  return failures.length === 0 ? EXIT.ok : EXIT.drift;
}

function programsOf(set: RuleSet, ids: readonly string[]): number {
  return new Set(set.signals.flatMap(({ id, program }) => (ids.includes(id) ? [program] : []))).size;
}

function failuresOf({ builds, method, missed, falseAlarms }: HeldOut): readonly string[] {
  return [
    ...missed.map((path) => `made without ${builds}, ${method}-started missed ${path}`),
    ...falseAlarms.map((path) => `made without ${builds}, ${method}-started fired on ${path}`),
  ];
}

interface Split {
  readonly method: RankedMethod;
  readonly builds: string;
  /** Traces that the rules were not made of. */
  readonly held: ReadonlySet<string>;
  readonly set: RuleSet;
  readonly missed: string[];
  readonly falseAlarms: string[];
}

/** Leaves one upgrade of one method out at a time, where there is another of that method to learn from. */
async function holdOut(
  corpus: FactSet,
  { inputs, name, onProgress }: SignalGenerateOptions,
): Promise<readonly HeldOut[]> {
  const splits = splitsOf(corpus, name, onProgress);
  const reading = await Reading.of(inputs, onProgress, 'trying');
  for (const path of splits.length === 0 ? [] : inputs) {
    reading.begin(path);
    await tryAll(splits, path, reading.add);
  }
  return splits.map(({ method, builds, held, missed, falseAlarms }) => ({
    method,
    builds,
    recordings: held.size,
    found: held.size - missed.length,
    falseAlarms,
    missed,
  }));
}

function splitsOf(corpus: FactSet, name: string, onProgress: OnProgress | undefined): readonly Split[] {
  const { upgrades } = columnsOf(corpus);
  const methods: readonly RankedMethod[] = ['ota', 'full-installer'];
  return methods.flatMap((method) => {
    const runs = upgrades[method].flatMap((column) => corpus.runs[column] ?? []);
    // An upgrade that was given up leads nowhere, and is no group of its own.
    const groups = Map.groupBy(
      runs.filter(({ target }) => target !== undefined),
      buildsOf,
    );
    if (groups.size < 2) return [];
    return [...groups].flatMap(([builds, left], index): readonly Split[] => {
      onProgress?.({ doing: `making rules without one ${method}`, step: index + 1, steps: groups.size });
      const held = new Set(left.map(({ trace }) => trace));
      const rest = withoutRuns(corpus, held);
      if (rest === undefined) return [];
      return [{ method, builds, held, set: generateRules(rest, name), missed: [], falseAlarms: [] }];
    });
  });
}

/** One pass over a trace for the rules of every split. */
async function tryAll(
  splits: readonly Split[],
  path: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const tried = splits.map((split) => ({ split, detector: new Detector(split.set) }));
  const visitor: TraceVisitor = {
    observe: (event) => tried.forEach(({ detector }) => detector.observe(event)),
    observeProbe: (moment, values) => tried.forEach(({ detector }) => detector.observeProbe(moment, values)),
  };
  const { header } = await passTrace(path, visitor, { onBytes });
  for (const { split, detector } of tried) {
    const { method, held, missed, falseAlarms } = split;
    const fired = detector.rules.some(({ rule, first }) => rule.method === method && first !== undefined);
    if (held.has(header.id) && !fired) missed.push(path);
    if (header.method !== method && header.method !== 'unknown' && fired) falseAlarms.push(path);
  }
}
