import { once } from 'node:events';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import { traceLines } from '../../operations/trace-cat.ts';
import { shellWord } from '../../model/shell-word.ts';

export default class TraceCat extends BaseCommand {
  static override summary = 'Print the event lines of a trace, byte for byte';
  static override description =
    'What eslogger wrote, one JSON object a line. The output is JSON Lines already: --json changes nothing but the form of errors. ' +
    'Nothing altered is ever printed: damage ends the output with exit code 5.';
  static override examples = [
    "<%= config.bin %> <%= command.id %> upgrade.jsonl.zst | jq -r '.process.executable.path' | sort | uniq -c",
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --records',
  ];

  static override args = {
    trace: Args.string({
      required: true,
      description: 'Trace file (.jsonl.zst, or .partial while it is written).',
    }),
  };

  static override flags = {
    records: Flags.boolean({
      summary: 'Print what the recorder noted (segments, gaps, bad lines) instead of events.',
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(TraceCat);
    const { complete, pieces } = await traceLines(args.trace, { records: flags.records });
    for await (const piece of pieces) {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    }
    if (!complete) {
      this.note(
        `warning: ${args.trace} ends early: what came after is not known. See \`esdrift trace verify ${shellWord(args.trace)}\`.`,
      );
    }
    process.exitCode = 0;
  }

  protected override logJson(json: unknown): void {
    if (json !== undefined) super.logJson(json);
  }
}
