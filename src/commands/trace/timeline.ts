import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { Timeline } from '../../model/timeline.ts';
import { timeline } from '../../operations/timeline.ts';
import { terminalOf } from '../../report/terminal.ts';
import { renderTimeline } from '../../report/timeline.ts';

const DEFAULT_ENTRIES = 500;

export default class TraceTimeline extends BaseCommand {
  static override summary = 'List what happened in a trace, in order';
  static override description =
    'One line for each start, end, file operation, mount and other event, with its offset from the first. Lines that repeat ' +
    '(same program, same directory, within seconds) are one with a count. Lost events, times without a recording and restarts ' +
    'are marked where they are.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --since 8m --until 12m',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --program mobileassetd --events rename,unlink',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file (.jsonl.zst).' }),
  };

  static override flags = {
    program: Flags.string({
      helpValue: 'GLOB',
      description: 'Only what programs did whose name, path, signing id or job label matches (* and ?).',
    }),
    events: Flags.string({
      helpValue: 'LIST',
      description:
        'Only these event types, with commas between. [default: all but the quiet ones, such as open and close]',
    }),
    since: Flags.string({
      helpValue: 'OFFSET',
      description: 'From an offset (90s, 10m, 00:01:30) or a UTC time on.',
    }),
    until: Flags.string({ helpValue: 'OFFSET', description: 'Up to an offset or a UTC time.' }),
    limit: Flags.integer({
      min: 0,
      default: DEFAULT_ENTRIES,
      helpValue: 'N',
      description: 'Most lines; 0: all.',
    }),
    fold: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Show repeated events once, with a count.',
    }),
    strict: Flags.boolean({ description: 'Refuse a trace with lines that are no events.' }),
    width: Flags.integer({
      min: 40,
      helpValue: 'N',
      description: 'Columns. [default: those of the terminal]',
    }),
  };

  async run(): Promise<Timeline> {
    const { args, flags } = await this.parse(TraceTimeline);
    const events = flags.events
      ?.split(',')
      .map((type) => type.trim())
      .filter((type) => type !== '');
    const { program, since, until, limit, fold, strict } = flags;
    const chosen = { program, events, since, until, limit, fold, strict };
    const document = await timeline(args.trace, { ...this.watchProgress(), ...chosen });
    const here = terminalOf(process.stdout, process.env);
    const text = this.jsonEnabled()
      ? ''
      : renderTimeline(document, { ...here, columns: flags.width ?? here.columns });
    return this.finish({ document, text });
  }
}
