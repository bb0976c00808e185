/** One recording, from its first line to a closed trace. */
import { isAbsolute, join } from 'node:path';
import { AppError } from '../errors.ts';
import type { RecordingProgress } from '../model/progress.ts';
import type { RecordingReport } from '../model/recording-report.ts';
import type { Method } from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';
import { runInForeground, type CommandEnd } from '../platform/foreground-command.ts';
import { openMacHost, type MacHost } from '../platform/macos/mac-host.ts';
import { visibleCanary } from '../recorder/canary.ts';
import { EsloggerProcess } from '../recorder/eslogger-process.ts';
import { recordInput } from '../recorder/input-source.ts';
import type { LiveResult } from '../recorder/live-source.ts';
import { LIVE_TIMING, QUEUE_BYTES, type LiveTiming } from '../recorder/live-timing.ts';
import type { RecordingLimits } from '../recorder/recording-limits.ts';
import type { Recording, SyncPolicy } from '../recorder/recording.ts';
import type { RedactionPolicy } from '../recorder/redaction/kinds.ts';
import { newRedactionKey } from '../recorder/redaction/pseudonym.ts';
import { Redactor } from '../recorder/redaction/redactor.ts';
import { checkLimits, DEFAULT_LIMITS } from '../trace/limits.ts';
import { TraceWriter } from '../trace/writer.ts';
import { openRecording, recordMac } from './live-recording.ts';
import { endBroken } from './record-failure.ts';
import { refuseSharedFolder } from './refuse-shared-folder.ts';
import { recordedHeader } from './recorded-header.ts';
import { contentOf, describeCommand, endReasonOf, redactionOf } from './record-report.ts';
import { explainFailure, prepareMac, type PreparedMac } from './record-mac.ts';

export interface RecordOptions {
  /** As the runtime names it. */
  readonly platform: string;
  readonly uid: number | undefined;
  readonly pid: number;
  readonly method?: Method | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  /** Presets and event names. */
  readonly events: string;
  readonly select?: readonly string[];
  readonly out?: string | undefined;
  readonly cwd: string;
  readonly force?: boolean;
  /** A file, or `-`, instead of eslogger. */
  readonly from?: string | undefined;
  readonly redact: RedactionPolicy;
  readonly sync: SyncPolicy;
  readonly limits?: RecordingLimits;
  readonly maxLineBytes?: number | undefined;
  /** An absolute path and arguments; the recording ends `settleMs` after it. */
  readonly command?: readonly string[];
  readonly settleMs?: number;
  /** Ends the recording in an orderly way. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RecordingProgress) => void;
  readonly warn: (message: string) => void;
  readonly now: () => number;
  readonly clock: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Tests hand in a Mac of their own, and do not wait for minutes. */
  readonly host?: MacHost;
  readonly timing?: Partial<LiveTiming & { readonly flushMs: number }>;
  readonly queueBytes?: number;
}

/**
 * Errors: unsupported-here (not macOS, not root, no eslogger, no Full Disk Access), usage, no-events (nothing is left behind), output-exists,
 * output-unwritable. After a failure of the disk what was written stays as `NAME.partial`.
 */
