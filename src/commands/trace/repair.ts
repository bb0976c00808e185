import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { TraceRepair as TraceRepairDocument } from '../../model/trace-report.ts';
import { repairTrace } from '../../operations/trace-repair.ts';
import { renderRepair } from '../../report/trace-repair.ts';
import { terminalOf } from '../../report/terminal.ts';

export default class TraceRepair extends BaseCommand {
  static override summary = 'Save what is good of a cut or damaged trace';
  static override description =
    'Writes a new, closed trace with every good frame, byte for byte, and with records of what is lost. The input is not touched. ' +
    'The new trace is the same recording and keeps its id.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst.partial --out upgrade.jsonl.zst',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file, whatever state it is in.' }),
  };

  static override flags = {
    out: Flags.string({ char: 'o', required: true, helpValue: 'FILE', summary: 'Trace to write.' }),
    force: Flags.boolean({ summary: 'Replace FILE if it is there.' }),
  };

  async run(): Promise<TraceRepairDocument> {
    const { args, flags } = await this.parse(TraceRepair);
    const document = await repairTrace(args.trace, {
      ...this.watchProgress(),
      out: flags.out,
      force: flags.force,
    });
    return this.finish({ document, text: renderRepair(document, terminalOf(process.stdout, process.env)) });
  }
}
