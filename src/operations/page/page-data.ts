/** What an HTML report draws, gathered from both sides of a comparison. The size is bounded, and what is left out is counted. */
import { outlineOf, type Outline } from '../../drift/outline.ts';
import { BUILT_IN_RULES } from '../../detection/builtin/rule-set.ts';
import { byCodeUnit, factsOf, isPresent, keyPart, type Side } from '../../drift/side.ts';
import type { DriftReport } from '../../model/drift.ts';
import type { ProgramKey } from '../../model/facts.ts';
import type { PageDocument, PageEvidence, PageProgram, PageRecording, PageSide } from '../../model/page.ts';
import type { OnProgress } from '../../model/progress.ts';
import type { RuleSet } from '../../model/rules.ts';
import { PRODUCER } from '../../model/version.ts';
import { openTrace } from '../../trace/reader.ts';
import type { LoadedSide } from '../compare-files.ts';
import { Reading } from '../reading.ts';
import { shareableReader } from '../redacted-reader.ts';
import { eventRecording } from './event-recording.ts';
import { evidenceLines, wantedEvidence } from './evidence-lines.ts';
import { FindingIndex } from './finding-index.ts';
import { handoffGraph } from './handoff-graph.ts';
import { medianRecording } from './median-recording.ts';
import { programTree } from './program-tree.ts';

/** Entries of all timelines together, and per recording; processes of each recording; bytes of all evidence lines. */
export interface PageLimits {
  readonly entries: number;
  readonly recordingsPerSide: number;
  readonly processes: number;
  readonly evidenceBytes: number;
}

export const PAGE_LIMITS: PageLimits = {
  entries: 100_000,
  recordingsPerSide: 3,
  processes: 3_000,
  evidenceBytes: 4 * 1024 * 1024,
};

export interface PageSource {
  readonly report: DriftReport;
  readonly before: LoadedSide;
  readonly after: LoadedSide;
  readonly rules?: RuleSet | undefined;
  readonly limits?: PageLimits | undefined;
  readonly onProgress?: OnProgress | undefined;
}

const MOST_PATHS = 4;

/** Errors: those of reading the traces of both sides, which are read once more. */
export async function pageData(source: PageSource): Promise<PageDocument> {
  const { report, before, after, limits = PAGE_LIMITS } = source;
  const findings = new FindingIndex(report);
  const outline = outlineOf(before.set, after.set, findings.renames);
  const tree = programTree(outline, findings);
  const handoffs = handoffGraph(outline, findings);
  const drawn = { before: tracesOf(before, limits), after: tracesOf(after, limits) };
  const drawings = Math.max(1, drawn.before.length) + Math.max(1, drawn.after.length);
  const reading = await Reading.of([...drawn.before, ...drawn.after], source.onProgress, 'drawing');
  const gathered = new Gathered(
    { ...source, reading },
    outline,
    limits,
    Math.floor(limits.entries / drawings),
  );
  await gathered.side('before', before, drawn.before);
  await gathered.side('after', after, drawn.after);
  const shownPrograms = new Set([
    ...tree.rows.map(({ program }) => program),
    ...handoffs.edges.flatMap(({ from, to }) => [from, to]),
  ]);
  return {
    kind: 'esdrift.page',
    formatVersion: 1,
    producer: PRODUCER,
    tree: tree.rows,
    treeLeft: tree.left,
    programs: programPaths(outline, shownPrograms),
    handoffs: handoffs.edges,
    handoffsLeft: handoffs.left,
    recordings: gathered.recordings,
    recordingsLeft: [before, after].reduce(
      (sum, side) => sum + Math.max(0, traceFiles(side).length - limits.recordingsPerSide),
      0,
    ),
    evidence: gathered.evidence,
    evidenceLeft: gathered.evidence.filter(({ line }) => line === null).length,
  };
}

class Gathered {
  readonly recordings: PageRecording[] = [];
  readonly evidence: PageEvidence[] = [];
  readonly #source: PageSource & { readonly reading: Reading };
  readonly #outline: Outline;
  readonly #limits: PageLimits;
  readonly #mostEntries: number;
  readonly #named: ReadonlySet<ProgramKey>;
  #evidenceRoom: number;

  constructor(
    source: PageSource & { readonly reading: Reading },
    outline: Outline,
    limits: PageLimits,
    mostEntries: number,
  ) {
    this.#source = source;
    this.#outline = outline;
    this.#limits = limits;
    this.#mostEntries = mostEntries;
    this.#named = new Set(
      source.report.findings.flatMap(({ severity, program }) => (severity === 'info' ? [] : [program])),
    );
    this.#evidenceRoom = limits.evidenceBytes;
  }

  async side(name: PageSide, side: LoadedSide, paths: readonly string[]): Promise<void> {
    if (paths.length === 0) {
      const files = side.files.map(({ path }) => path).join(', ');
      this.recordings.push(medianRecording(this.#outline, name, files, this.#mostEntries));
      return;
    }
    for (const path of paths) await this.#recording(name, path);
  }

  async #recording(side: PageSide, path: string): Promise<void> {
    const { reading } = this.#source;
    reading.begin(path);
    await using opened = await openTrace(path);
    const { reader, redactedHere } = await shareableReader(opened);
    const isPart = (program: ProgramKey): boolean => this.#outline.participation.of(program) !== undefined;
    this.recordings.push(
      await eventRecording(reader, {
        side,
        redactedHere,
        onBytes: reading.add,
        rules: this.#source.rules ?? BUILT_IN_RULES,
        mostEntries: this.#mostEntries,
        mostProcesses: this.#limits.processes,
        isPart,
        isTelling: (program) => isPart(program) || this.#named.has(program),
      }),
    );
    const wanted = wantedEvidence(this.#source.report.findings, new Set([reader.header.id]));
    const { lines, bytes } = await evidenceLines(reader, wanted, this.#evidenceRoom);
    this.#evidenceRoom -= bytes;
    this.evidence.push(...lines);
  }
}

function traceFiles({ files }: LoadedSide): readonly string[] {
  return files.flatMap(({ kind, path }) => (kind === 'trace' ? [path] : []));
}

function tracesOf(side: LoadedSide, { recordingsPerSide }: PageLimits): readonly string[] {
  return traceFiles(side).slice(0, recordingsPerSide);
}

function programPaths({ before, after }: Outline, shown: ReadonlySet<ProgramKey>): readonly PageProgram[] {
  const [was, is] = [pathsOf(before), pathsOf(after)];
  return [...shown].sort(byCodeUnit).map((program) => ({
    program,
    pathsBefore: was.get(program) ?? [],
    pathsAfter: is.get(program) ?? [],
  }));
}

function pathsOf(side: Side): ReadonlyMap<ProgramKey, readonly string[]> {
  return new Map(
    factsOf(side, 'program').flatMap((fact) => {
      if (!isPresent(side, fact)) return [];
      const paths = Object.entries(fact.attributes?.path ?? {}).flatMap(([path, counts]) =>
        side.judged.some((run) => (counts[run] ?? 0) > 0) ? [path] : [],
      );
      return [[keyPart(fact, 0), paths.slice(0, MOST_PATHS)] as const];
    }),
  );
}
