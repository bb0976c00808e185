import { AppError } from '../errors.ts';
import { Detector } from '../detection/engine.ts';
import { outcomesOf } from '../detection/rule-outcomes.ts';
import { sortOutcomes } from '../baseline/rule-outcomes.ts';
import { ProfileBuilder } from '../facts/profile.ts';
import { buildRunInfo } from '../facts/run-info.ts';
import type { EsEvent } from '../model/event.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { RuleSet } from '../model/rules.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { OwnProcesses } from './own-processes.ts';
import { newTally } from './read-events.ts';
import { isEndMissing } from './recording-span.ts';
import { toldRecords, type ToldRecords } from './told-records.ts';
import { passReader } from './trace-pass.ts';
import { shellWord } from '../model/shell-word.ts';

export interface ProfileTraceOptions {
  /** The recording shows no upgrade: what it holds is background. */
  readonly control?: boolean | undefined;
  /** A line that is no event is an error instead of a number. */
  readonly strict?: boolean | undefined;
  /** Rules to run beside, in the same pass; they were checked. */
  readonly rules?: readonly RuleSet[] | undefined;
  /** Told of the bytes that were read, a frame at a time. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * The facts of one trace. Memory follows distinct behaviour, not the size of the trace.
 * Errors: those of the trace; no-events; bad-lines where `strict`; usage where a recorded upgrade is called a control.
 */
export async function profileTrace(path: string, options: ProfileTraceOptions = {}): Promise<FactSet> {
  await using reader = await openTrace(path);
  const role = roleOf(reader, options.control === true);
  const told = await toldRecords(reader);
  const own = new OwnProcesses(told.ownProcesses);
  const builder = new ProfileBuilder({ isRecorder: (event) => own.isActing(event) });
  const tally = newTally();
  const tried = (options.rules ?? []).map((set) => ({
    set,
    detector: new Detector(set, { processes: builder.processes }),
  }));
  const recorded = await passReader(
    reader,
    {
      observe: (event: EsEvent) => {
        builder.observe(event);
        for (const { detector } of tried) detector.observe(event);
      },
      observeProbe: (moment, values) =>
        tried.forEach(({ detector }) => detector.observeProbe(moment, values)),
    },
    { strict: options.strict, tally, templates: true, onBytes: options.onBytes },
  );
  if (builder.events === 0) {
    throw new AppError(
      'no-events',
      `${path} holds no event.`,
      `See what it does hold: esdrift trace info ${shellWord(path)}`,
    );
  }
  const { header, summary } = reader;
  const run = buildRunInfo({
    header,
    summary,
    cut: isEndMissing(reader, told.blindWindows),
    systems: new Map(
      [...told.starts].flatMap(([segment, { os }]) => (os === undefined ? [] : [[segment, os]])),
    ),
    lastCanaries: lastCanaries(told),
    role,
    startMs: builder.startMs,
  });
  // Lines that were left out when the trace was written, or that it holds and nobody can read.
  const profile = builder.finish({ ...run, badLines: Math.max(run.badLines, tally.badLines) });
  if (tried.length === 0) return profile;
  const start = { trace: header.id, startMs: builder.startMs };
  const outcomes = tried.map(({ set, detector }) => outcomesOf(set, detector, start, recorded));
  return { ...profile, ruleOutcomes: sortOutcomes(outcomes) };
}

/** An import, or a recording that could not show one, has no canaries, and is trusted as it stands. */
function lastCanaries({ canaries }: ToldRecords): ReadonlyMap<number, string | undefined> | undefined {
  if (canaries.size === 0) return undefined;
  return new Map([...canaries].map(([segment, { lastSeenAt }]) => [segment, lastSeenAt ?? undefined]));
}

function roleOf(reader: TraceReader, control: boolean): RunInfo['role'] {
  const { method } = reader.header;
  if (method === 'control') return 'control';
  if (control && method !== 'unknown') {
    throw new AppError(
      'usage',
      `${reader.path} says that it recorded an upgrade (${method}), so it is no control.`,
      'Name it without --control, or import its lines again with --method control.',
    );
  }
  return control ? 'control' : 'upgrade';
}
