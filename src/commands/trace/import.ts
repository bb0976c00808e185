import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import { maxLineSize, maxRatio } from '../../limit-flags.ts';
import { CAPTURE_FORMATS } from '../../model/capture-format.ts';
import type { TraceInfo } from '../../model/trace-report.ts';
import { parseEventList, parseLabels, parseOsVersion } from '../../operations/trace-facts.ts';
import { importTrace } from '../../operations/trace-import.ts';
import { terminalOf } from '../../report/terminal.ts';
import { renderTraceInfo, unnamedUpgrade } from '../../report/trace-info.ts';

export default class TraceImport extends BaseCommand {
  static override summary = 'Make a trace of eslogger lines, or of what Mac Monitor or osquery recorded';
  static override description =
    'Reads plain, gzip or zstd input, one JSON object a line as eslogger writes it. Event lines go in byte for byte. Lines that are ' +
    'no events are counted and recorded with their place. Several files are one recording, in the order given; a new run of ' +
    'eslogger, seen by its numbers starting again, begins a new segment.\n\n' +
    'Also takes the JSONL export of Mac Monitor (lines go in as they are), and rows of es_process_events of osquery (--json, or the results log), of which each ' +
    'becomes a line that holds what the row says. What such a capture lacks is told, here and by trace info; it is compared with captures ' +
    'of the same tool only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> events.jsonl',
    '<%= config.bin %> <%= command.id %> before.jsonl.gz after.jsonl.gz --method ota --from-os 26.1:25B78 --to-os 26.2:25C56 --arch arm64',
    'sudo eslogger exec fork exit | <%= config.bin %> <%= command.id %> - --out idle.jsonl.zst --method control',
  ];
  static override strict = false;

  static override args = {
    input: Args.string({
      required: true,
      description: 'Files with eslogger lines, or - for standard input.',
    }),
  };

  static override flags = {
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      summary: 'Trace to write. [default: named after what is known]',
    }),
    force: Flags.boolean({ summary: 'Replace the trace if it is there.' }),
    method: Flags.option({
      options: ['ota', 'full-installer', 'background-security-improvement', 'control'] as const,
      summary: 'How the Mac was upgraded; control: it was not.',
    })(),
    'from-os': Flags.string({ helpValue: 'VERSION:BUILD', summary: 'macOS before, such as 26.1:25B78.' }),
    'to-os': Flags.string({ helpValue: 'VERSION:BUILD', summary: 'macOS after, such as 26.2:25C56.' }),
    arch: Flags.option({ options: ['arm64', 'x86_64'] as const, summary: 'Processor of the Mac.' })(),
    model: Flags.string({ helpValue: 'NAME', summary: 'Model of the Mac, such as Mac16,10.' }),
    'virtual-machine': Flags.boolean({ allowNo: true, summary: 'The Mac was a virtual machine.' }),
    label: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      summary: 'A label of your own; may be repeated.',
    }),
    provenance: Flags.option({
      options: ['imported', 'synthetic'] as const,
      summary: 'synthetic: a simulator wrote the lines, no Mac did.',
    })(),
    format: Flags.option({ options: CAPTURE_FORMATS })({
      summary: 'The tool whose capture it is. [default: told by what is in it]',
    }),
    events: Flags.string({
      helpValue: 'LIST',
      summary: 'Event types eslogger was started with, such as exec,fork,exit.',
    }),
    strict: Flags.boolean({ summary: 'Stop at the first line that is no event, and write nothing.' }),
    'max-line-size': maxLineSize(),
    'max-ratio': maxRatio(),
  };

  async run(): Promise<TraceInfo> {
    const { argv, flags } = await this.parse(TraceImport);
    const fromOs = flags['from-os'];
    const toOs = flags['to-os'];
    const { info, warnings } = await importTrace({
      ...this.watchProgress(),
      inputs: argv.map(String),
      out: flags.out,
      force: flags.force,
      strict: flags.strict,
      format: flags.format,
      facts: {
        method: flags.method,
        os: fromOs === undefined ? undefined : parseOsVersion(fromOs, '--from-os'),
        target: toOs === undefined ? undefined : parseOsVersion(toOs, '--to-os'),
        arch: flags.arch,
        model: flags.model,
        virtualMachine: flags['virtual-machine'],
        labels: parseLabels(flags.label ?? []),
        provenance: flags.provenance,
        events: flags.events === undefined ? undefined : parseEventList(flags.events),
      },
      limits: {
        ...(flags['max-line-size'] !== undefined && { maxLineBytes: flags['max-line-size'] }),
        ...(flags['max-ratio'] !== undefined && { maxRatio: flags['max-ratio'] }),
      },
    });
    for (const warning of [...warnings, ...unnamedUpgrade(info)]) this.note(`warning: ${warning}`);
    return this.finish({
      document: info,
      text: renderTraceInfo(info, terminalOf(process.stdout, process.env)),
    });
  }
}
