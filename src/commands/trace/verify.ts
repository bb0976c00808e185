import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { TraceVerification } from '../../model/trace-report.ts';
import { verifyExit, verifyTrace } from '../../operations/trace-verify.ts';
import { terminalOf } from '../../report/terminal.ts';
import { renderVerification } from '../../report/trace-verification.ts';

export default class TraceVerify extends BaseCommand {
  static override summary = 'Check every byte of a trace';
  static override description =
    'Ends with 0 only for a whole, closed trace; with 3 for one that was cut or not closed but reads; with 5 for a damaged one, ' +
    'naming every place. With --no-secrets also with 5 for one that was never redacted, or that holds what redaction would still replace.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --schema',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --no-secrets',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file (.jsonl.zst).' }),
  };

  static override flags = {
    schema: Flags.boolean({
      summary:
        'Also say how the lines differ from what eslogger is known to write: each deviation once, with its count.',
    }),
    'no-secrets': Flags.boolean({
      summary:
        'Also fail on names, addresses, tokens and the like that redaction would replace: kinds and places, not the things.',
    }),
  };

  async run(): Promise<TraceVerification> {
    const { args, flags } = await this.parse(TraceVerify);
    const document = await verifyTrace(args.trace, {
      ...this.watchProgress(),
      schema: flags.schema,
      noSecrets: flags['no-secrets'],
    });
    const text = renderVerification(document, terminalOf(process.stdout, process.env));
    return this.finish({ document, text, exitCode: verifyExit(document) });
  }
}
