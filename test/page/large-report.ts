/** A report as large as a page must stay usable with: many findings, and timelines of many events. The same every time. */
import { CHANGE_KINDS, PHASES, SEVERITIES, type DriftReport, type Finding } from '../../src/model/drift.ts';
import type { PageDocument, PageRecording, PageSide } from '../../src/model/page.ts';
import { PRODUCER } from '../../src/model/version.ts';
import { entryColumns, type EntryRow } from '../../src/views/entry-columns.ts';

const PROGRAMS = 400;
const LENGTH_MS = 50 * 60_000;
const VERBS = ['starts', 'ends', 'create', 'rename', 'unlink', 'mount'] as const;

export interface LargeReport {
  readonly report: DriftReport;
  readonly page: PageDocument;
}

/** `events`: entries of both timelines together. */
export function largeReport(findings: number, events: number): LargeReport {
  const list = Array.from({ length: findings }, (_, index) => findingOf(index));
  const count = (severity: string): number => list.filter((finding) => finding.severity === severity).length;
  const summary = {
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    info: count('info'),
    inconclusive: 0,
    accepted: 0,
  };
  const side = { name: 'made for a test', files: [], runs: [] };
  return {
    report: {
      kind: 'esdrift.drift-report',
      formatVersion: 1,
      producer: PRODUCER,
      before: side,
      after: side,
      verdict: 'drift',
      failOn: 'medium',
      require: null,
      policy: { preset: 'recommended', unmatched: [] },
      summary,
      comparability: [],
      findings: list,
      rules: null,
      acceptance: { expired: [], undated: [], stale: [] },
    },
    page: {
      kind: 'esdrift.page',
      formatVersion: 1,
      producer: PRODUCER,
      tree: Array.from({ length: PROGRAMS }, (_, index) => ({
        depth: index === 0 ? 0 : 1 + (index % 3),
        program: programOf(index),
        wasProgram: null,
        before: { runs: 5, seenIn: 5, count: 1, firstMs: index },
        after: { runs: 1, seenIn: 1, count: 1, firstMs: index },
        mark: 'same',
        findings: [],
        part: index % 20 === 0 ? 'in a test' : null,
        repeated: false,
      })),
      treeLeft: 0,
      programs: [],
      handoffs: [],
      handoffsLeft: 0,
      recordings: [
        recordingOf('before', Math.floor(events / 2)),
        recordingOf('after', Math.ceil(events / 2)),
      ],
      recordingsLeft: 0,
      evidence: [],
      evidenceLeft: 0,
    },
  };
}

function programOf(index: number): string {
  return `platform:com.apple.program-${index % PROGRAMS}`;
}

function pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('Nothing to pick from.');
  return value;
}

function findingOf(index: number): Finding {
  const program = programOf(index * 7);
  const path = `/System/Library/AssetsV2/com_apple_MobileAsset/{hash}.asset/AssetData/payload.${index}`;
  return {
    id: index.toString(16).padStart(12, '0'),
    change: pick(CHANGE_KINDS, index),
    severity: pick(SEVERITIES, Math.floor(index / 3)),
    certainty: 'observed',
    program,
    subject: `${program} rename ${path}`,
    before: index % 2 === 0 ? path : null,
    after: index % 3 === 0 ? null : `${path}.moved`,
    support: { runs: 5, seenIn: 5 },
    holds: { in: 1, of: 1 },
    part: null,
    surprise: 4.6,
    phase: pick(PHASES, index),
    evidence: [],
    members: { total: 0, shown: [] },
    affects: [],
    reason: `${program.slice(9)} no longer renames into ${path}; before: in 5 of 5 runs, first at +7:36.`,
    accepted: null,
  };
}

function recordingOf(side: PageSide, events: number): PageRecording {
  const rows = Array.from({ length: events }, (_, index): EntryRow => {
    const at = index * 7 + (index % 5);
    const verb = pick(VERBS, at);
    return {
      program: {
        key: programOf(at),
        name: `program-${at % PROGRAMS}`,
        path: `/usr/libexec/program-${at % PROGRAMS}`,
        part: at % PROGRAMS < 60,
      },
      offsetMs: Math.floor((index / Math.max(1, events)) * LENGTH_MS),
      forMs: 0,
      segment: 0,
      globalSeq: index,
      count: 1,
      pid: 100 + (at % PROGRAMS),
      eventType: verb === 'starts' ? 'exec' : verb === 'ends' ? 'exit' : verb,
      verb,
      object: `/System/Volumes/Data/private/var/folders/${index % 1000}/file-${index}`,
      source: null,
      detail: null,
    };
  });
  return {
    side,
    basis: 'events',
    name: `${side}.jsonl.zst`,
    runs: 1,
    note: null,
    endMs: LENGTH_MS,
    segments: [{ startMs: 0, endMs: LENGTH_MS, reboot: false }],
    blindWindows: [],
    gaps: [],
    phases: [],
    entries: entryColumns(rows),
    entriesLeft: 0,
    processes: [],
    processesLeft: 0,
    detection: null,
    redactedHere: false,
  };
}
