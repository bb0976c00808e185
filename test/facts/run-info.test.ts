import { describe, expect, it } from 'vitest';
import { buildRunInfo } from '../../src/facts/run-info.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import type { SegmentSummary, SequenceGap, TraceHeader, TraceSummary } from '../../src/model/trace.ts';

const START = Date.UTC(2026, 10, 23, 10);
const at = (ms: number): string => new Date(START + ms).toISOString();

const header: TraceHeader = {
  kind: 'esdrift.trace',
  formatVersion: 1,
  producer: { name: 'esdrift', version: '1' },
  id: '01900000-0000-7000-8000-000000000001',
  provenance: 'recorded',
  method: 'ota',
  labels: {},
  host: { arch: 'arm64' },
  redaction: { policy: 'default' },
  startedAt: at(0),
};

function segment(
  index: number,
  fromMs: number,
  toMs: number,
  firstMach: number,
  more: Partial<SegmentSummary> = {},
): SegmentSummary {
  return {
    segment: index,
    events: 10,
    duplicates: 0,
    firstTime: at(fromMs),
    lastTime: at(toMs),
    firstGlobalSeq: 0,
    lastGlobalSeq: 9,
    firstMachTime: firstMach,
    lastMachTime: firstMach + 1000,
    lost: 0,
    lostByType: {},
    messageVersions: [10],
    ...more,
  };
}

function runOf(
  segments: readonly SegmentSummary[],
  gaps: readonly SequenceGap[] = [],
  lastCanaries?: ReadonlyMap<number, string | undefined>,
): RunInfo {
  const summary: TraceSummary = {
    kind: 'esdrift.trace-summary',
    formatVersion: 1,
    events: 20,
    eventsByType: { fork: 1, exec: 19 },
    badLines: 0,
    oversizeLines: 0,
    segments,
    gaps,
    frames: [],
    digest: 'd'.repeat(64),
  };
  return buildRunInfo({
    header,
    summary,
    cut: false,
    systems: new Map([[1, { productVersion: '26.2', buildVersion: '25C56' }]]),
    lastCanaries,
    role: 'upgrade',
    startMs: START,
  });
}

describe('buildRunInfo', () => {
  it('tells a restart of the Mac from one of eslogger, and which build acted', () => {
    const run = runOf([segment(0, 0, 100, 5000), segment(1, 200, 300, 40), segment(2, 400, 500, 9000)]);
    expect(run.segments).toEqual([
      { startMs: 0, endMs: 100, reboot: false },
      { startMs: 200, endMs: 300, reboot: true, build: '25C56' },
      { startMs: 400, endMs: 500, reboot: false },
    ]);
  });

  it('places what was lost before a segment began behind the segment before', () => {
    const gap = {
      segment: 1,
      eventType: undefined,
      from: 0,
      to: 4,
      lost: 5,
      after: undefined,
      before: at(200),
    };
    const lossy = segment(1, 200, 300, 9000, { lost: 5, lostByType: { exec: 2 } });
    const run = runOf([segment(0, 0, 100, 5000), lossy], [gap]);
    expect(run.gaps).toEqual([{ lost: 5, fromMs: 100, toMs: 200 }]);
    expect(run).toMatchObject({ lost: 5, lostByType: { exec: 2 }, lostUnattributed: 3 });
  });

  it('trusts a segment up to its last canary, one without a canary not at all, and an import as it stands', () => {
    const segments = [segment(0, 0, 100, 1), segment(1, 200, 300, 1), segment(2, 400, 500, 1)];
    const canaries = new Map([
      [0, at(60)],
      [1, undefined],
    ]);
    const trusted = (run: RunInfo): (number | undefined)[] => run.segments.map(({ trustedMs }) => trustedMs);
    expect(trusted(runOf(segments, [], canaries))).toEqual([60, 200, 400]);
    expect(trusted(runOf(segments))).toEqual([undefined, undefined, undefined]);
  });

  it('joins neighbouring windows where there are too many, and loses none of them', () => {
    const gaps = Array.from({ length: 5000 }, (_, index): SequenceGap => ({
      segment: 0,
      eventType: index % 2 === 0 ? 'exec' : undefined,
      from: index,
      to: index,
      lost: 1,
      after: at(index * 10),
      before: at(index * 10 + 5),
    }));
    const { gaps: windows } = runOf([segment(0, 0, 60_000, 1)], gaps);
    expect(windows.length).toBeLessThanOrEqual(240);
    expect(windows.reduce((sum, { lost }) => sum + lost, 0)).toBe(5000);
    for (const { eventType, after = '' } of gaps) {
      const ms = Date.parse(after) - START;
      expect(
        windows.some((window) => window.eventType === eventType && window.fromMs <= ms && ms <= window.toMs),
      ).toBe(true);
    }
  });

  it('sorts what has no order, and keeps no time of day', () => {
    const run = runOf([segment(0, 0, 100, 1)]);
    expect(Object.keys(run.eventsByType)).toEqual(['exec', 'fork']);
    expect(JSON.stringify(run)).not.toContain('2026');
  });
});
