import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../base-command.ts';
import type { TraceInfo as TraceInfoDocument } from '../../model/trace-report.ts';
import { traceInfo } from '../../operations/trace-info.ts';
import { terminalOf } from '../../report/terminal.ts';
import { incompleteness, renderTraceInfo } from '../../report/trace-info.ts';

export default class TraceInfo extends BaseCommand {
  static override summary = 'Say what a trace holds, and what it lost';
  static override description =
    'Where it comes from, segments, events by type, and every known loss. A trace that is still being written, or was cut, is read ' +
    'as far as it goes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst',
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --json | jq .lostByType',
  ];

  static override args = {
    trace: Args.string({
      required: true,
      description: 'Trace file (.jsonl.zst, or .partial while it is written).',
    }),
  };

  async run(): Promise<TraceInfoDocument> {
    const { args } = await this.parse(TraceInfo);
    const document = await traceInfo(args.trace);
    for (const warning of incompleteness(document)) this.note(`warning: ${warning}`);
    return this.finish({
      document,
      text: renderTraceInfo(document, terminalOf(process.stdout, process.env)),
    });
  }
}
