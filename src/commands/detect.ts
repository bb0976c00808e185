import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { AppError } from '../errors.ts';
import { maxLineSize } from '../limit-flags.ts';
import type { Detection, DetectionEvent } from '../model/detection.ts';
import { detectFollowing, isBeingWritten, type FollowedDetection } from '../operations/detect-follow.ts';
import { detectLive } from '../operations/detect-live.ts';
import { detect, detectionEvent, exitOfDetection, type DetectOptions } from '../operations/detect.ts';
import { loadRules } from '../operations/rules-file.ts';
import { parseOsVersion } from '../operations/trace-facts.ts';
import { renderDetection, renderDetectionEvent } from '../report/detection.ts';
import { terminalOf } from '../report/terminal.ts';
import { stopOnSignal } from '../stop-signals.ts';

const ENDED: Readonly<Record<Exclude<FollowedDetection['end'], 'closed'>, string>> = {
  left: 'warning: nobody writes this recording any more, and nobody closed it: its recorder was killed, or the trace was cut. What came until then counts.',
  stopped: 'stopped while the recording goes on; what came until then counts',
};

export default class Detect extends BaseCommand {
  static override summary = 'Find out whether, when and how an upgrade began';
  static override description =
    'Runs detection rules over a trace, or over lines of eslogger as they come, and says: did an upgrade start, when, over the air or by ' +
    'a full installer, minor or major, which phases it reached, how it ended, how sure that is, and on which events it rests.\n\n' +
    'Ends with 0 when it has an answer, also when the answer is that nothing began; with 3 when it cannot tell, and says why. ' +
    'Errors end as everywhere: 2 for wrong usage or rules, 3 for no events, 5 for what cannot be read.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst',
    'sudo eslogger exec fork exit create rename clone copyfile unlink mount signal | <%= config.bin %> <%= command.id %> - --jsonl',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --follow',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --rules ours.rules.json --all',
  ];

  static override args = {
    trace: Args.string({
      required: true,
      description: 'Trace file, also one that is still being written (.partial), or - for lines of eslogger.',
    }),
  };

  static override flags = {
    rules: Flags.string({ helpValue: 'FILE', summary: 'Rules to run. [default: the built-in ones]' }),
    jsonl: Flags.boolean({
      summary: 'One JSON line for each rule that fires, when it fires, and the answer as the last line.',
      exclusive: ['json'],
    }),
    'from-os': Flags.string({
      helpValue: 'VERSION:BUILD',
      summary: 'macOS that ran before, such as 26.1:25B78, to tell minor from major. [default: as recorded]',
    }),
    follow: Flags.boolean({
      char: 'f',
      summary: 'Go on while the trace is being written, until it is closed or Ctrl-C.',
    }),
    all: Flags.boolean({ summary: 'Show every rule and every signal that stayed silent.' }),
    'max-line-size': maxLineSize(),
  };

  async run(): Promise<Detection> {
    const { args, flags } = await this.parse(Detect);
    const fromOs = flags['from-os'];
    const terminal = terminalOf(process.stdout, process.env);
    const isLive = args.trace === '-' || flags.follow;
    if (args.trace === '-' && flags.follow)
      throw new AppError(
        'usage',
        'Standard input is followed anyway.',
        'Leave out --follow, or name a trace.',
      );
    const show = (event: DetectionEvent): void => {
      if (flags.jsonl) process.stdout.write(`${JSON.stringify(event)}\n`);
      else if (isLive && !this.jsonEnabled())
        process.stdout.write(`${renderDetectionEvent(event, terminal)}\n`);
    };
    const options = {
      rules: await loadRules(flags.rules),
      os: fromOs === undefined ? undefined : parseOsVersion(fromOs, '--from-os'),
      onFiring: (...firing: Parameters<typeof detectionEvent>) => show(detectionEvent(...firing)),
    };
    const detection =
      args.trace === '-'
        ? await this.#live(options, flags['max-line-size'])
        : flags.follow
          ? await this.#follow(args.trace, options)
          : await this.#once(args.trace, { ...options, ...(flags.jsonl ? {} : this.watchProgress()) });
    const text = flags.jsonl
      ? JSON.stringify(detection)
      : renderDetection(detection, {
          ...terminal,
          all: flags.all,
          path: args.trace === '-' ? undefined : args.trace,
        });
    return this.finish({ document: detection, text, exitCode: exitOfDetection(detection) });
  }

  async #once(path: string, options: DetectOptions): Promise<Detection> {
    if (await isBeingWritten(path))
      this.note(`note: ${path} is still being written; this looks at what is there. --follow goes on`);
    return detect(path, options);
  }

  async #follow(path: string, options: DetectOptions): Promise<Detection> {
    const { detection, end } = await detectFollowing(path, {
      ...options,
      signal: stopOnSignal(),
      onStart: (found) => this.note(`reading ${found} until it is closed; Ctrl-C ends`),
    });
    if (end !== 'closed') this.note(ENDED[end]);
    return detection;
  }

  async #live(
    options: Omit<Parameters<typeof detectLive>[0], 'signal'>,
    maxLineBytes: number | undefined,
  ): Promise<Detection> {
    const { detection, badLines } = await detectLive({ ...options, maxLineBytes, signal: stopOnSignal() });
    if (badLines > 0) this.note(`warning: ${badLines} lines were no events, or too long, and were left out`);
    return detection;
  }
}
