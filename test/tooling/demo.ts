/** `npm run demo`: the main job on the shipped samples, as a stranger would do it by hand. Ends with 0 when the commands behaved. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const before = 'baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json';
const after = [1, 2, 3].map(
  (run) => `traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-${String(run)}.jsonl.zst`,
);

function esdrift(expected: number, ...args: string[]): void {
  process.stdout.write(`$ esdrift ${args.join(' ')}\n\n`);
  const { status } = spawnSync(process.execPath, [`${root}dist/cli.js`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.stdout.write('\n');
  if (status === expected) return;
  process.stderr.write(`demo: expected exit ${String(expected)}, got ${String(status)}\n`);
  process.exit(1);
}

// A reader that closed the pipe early (head, less) has what it wanted.
process.stdout.on('error', () => process.exit());
process.stdout.write(
  'Five recordings of the update 26.1 → 26.2 became a baseline. Three recordings of 26.2 → 26.3 are compared with it.\n' +
    'All of them are synthetic: a simulator wrote them, no Mac did (traces/README.md).\n\n',
);
esdrift(1, 'diff', before, ...after);
process.stdout.write(
  'Exit code 1: drift. The same for your own captures: esdrift trace import, baseline create, diff. README.md shows how.\n',
);
