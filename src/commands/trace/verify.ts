import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.ts';
import type { TraceVerification } from '../../model/trace-report.ts';
import { VERIFY_EXIT, verifyTrace } from '../../operations/trace-verify.ts';
import { terminalOf } from '../../report/terminal.ts';
import { renderVerification } from '../../report/trace-verification.ts';

export default class TraceVerify extends BaseCommand {
  static override summary = 'Check every byte of a trace';
  static override description =
    'Ends with 0 only for a whole, closed trace; with 3 for one that was cut or not closed but reads; with 5 for a damaged one, ' +
    'naming every place.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --schema',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file (.jsonl.zst).' }),
  };

  static override flags = {
    schema: Flags.boolean({
      summary:
        'Also say how the lines differ from what eslogger is known to write: each deviation once, with its count.',
    }),
  };

  async run(): Promise<TraceVerification> {
    const { args, flags } = await this.parse(TraceVerify);
    const document = await verifyTrace(args.trace, { schema: flags.schema });
    const text = renderVerification(document, terminalOf(process.stdout, process.env));
    return this.finish({ document, text, exitCode: VERIFY_EXIT[document.state] });
  }
}
