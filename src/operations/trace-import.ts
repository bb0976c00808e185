import { AppError } from '../errors.ts';
import { CAPTURE_FORMAT_ABOUT, type CaptureFormat } from '../model/capture-format.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { TraceInfo } from '../model/trace-report.ts';
import type { OnProgress } from '../model/progress.ts';
import { Importer } from '../trace/input/importer.ts';
import { openInput, readInput, type Input } from '../trace/input/open-input.ts';
import { checkLimits, DEFAULT_LIMITS, type TraceLimits } from '../trace/limits.ts';
import { newId, type IdSource } from '../trace/uuid.ts';
import { TraceWriter } from '../trace/writer.ts';
import { makeHeader, refuseMixedProvenance, type TraceFacts } from './trace-facts.ts';
import { traceInfo } from './trace-info.ts';
import { defaultTracePath } from './trace-name.ts';
import { Reading } from './reading.ts';

export interface ImportOptions extends IdSource {
  /** Paths, `-` for standard input, or streams with a name. One after the other they are one recording. */
  readonly inputs: readonly (string | Input)[];
  readonly facts?: TraceFacts;
  /** Undefined: a name from the facts or the first input, in `cwd`. */
  readonly out?: string | undefined;
  readonly cwd?: string;
  readonly force?: boolean;
  /** The first line that is no event ends the import. */
  readonly strict?: boolean;
  readonly limits?: Partial<TraceLimits>;
  readonly onProgress?: OnProgress | undefined;
  /** The tool whose captures they are; undefined: told by what is in them. */
  readonly format?: CaptureFormat | undefined;
}

export interface ImportResult {
  readonly info: TraceInfo;
  /** What the person should know beside the result. */
  readonly warnings: readonly string[];
}

/**
 * Makes a trace of eslogger lines. Event lines go in byte for byte; everything else becomes a record.
 * Errors: no-events (nothing is left behind), bad-lines with `strict`, output-exists, and those of reading the inputs.
 */
export async function importTrace(options: ImportOptions): Promise<ImportResult> {
  const { facts = {}, strict = false } = options;
  const limits = checkLimits({ ...DEFAULT_LIMITS, ...options.limits });
  refuseTwice(options.inputs);
  const inputs = options.inputs.map((input) => (typeof input === 'string' ? openInput(input) : input));
  const path =
    options.out ?? (await defaultTracePath(facts, inputName(options.inputs[0]), options.cwd ?? '.'));
  const warnings: string[] = [];
  const writer = await TraceWriter.open(path, { force: options.force ?? false, whenInterrupted: 'remove' });
  try {
    const importer = new Importer(writer, {
      format: options.format,
      makeHeader: (first, inherited, format) => ({
        ...makeHeader(facts, first, inherited, newId(options), inputs.length === 1),
        ...formatFacts(format, facts.events),
      }),
      onLaterHeader: (counts, later, source) => {
        if (facts.provenance !== 'synthetic') refuseMixedProvenance(counts, later, source);
      },
      strict,
      limits,
      warn: (message) => warnings.push(message),
    });
    const reading = await Reading.of(options.inputs.map(pathOf), options.onProgress);
    for (const [index, input] of inputs.entries()) {
      reading.begin(pathOf(options.inputs[index] ?? input));
      const counted = { ...input, chunks: countBytes(input.chunks, reading) };
      await importer.addInput(input.name, readInput(counted, limits));
    }
    if (!(await importer.finish())) throw noEvents(inputs, importer);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const info = await traceInfo(path);
  const lacks = info.missing.map(
    (what) => `a capture of ${CAPTURE_FORMAT_ABOUT[info.format].title} lacks: ${what}`,
  );
  return { info, warnings: [...lacks, ...warnings] };
}

/** osquery subscribes to three types, whatever is asked of it. */
function formatFacts(
  format: CaptureFormat,
  events: readonly string[] | undefined,
): Pick<TraceHeader, 'format' | 'eslogger'> {
  if (format === 'eslogger') return {};
  return {
    format,
    ...(format === 'osquery' && events === undefined
      ? { eslogger: { events: ['exec', 'exit', 'fork'] } }
      : {}),
  };
}

/** Standard input can be read once. */
function refuseTwice(inputs: ImportOptions['inputs']): void {
  if (inputs.filter((input) => input === '-').length < 2) return;
  throw new AppError(
    'usage',
    '"-" stands for standard input, and is named twice.',
    'Name each input once: cat before.jsonl after.jsonl | esdrift trace import - --out FILE',
  );
}

/** A stream has a name, and no size. */
function pathOf(input: string | Input): string {
  return typeof input === 'string' ? input : '-';
}

async function* countBytes(chunks: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    reading.add(chunk.length);
    yield chunk;
  }
}

function inputName(input: string | Input | undefined): string {
  return input === undefined ? '-' : typeof input === 'string' ? input : input.name;
}

function noEvents(inputs: readonly Input[], { firstProblem, firstCut }: Importer): AppError {
  const message = `There is no event in ${inputs.map((input) => input.name).join(', ')}`;
  if (firstProblem !== undefined)
    return new AppError(
      'no-events',
      `${message}; ${firstProblem}.`,
      'eslogger writes one JSON object a line: `sudo eslogger exec fork exit > events.jsonl`. ' +
        "Objects spread over several lines become lines with `jq -c .`, those of an array with `jq -c '.[]'`.",
    );
  if (firstCut !== undefined)
    return new AppError(
      'no-events',
      `${message}: its compressed data is cut at or after byte ${firstCut}.`,
      'Copy the file again from where it was written, or record again; there is nothing to recover here.',
    );
  return new AppError(
    'no-events',
    `${message}.`,
    'eslogger ends at once, with an error, where it has not root or Full Disk Access; on that Mac, `esdrift doctor` says which.',
  );
}
