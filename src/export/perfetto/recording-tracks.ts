/** The lanes above the processes: segments, phases, and what was not recorded. */
import type { DetectedPhase } from '../../model/detection.ts';
import type { RecordingNote } from '../../model/recording.ts';
import type { SequenceGap } from '../../model/trace.ts';
import { exactNs } from '../exact-time.ts';
import { eventPacket, trackPacket, type Annotations } from './packets.ts';

export interface RecordingTracksOptions {
  readonly recording: RecordingNote;
  readonly phases: readonly DetectedPhase[];
  readonly gaps: readonly SequenceGap[];
  /** Makes the uuid of a track out of a small number. */
  readonly uuidOf: (index: number) => bigint;
}

interface Slice {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly name: string;
  readonly annotations: Annotations;
}

/** Numbers of tracks that `recordingPackets` takes, from 0. */
export const RECORDING_TRACKS = 8;
const [GROUP, PHASES, BLIND, GAPS, SEGMENTS] = [1, 2, 3, 4, 5];

export function* recordingPackets(options: RecordingTracksOptions): Generator<Buffer, void> {
  const { recording, uuidOf } = options;
  const startNs = exactNs(recording.startedAt) ?? 0n;
  const endNs = later(exactNs(recording.endedAt) ?? startNs, startNs);
  const group = uuidOf(GROUP);
  const description = `${recording.provenance} recording ${recording.trace}, method ${recording.method}`;
  yield trackPacket({ uuid: 0n, ordersProcesses: true, ordersChildren: true }, startNs);
  yield trackPacket({ uuid: group, name: 'Recording', description, ordersChildren: true, rank: -1 }, startNs);

  const at = (ms: number): bigint => startNs + BigInt(Math.round(ms * 1_000_000));
  const lane = (index: number, name: string): Buffer =>
    trackPacket({ uuid: uuidOf(index), parent: group, name, rank: index }, startNs);

  yield lane(PHASES, 'Upgrade phases');
  yield* slicesOn(uuidOf(PHASES), 'phase', phaseSlices(options.phases, endNs));
  yield lane(BLIND, 'Not recorded');
  yield* slicesOn(
    uuidOf(BLIND),
    'blind-window',
    recording.blindWindows.map(({ fromMs, toMs, reason }) => ({
      fromNs: at(fromMs),
      toNs: at(toMs),
      name: `nothing recorded: ${reason}`,
      annotations: { reason },
    })),
  );
  yield lane(GAPS, 'Lost events');
  yield* gapMarkers(uuidOf(GAPS), options.gaps, startNs);
  yield lane(SEGMENTS, 'Segments');
  yield* slicesOn(
    uuidOf(SEGMENTS),
    'segment',
    recording.segments.map(({ segment, boot, startMs, endMs, events, lost }) => ({
      fromNs: at(startMs),
      toNs: at(endMs),
      name: `segment ${segment}, boot ${boot}`,
      annotations: { segment, boot, events, lost, startMs: String(startMs), endMs: String(endMs) },
    })),
  );
}

/** A phase lasts until the next one begins. */
function phaseSlices(phases: readonly DetectedPhase[], endNs: bigint): readonly Slice[] {
  const timed = phases.flatMap((phase) => {
    const fromNs = exactNs(phase.time);
    return fromNs === undefined ? [] : [{ phase, fromNs }];
  });
  const sorted = timed.toSorted((a, b) => (a.fromNs < b.fromNs ? -1 : a.fromNs > b.fromNs ? 1 : 0));
  return sorted.map(({ phase, fromNs }, index) => ({
    fromNs,
    toNs: sorted[index + 1]?.fromNs ?? later(endNs, fromNs),
    name: phase.phase,
    annotations: { rule: phase.rule ?? 'the recording itself', evidence: phase.evidence.length },
  }));
}

function* slicesOn(track: bigint, category: string, slices: readonly Slice[]): Generator<Buffer, void> {
  let end = 0n;
  for (const { fromNs, toNs, name, annotations } of slices) {
    // One lane holds no two slices at once; late lines can make segments overlap.
    const from = later(fromNs, end);
    end = later(toNs, from);
    yield eventPacket({ kind: 'begin', track, ns: from, name, category, annotations });
    yield eventPacket({ kind: 'end', track, ns: end });
  }
}

function* gapMarkers(track: bigint, gaps: readonly SequenceGap[], startNs: bigint): Generator<Buffer, void> {
  for (const { segment, eventType, from, to, lost, after, before } of gaps) {
    const time = after ?? before;
    yield eventPacket({
      kind: 'instant',
      track,
      ns: (time === undefined ? undefined : exactNs(time)) ?? startNs,
      name: `${lost} lost${eventType === undefined ? '' : ` of type ${eventType}`}`,
      category: 'gap',
      annotations: { lost, segment, eventType: eventType ?? 'any', from, to, after, before },
    });
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
