import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { GrownTree, ProcessTree } from '../../model/process-tree.ts';
import { treeDocument } from '../../model/tree-rows.ts';
import { growTree } from '../../operations/process-tree.ts';
import { writeTreeJson } from '../../report/tree-json.ts';

/** Lines that a person still reads; `--limit 0` draws all. */
const DEFAULT_LINES = 500;

export default class TraceTree extends BaseCommand {
  static override summary = 'Draw the processes of a trace as a tree';
  static override description =
    'Forks, execs and exits become a forest: one entry a process, with what it ran, when, for how long, how it ended and who ' +
    'signed it. A service that launchd starts through xpcproxy is one entry. Likes among siblings are drawn once (×14).';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst',
    "<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --program 'com.apple.MobileSoftwareUpdate*' --args",
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --by responsible --since 10m',
  ];

  static override args = {
    trace: Args.string({ required: true, description: 'Trace file (.jsonl.zst).' }),
  };

  static override flags = {
    by: Flags.option({
      options: ['parent', 'responsible'] as const,
      default: 'parent' as const,
      description:
        'What an entry stands under: its parent at birth, or the process that macOS holds responsible for it.',
    })(),
    program: Flags.string({
      helpValue: 'GLOB',
      description:
        'Only processes whose name, path, signing id or job label matches (* and ?), with what is above and below.',
    }),
    since: Flags.string({
      helpValue: 'OFFSET',
      description: 'Only processes that started at or after an offset (90s, 10m, 00:01:30) or a UTC time.',
    }),
    depth: Flags.integer({ min: 0, helpValue: 'N', description: 'Levels below the roots.' }),
    limit: Flags.integer({
      min: 0,
      helpValue: 'N',
      description: `Most lines, or with --json most processes; 0: all. [default: ${DEFAULT_LINES} lines, all with --json]`,
    }),
    args: Flags.boolean({ description: 'Show the arguments of every exec.' }),
    fold: Flags.boolean({ allowNo: true, default: true, description: 'Draw like siblings once.' }),
    width: Flags.integer({
      min: 40,
      helpValue: 'N',
      description: 'Columns. [default: those of the terminal]',
    }),
    strict: Flags.boolean({ description: 'Refuse a trace with lines that are no events.' }),
    workers: Flags.integer({ min: 1, max: 64, helpValue: 'N', description: 'Threads. [default: up to 4]' }),
  };

  #tree: GrownTree | undefined;
  #document: ProcessTree | undefined;

  async run(): Promise<ProcessTree> {
    const { args, flags } = await this.parse(TraceTree);
    const tree = await growTree(args.trace, {
      ...this.watchProgress(),
      by: flags.by,
      program: flags.program,
      since: flags.since,
      depth: flags.depth,
      limit: this.jsonEnabled() ? flags.limit : 0,
      withArgs: flags.args,
      strict: flags.strict,
      workers: flags.workers,
    });
    const document = treeDocument(tree);
    this.#tree = tree;
    this.#document = document;
    if (this.jsonEnabled()) return this.finish({ document, text: '' });
    // What draws is loaded where something is drawn.
    const [{ terminalOf }, { renderTree }] = await Promise.all([
      import('../../report/terminal.ts'),
      import('../../report/tree.ts'),
    ]);
    const here = terminalOf(process.stdout, process.env);
    const text = renderTree(document, {
      terminal: { ...here, columns: flags.width ?? here.columns },
      lines: flags.limit ?? DEFAULT_LINES,
      fold: flags.fold,
    });
    return this.finish({ document, text });
  }

  protected override logJson(json: unknown): void {
    if (this.#tree === undefined || json !== this.#document) {
      super.logJson(json);
      return;
    }
    writeTreeJson(this.#tree, (piece) => process.stdout.write(piece));
    process.stdout.write('\n');
  }
}
