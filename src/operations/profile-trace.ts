import { AppError } from '../errors.ts';
import { ProfileBuilder } from '../facts/profile.ts';
import { buildRunInfo } from '../facts/run-info.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { OwnProcesses } from './own-processes.ts';
import { newTally, readEventBatches } from './read-events.ts';
import { isEndMissing } from './recording-span.ts';
import { toldRecords, type ToldRecords } from './told-records.ts';
import { shellWord } from '../model/shell-word.ts';

export interface ProfileTraceOptions {
  /** The recording shows no upgrade: what it holds is background. */
  readonly control?: boolean | undefined;
  /** A line that is no event is an error instead of a number. */
  readonly strict?: boolean | undefined;
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
  for await (const batch of readEventBatches(reader, { strict: options.strict, tally })) {
    for (const event of batch) builder.observe(event);
  }
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
  return builder.finish({ ...run, badLines: Math.max(run.badLines, tally.badLines) });
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
