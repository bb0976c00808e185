/** The matrix rule × recording, and what the rules stand: loss, and one signal less. */
import { conclude } from '../detection/conclude.ts';
import { Trials } from '../detection/trials.ts';
import { AppError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Detection } from '../model/detection.ts';
import type { Rule, RuleSet } from '../model/rules.ts';
import { expectationOf } from '../model/rule-expectation.ts';
import type { RuleTrial, SignalTest, TestedTrace } from '../model/signal-test.ts';
import type { TraceHeader } from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';
import type { OnProgress } from '../model/progress.ts';
import { passTrace } from './trace-pass.ts';
import { Reading } from './reading.ts';

export interface SignalTestOptions {
  readonly rules: RuleSet;
  readonly traces: readonly string[];
  readonly onProgress?: OnProgress | undefined;
}

/** Label of a recording that looks like an upgrade and is none. */
const NEGATIVE_LABEL = 'negative-case';

/** Errors: nothing-to-compare where no trace is named; those of reading them. */
export async function testSignals(options: SignalTestOptions): Promise<SignalTest> {
  const { rules, traces, onProgress } = options;
  if (traces.length === 0)
    throw new AppError(
      'nothing-to-compare',
      'No recording was named.',
      'Name traces: esdrift signals test traces/*.zst',
    );
  const tested: TestedTrace[] = [];
  const reading = await Reading.of(traces, onProgress);
  for (const path of traces) {
    reading.begin(path);
    tested.push(await testTrace(rules, path, reading.add));
  }
  const failures = tested.flatMap(failuresOf);
  const judged = tested.flatMap((trace) => trace.rules.map(({ expected }) => expected));
  const isEmpty = !judged.includes('fires') || !judged.includes('silent');
  return {
    kind: 'esdrift.signal-test',
    formatVersion: 1,
    producer: PRODUCER,
    ruleSet: rules.name,
    verdict: failures.length > 0 ? 'fail' : isEmpty ? 'nothing-tested' : 'pass',
    rules: rules.rules.map(({ id, claim, method }) => ({ id, claim, method })),
    traces: tested,
    failures,
  };
}

export function exitOfSignalTest({ verdict }: SignalTest): ExitCode {
  return verdict === 'pass' ? EXIT.ok : verdict === 'fail' ? EXIT.drift : EXIT.inconclusive;
}

async function testTrace(set: RuleSet, path: string, onBytes: (bytes: number) => void): Promise<TestedTrace> {
  const trials = new Trials(set);
  const { header, facts } = await passTrace(path, trials, { onBytes });
  const detection = conclude(set, trials.plain, facts);
  const negative = header.labels[NEGATIVE_LABEL];
  return {
    path,
    trace: header.id,
    provenance: header.provenance,
    recorded: header.method,
    ...(header.os === undefined ? {} : { os: header.os }),
    ...(header.target === undefined ? {} : { target: header.target }),
    ...(negative === undefined ? {} : { negative }),
    method: detection.method,
    outcome: detection.outcome,
    confidence: detection.confidence.level,
    phases: detection.phases.map(({ phase }) => phase),
    rules: set.rules.map((rule) => trialOf(rule, header, detection, trials)),
  };
}

function trialOf(rule: Rule, header: TraceHeader, detection: Detection, trials: Trials): RuleTrial {
  const seen = detection.rules.find(({ id }) => id === rule.id);
  const fired = seen?.state === 'fired';
  const expected = expectationOf(rule, header.method);
  const isProof = fired && rule.claim === 'start';
  return {
    rule: rule.id,
    expected,
    fired,
    verdict:
      expected === 'open'
        ? 'open'
        : (expected === 'fires') === fired
          ? 'ok'
          : fired
            ? 'false-alarm'
            : 'missed',
    offsetMs: seen?.offsetMs ?? null,
    leadMs: seen?.leadMs ?? null,
    loss: isProof ? trials.lossOf(rule.id) : [],
    fragile: isProof ? trials.fragileOf(rule.id) : [],
  };
}

function failuresOf({ path, rules }: TestedTrace): readonly string[] {
  return rules.flatMap(({ rule, verdict }) => [
    ...(verdict === 'missed' ? [`${rule} missed ${path}`] : []),
    ...(verdict === 'false-alarm' ? [`${rule} fired on ${path}, where nothing of the sort happened`] : []),
  ]);
}