export async function record(options: RecordOptions): Promise<RecordingReport> {
  const host = options.host ?? openMacHost();
  checkUsage(options);
  const mac = options.from === undefined ? await prepareMac(options, host) : undefined;
  for (const warning of mac?.warnings ?? []) options.warn(warning);
  const path = options.out ?? join(options.cwd, defaultName(options.now()));
  await refuseSharedFolder(path, options.uid);
  const writer = await TraceWriter.open(path, { force: options.force ?? false, whenInterrupted: 'keep' });
  const header = recordedHeader(options, mac);
  writer.begin(header);
  const redactor = new Redactor({ policy: options.redact, key: newRedactionKey(), names: mac?.names ?? [] });
  const { clock, now, signal, sync, onProgress } = options;
  const recording = openRecording(writer, {
    host,
    sync,
    limits: options.limits ?? {},
    flushMs: options.timing?.flushMs,
    clock,
    now,
    onProgress,
    signal,
  });
  const startedMs = clock();
  const command = runCommand(options, recording);
  try {
    let live: LiveResult | undefined;
    if (mac === undefined) await takeInput(options, recording, redactor);
    else live = await takeLive(options, mac, recording, redactor);
    await recording.settle();
    if (recording.events === 0)
      throw explainFailure(live?.lastEnd, mac, options.from, await recording.stopping);
    const reason = await recording.stopping;
    const summary = await recording.close(reason);
    return {
      kind: 'esdrift.recording',
      producer: PRODUCER,
      path,
      id: header.id,
      source: mac === undefined ? 'input' : 'eslogger',
      endReason: endReasonOf(reason),
      durationMs: Math.round(clock() - startedMs),
      ...contentOf(summary),
      restarts: live?.restarts ?? 0,
      canaries:
        mac === undefined || visibleCanary(mac.subscribed, options.select ?? []).length === 0
          ? null
          : (live?.canaries ?? null),
      subscription:
        mac === undefined
          ? null
          : { events: mac.subscribed, missing: mac.missing, select: options.select ?? [] },
      redaction: redactionOf(redactor),
      command: describeCommand(await command),
      bytes: writer.bytesWritten,
    };
  } catch (error) {
    recording.stop('failed');
    await recording.settle().catch(() => undefined);
    throw await endBroken(writer, recording.events, error);
  }
}

function checkUsage({ from, command = [], select = [] }: RecordOptions): void {
  const [program] = command;
  if (program !== undefined && from !== undefined) {
    throw new AppError(
      'usage',
      'A command cannot be run with --from: nothing here records what it does.',
      'Leave out --from, or run the command by itself.',
    );
  }
  if (program !== undefined && !isAbsolute(program)) {
    throw new AppError(
      'usage',
      `${program} is no absolute path; what root runs is not looked for.`,
      `Name it whole, such as /usr/sbin/softwareupdate: \`command -v ${program}\` says where it is.`,
    );
  }
  const prefix = select.find((one) => !isAbsolute(one));
  if (prefix !== undefined) {
    throw new AppError(
      'usage',
      `--select is "${prefix}"; it takes the beginning of an executable's absolute path.`,
      'For example: --select /System/Library/',
    );
  }
}

function defaultName(now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `recording-${stamp}.jsonl.zst`;
}

async function takeInput(options: RecordOptions, recording: Recording, redactor: Redactor): Promise<void> {
  await recordInput(recording, {
    from: options.from ?? '-',
    limits: lineLimits(options),
    queueBytes: options.queueBytes ?? QUEUE_BYTES,
    redactor,
    clock: options.clock,
  });
  recording.stop('end-of-input');
}

function takeLive(
  options: RecordOptions,
  mac: PreparedMac,
  recording: Recording,
  redactor: Redactor,
): Promise<LiveResult> {
  const { pid, select = [], clock, now, warn, randomBytes } = options;
  return recordMac(recording, mac, {
    startEslogger: () =>
      EsloggerProcess.start({ path: mac.host.tools.eslogger, events: mac.subscribed, select }),
    pid,
    select,
    redactor,
    maxLineBytes: lineLimits(options).maxLineBytes,
    queueBytes: options.queueBytes ?? QUEUE_BYTES,
    timing: { ...LIVE_TIMING, ...options.timing },
    clock,
    now,
    randomBytes,
    warn,
  });
}

function lineLimits({ maxLineBytes }: RecordOptions): typeof DEFAULT_LIMITS {
  return checkLimits({ ...DEFAULT_LIMITS, ...(maxLineBytes !== undefined && { maxLineBytes }) });
}

/** The command begins when eslogger has shown an event: what it does before would not be seen. */
async function runCommand(options: RecordOptions, recording: Recording): Promise<CommandEnd | undefined> {
  const [program, ...args] = options.command ?? [];
  if (program === undefined) return undefined;
  await Promise.race([recording.ready, recording.stopping]);
  if (recording.isStopping) return { kind: 'not-started', reason: 'the recording ended before' };
  const end = await runInForeground(program, args, (pid) =>
    recording.record({ kind: 'own-process', segment: recording.segment, pid, role: 'command' }),
  );
  await recording.pause(options.settleMs ?? 0);
  recording.stop('command-ended');
  return end;
}
