#!/usr/bin/env node
import process from 'node:process';

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
  // A reader that closed the pipe early (head, less) has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  const { run } = await import('@oclif/core/run');
  const { renderError, toAppError, toErrorDocument } = await import('./base-command.ts');
  try {
    await run(process.argv.slice(2), import.meta.url);
  } catch (thrown) {
    // `--help` and `--version` leave through an ExitError with code 0.
    const exit = (thrown as { oclif?: { exit?: number } }).oclif?.exit;
    if (exit === 0) return;
    const error = toAppError(thrown);
    process.exitCode = error.exitCode;
    if (process.argv.includes('--json'))
      process.stdout.write(`${JSON.stringify(toErrorDocument(error), null, 2)}\n`);
    else process.stderr.write(renderError(error));
  }
}

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 128 + number));
}

await main();
