import { randomBytes } from 'node:crypto';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { duration, maxLineSize } from '../limit-flags.ts';
import type { RecordingReport } from '../model/recording-report.ts';
import { record } from '../operations/record.ts';
import { parseLabels } from '../operations/trace-facts.ts';
import { DISK_FLOOR_BYTES, recordingFlags, RECORDED_METHODS } from '../recording-flags.ts';
import { liveLine } from '../report/live-line.ts';
import { renderRecording } from '../report/recording.ts';
import { terminalOf } from '../report/terminal.ts';
import { stopOnSignal } from '../stop-signals.ts';

export default class Record extends BaseCommand {
  static override summary = 'Record what this Mac does, with eslogger';
  static override description =
    'Starts eslogger, redacts its lines and writes them into a trace, with a record of everything that was lost or could not be seen. ' +
    'Ends with Ctrl-C, at a limit, or after COMMAND; the trace is whole in each case. Needs root and Full Disk Access, see `esdrift doctor`. ' +
    'With --from it takes lines that eslogger wrote elsewhere, on any system. eslogger hides what its own process group does, so it ' +
    'runs in one of its own, and COMMAND stays in yours.';
  static override usage = ['<%= command.id %> [FLAGS] [-- COMMAND...]'];
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %> --method ota --out run-1.jsonl.zst -- /usr/sbin/softwareupdate --install --all',
    'sudo <%= config.bin %> <%= command.id %> --method control --max-time 20m',
    "ssh mac 'sudo eslogger exec fork exit' | <%= config.bin %> <%= command.id %> --from - --out mac.jsonl.zst",
  ];
  static override strict = false;

  static override flags = {
    method: Flags.option({
      options: RECORDED_METHODS,
      summary: 'How the Mac is being upgraded; control: it is not.',
    })(),
    ...recordingFlags,
    select: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PREFIX',
      summary: 'Only programs whose path begins so; hides everything else. May be repeated.',
    }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Trace to write. [default: recording-TIME]' }),
    force: Flags.boolean({ summary: 'Replace the trace if it is there.' }),
    from: Flags.string({
      helpValue: 'FILE|-',
      summary: 'Take lines from a file or a pipe, not from eslogger.',
    }),
    'max-time': duration({ summary: 'End after so long, such as 90m.' }),
    settle: duration({ summary: 'Go on for so long after COMMAND. [default: 30s]' }),
    'max-line-size': maxLineSize(),
  };

  async run(): Promise<RecordingReport> {
    const { argv, flags } = await this.parse(Record);
    const live = this.liveLine();
    const report = await record({
      platform: process.platform,
      uid: process.getuid?.(),
      pid: process.pid,
      method: flags.method,
      labels: parseLabels(flags.label ?? []),
      events: flags.events,
      select: flags.select ?? [],
      out: flags.out,
      cwd: '.',
      force: flags.force,
      from: flags.from,
      redact: flags.redact,
      sync: flags.sync,
      limits: {
        maxMs: flags['max-time'],
        maxBytes: flags['max-size'],
        diskFloorBytes: flags['disk-floor'] ?? DISK_FLOOR_BYTES,
      },
      maxLineBytes: flags['max-line-size'],
      command: argv.map(String),
      settleMs: flags.settle ?? 30_000,
      signal: stopOnSignal(),
      ...(live !== undefined && { onProgress: (progress) => live.draw(liveLine(progress)) }),
      warn: (message) => this.note(`warning: ${message}`),
      now: () => Date.now(),
      clock: () => performance.now(),
      randomBytes,
    });
    return this.finish({
      document: report,
      text: renderRecording(report, terminalOf(process.stdout, process.env)),
    });
  }
}
