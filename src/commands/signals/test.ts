import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { SignalTest } from '../../model/signal-test.ts';
import { loadRules } from '../../operations/rules-file.ts';
import { exitOfSignalTest, testSignals } from '../../operations/signal-test.ts';
import { writeReport } from '../../operations/write-report.ts';
import { renderSignalTest, signalTestMarkdown } from '../../report/signal-test.ts';
import { terminalOf } from '../../report/terminal.ts';

export default class SignalsTest extends BaseCommand {
  static override summary = 'Prove detection rules on stored recordings';
  static override description =
    'Runs every rule over every recording. A start rule that misses an upgrade of its method, or fires on anything else, fails the test, with ' +
    'the recording named. Also says without which one signal it would miss the upgrade, when it fires, how long before the restart, and how often it ' +
    'still fires with 1, 5 and 20 % of the events removed at random (the same ones every time). What a recording is, it says itself: ' +
    'see --method of `trace import`.\n\nEnds with 0 when all pass, 1 when one fails, 3 when nothing was tested.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst',
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst --rules ours.rules.json --format markdown --out matrix.md',
  ];
  static override strict = false;

  static override args = {
    trace: Args.string({ required: true, description: 'Recordings of upgrades, and some without.' }),
  };

  static override flags = {
    rules: Flags.string({ helpValue: 'FILE', summary: 'Rules to prove. [default: the built-in ones]' }),
    format: Flags.option({ options: ['text', 'json', 'markdown'] as const, default: 'text' as const })({
      summary: 'Form of the result.',
    }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write the result into a file.' }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
  };

  async run(): Promise<SignalTest> {
    const { argv, flags } = await this.parse(SignalsTest);
    const result = await testSignals({
      rules: await loadRules(flags.rules),
      traces: argv.map(String),
      ...this.watchProgress(),
    });
    const texts = {
      text: () => renderSignalTest(result, terminalOf(process.stdout, process.env)),
      json: () => `${JSON.stringify(result, null, 2)}\n`,
      markdown: () => signalTestMarkdown(result),
    };
    const text = texts[flags.format]();
    const exitCode = exitOfSignalTest(result);
    if (flags.out === undefined) return this.finish({ document: result, text, exitCode });
    await writeReport(flags.out, text, { force: flags.force });
    return this.finish({ document: result, text: `${flags.out} written: ${result.verdict}`, exitCode });
  }
}
