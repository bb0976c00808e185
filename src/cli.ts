#!/usr/bin/env node
import { runKnownCommand } from './known-command.ts';
/** The only place that ends the process. Everything heavy is imported after the runtime was checked. */
async function main(): Promise<void> {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 22) {
    process.stderr.write(
      `error[unsupported-here]: esdrift needs Node 22 or newer; this is ${process.versions.node}.\n` +
        '  next: install a current Node, or run it in a clone through `npm run -s esdrift -- …`, which brings its own.\n',
    );
    process.exitCode = 6;
    return;
  }
  const args = askingForHelp(process.argv.slice(2));
  if (args.length === 1 && args[0] === '--version') {
    const { versionLine } = await import('./version.ts');
    process.stdout.write(`${versionLine()}\n`);
    return;
  }
  try {
    if (await runKnownCommand(args)) return;
    const { run } = await import('@oclif/core/run');
    // Plugins would be code from the home of the user, run by whoever calls: sudo keeps HOME.
    await run(args, {
      root: import.meta.filename,
      userPlugins: false,
      devPlugins: false,
    });
  } catch (thrown) {
    // `--help` and `--version` leave through an ExitError with code 0.
    const exit = (thrown as { oclif?: { exit?: number } }).oclif?.exit;
    if (exit !== 0) await report(thrown);
  }
}

/** `help diff` is `diff --help`. */
function askingForHelp(args: readonly string[]): string[] {
  const [first, ...rest] = args;
  return first === 'help' ? [...rest, '--help'] : [...args];
}

/** When all that was said is out. Node by itself would take its heap down piece by piece, for 10 ms; the system does it at once. */
async function leave(): Promise<void> {
  const { stdout, stderr } = process;
  // A write that failed is told in the next turn, and its answer below ends the process.
  await new Promise((resolve) => setImmediate(resolve));
  for (const stream of [stdout, stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
  if (stdout.errored === null) process.exit();
}

async function report(thrown: unknown): Promise<void> {
  const { renderError, toAppError, toErrorDocument } = await import('./base-command.ts');
  const error = toAppError(thrown);
  process.exitCode = error.exitCode;
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify(toErrorDocument(error), null, 2)}\n`);
  else process.stderr.write(renderError(error));
}

/** Node would end with 1 for what nobody caught, which is our "drift". */
process.once('uncaughtException', (error) => {
  void report(error).finally(() => process.exit());
});

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that closed the pipe early (head, less) has what it wanted.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  void import('./base-command.ts').then(({ renderError, toOutputError }) => {
    const failure = toOutputError(error);
    process.stderr.write(renderError(failure));
    process.exit(failure.exitCode);
  });
});
// There is nowhere left to say it; the exit code stays true.
process.stderr.on('error', () => undefined);

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 128 + number));
}

await main();
await leave();
