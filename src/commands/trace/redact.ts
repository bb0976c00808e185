import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { TraceRedaction } from '../../model/trace-report.ts';
import { redactTrace } from '../../operations/trace-redact.ts';
import { terminalOf } from '../../report/terminal.ts';
import { renderRedaction } from '../../report/trace-redaction.ts';

export default class TraceRedact extends BaseCommand {
  static override summary = 'Take names and secrets out of a trace';
  static override description =
    'Writes the same recording with user names, addresses, serial numbers, tokens and the like as stable pseudonyms, and environment ' +
    'values dropped: what `record` does while it records. The input is not touched. The new trace keeps the id, so that a baseline ' +
    'counts both as one run, and it compares with traces that were not redacted. What only the Mac itself knew to be a name, such as ' +
    'its serial number standing alone, can be told only while it records.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --out upgrade.redacted.jsonl.zst',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --out upgrade.strict.jsonl.zst --redact strict',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file (.jsonl.zst), whole and closed.' }),
  };

  static override flags = {
    out: Flags.string({ char: 'o', required: true, helpValue: 'FILE', summary: 'Trace to write.' }),
    force: Flags.boolean({ summary: 'Replace FILE if it is there.' }),
    redact: Flags.option({
      options: ['default', 'strict'] as const,
      default: 'default' as const,
      summary: 'strict also hides arguments nothing is known about, and names of files in homes.',
    })(),
  };

  async run(): Promise<TraceRedaction> {
    const { args, flags } = await this.parse(TraceRedact);
    const { out, force, redact: policy } = flags;
    const document = await redactTrace(args.trace, { out, force, policy, ...this.watchProgress() });
    return this.finish({
      document,
      text: renderRedaction(document, terminalOf(process.stdout, process.env)),
    });
  }
}
