/** A side without events: what its runs have in common, drawn where it usually happens: each run's time is stretched so that phases begin together, and of that the median. */
import type { Outline } from '../../drift/outline.ts';
import { factsOf, isPresent, keyPart, type Side } from '../../drift/side.ts';
import { median } from '../../drift/support.ts';
import type { Fact } from '../../model/facts.ts';
import type { PageRecording, PageSegment, PageSide } from '../../model/page.ts';
import { entryColumns, nameOfProgram, type EntryRow } from '../../views/entry-columns.ts';
import { pageSupport } from './support.ts';

export function medianRecording(outline: Outline, side: PageSide, name: string, most: number): PageRecording {
  const facts = outline[side];
  const segments = segmentsOf(facts);
  const rows = rowsOf(facts, outline, segments);
  const entries = rows.slice(0, most).sort((a, b) => a.offsetMs - b.offsetMs);
  return {
    side,
    basis: 'medians',
    name,
    runs: facts.judged.length,
    note: null,
    endMs: segments.at(-1)?.endMs ?? 0,
    segments,
    blindWindows: segments.slice(1).map(({ startMs }, index) => ({
      fromMs: segments[index]?.endMs ?? 0,
      toMs: startMs,
      reason: 'no recording between two segments, median over the runs',
    })),
    gaps: [],
    phases: outline.phasesOf(facts),
    entries: entryColumns(entries),
    entriesLeft: rows.length - entries.length,
    processes: [],
    processesLeft: 0,
    detection: null,
    redactedHere: false,
  };
}

/** Behaviour of programs that take part first. */
function rowsOf(side: Side, outline: Outline, segments: readonly PageSegment[]): EntryRow[] {
  const rows: EntryRow[] = [];
  for (const kind of ['launch', 'file', 'event'] as const) {
    for (const fact of factsOf(side, kind)) {
      const isOrigin = kind === 'file' && keyPart(fact, 1).endsWith('-from');
      if (isPresent(side, fact) && !isOrigin) rows.push(rowOf(side, fact, outline, segments));
    }
  }
  return rows.sort((a, b) => Number(b.program.part) - Number(a.program.part));
}

function rowOf(
  side: Side,
  fact: Fact,
  { participation, usualMs }: Outline,
  segments: readonly PageSegment[],
): EntryRow {
  const isLaunch = fact.kind === 'launch';
  const key = keyPart(fact, isLaunch ? 1 : 0);
  const support = pageSupport(side, [fact], (run, offsetMs) => usualMs(side, run, offsetMs));
  const { runs, seenIn, count, firstMs } = support ?? { runs: 0, seenIn: 0, count: 0, firstMs: 0 };
  const act = actOf(fact);
  const seen = `in ${seenIn} of ${runs} runs`;
  return {
    program: { key, name: nameOfProgram(key), path: '', part: participation.of(key) !== undefined },
    offsetMs: firstMs,
    forMs: 0,
    segment: Math.max(
      0,
      segments.findLastIndex(({ startMs }) => startMs <= firstMs),
    ),
    globalSeq: -1,
    count: Math.max(1, Math.round(count)),
    pid: null,
    ...act,
    detail: act.detail === null ? seen : `${act.detail}, ${seen}`,
  };
}

/** In the words of a timeline of events. */
function actOf(fact: Fact): Pick<EntryRow, 'eventType' | 'verb' | 'object' | 'source' | 'detail'> {
  const none = { object: null, source: null, detail: null };
  if (fact.kind === 'launch')
    return { ...none, eventType: 'exec', verb: 'starts', source: nameOfProgram(keyPart(fact, 0)) };
  const [type, object] = [keyPart(fact, 1), keyPart(fact, 2)];
  if (fact.kind === 'event' && type === 'exit')
    return { ...none, eventType: type, verb: 'ends', detail: object === '' ? null : object };
  return { ...none, eventType: type, verb: type, object: object === '' ? null : object };
}

/** Median edges of the n-th segment, over the runs that have as many segments as most. */
function segmentsOf(side: Side): readonly PageSegment[] {
  const all = side.judged.flatMap((run) => {
    const info = side.runs[run];
    return info === undefined ? [] : [info.segments];
  });
  const usual = median(all.map(({ length }) => length));
  const alike = all.filter(({ length }) => length === usual);
  const [first = []] = alike.length > 0 ? alike : all;
  return first.map((segment, index) => ({
    startMs: Math.round(median(alike.flatMap((segments) => segments[index]?.startMs ?? []))),
    endMs: Math.round(median(alike.flatMap((segments) => segments[index]?.endMs ?? []))),
    reboot: segment.reboot,
  }));
}
