/** What one recording and that of an armed Mac do alike: to keep it in a trace, and to take it from eslogger. */
import { dirname, join } from 'node:path';
import type { MacHost } from '../platform/macos/mac-host.ts';
import { valueOf } from '../platform/macos/reading.ts';
import { makePrivateFolder } from '../platform/private-folder.ts';
import { recordLive, type LiveOptions, type LiveResult } from '../recorder/live-source.ts';
import { COST_MS, FLUSH_MS, SYNC_MS } from '../recorder/live-timing.ts';
import { Recording, type RecordingOptions } from '../recorder/recording.ts';
import type { TraceWriter } from '../trace/writer.ts';
import type { PreparedMac } from './record-mac.ts';

export interface OpenRecordingOptions extends Pick<
  RecordingOptions,
  'sync' | 'limits' | 'clock' | 'now' | 'onProgress' | 'earlier'
> {
  readonly host: MacHost;
  readonly flushMs?: number | undefined;
  /** Ends the recording in an orderly way. */
  readonly signal?: AbortSignal | undefined;
}

export function openRecording(writer: TraceWriter, options: OpenRecordingOptions): Recording {
  const { host, flushMs = FLUSH_MS, signal, ...rest } = options;
  const recording = new Recording(writer, {
    ...rest,
    flushMs,
    syncMs: SYNC_MS,
    costMs: COST_MS,
    freeBytes: async () => valueOf(await host.diskSpace(dirname(writer.path)))?.freeBytes,
  });
  const stop = () => recording.stop('stopped');
  signal?.addEventListener('abort', stop);
  void recording.stopping.then(() => signal?.removeEventListener('abort', stop));
  if (signal?.aborted === true) stop();
  return recording;
}

export type RecordMacOptions = Omit<
  LiveOptions,
  'host' | 'events' | 'folder' | 'releaseCanary' | 'newMark'
> & {
  readonly randomBytes: (count: number) => Uint8Array;
};

export async function recordMac(
  recording: Recording,
  { host, subscribed }: PreparedMac,
  { randomBytes, ...options }: RecordMacOptions,
): Promise<LiveResult> {
  const canaries = await makePrivateFolder();
  try {
    return await recordLive(recording, {
      ...options,
      host,
      events: subscribed,
      folder: dirname(recording.writer.path),
      releaseCanary: (name) => host.makeFile(join(canaries.path, name)),
      newMark: () => Buffer.from(randomBytes(8)).toString('hex'),
    });
  } finally {
    await canaries.remove();
  }
}
