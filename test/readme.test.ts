/** Every command that the README and the pages of docs/ show in a `console` block is run here, in order, in a folder like a fresh clone. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
/** In the order in which they are read: a page uses files that the README made. */
const PAGES = [
  'README.md',
  'docs/recording.md',
  'docs/detection.md',
  'docs/reports.md',
  'docs/library.md',
  'docs/other-tools.md',
  'docs/ci.md',
  'docs/threat-model.md',
  'docs/comparison.md',
];
const pages = PAGES.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
const all = pages.map(({ text }) => text).join('\n');
const fences = [...all.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({
  language: language ?? '',
  body: body ?? '',
}));

/** `$ command` lines; `# exit N` at the end of one says how it ends, 0 where nothing is said. */
const commands = fences
  .filter((fence) => fence.language === 'console')
  .flatMap((fence) => fence.body.split('\n'))
  .filter((line) => line.startsWith('$ '))
  .map((line) => {
    const [, command = '', exit = '0'] = /^\$ (.*?)(?:\s+# exit (\d+))?$/.exec(line) ?? [];
    return { command, exit: Number(exit) };
  });

/** A page shows the matrix that the command prints. */
function tableOf(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .join('\n');
}

describe('the README', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'esdrift-readme-'));
    for (const name of ['traces', 'baselines'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    const shim = join(folder, 'bin', 'esdrift');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@"\n`);
    chmodSync(shim, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows commands that can be run, and says of the others why not', () => {
    expect(commands.length).toBeGreaterThan(10);
    const unexplained = fences.filter(
      (fence) => fence.language === 'sh' && !/^# (?:in a clone|on a Mac)\b/.test(fence.body),
    );
    expect(unexplained).toEqual([]);
  });

  it('leads to pages and files that are there, and leaves out no page', () => {
    const broken = pages.flatMap(({ name, text }) =>
      [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)="([^"]+)"/g)]
        .map(([, link, picture]) => link ?? picture ?? '')
        .filter((target) => !/^https?:/.test(target) && !existsSync(join(root, dirname(name), target)))
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
    expect(
      readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`)
        .sort(),
    ).toEqual(PAGES.slice(1).sort());
  });

  it('names code and tests in the threat model that are there', () => {
    const model = pages.find(({ name }) => name.endsWith('threat-model.md'))?.text ?? '';
    const cells = model
      .split('\n')
      .flatMap((line) => (/^\|.*`.*\|$/.test(line) ? line.split('|').slice(2, 4) : []));
    const places = cells.map((cell) => [...cell.matchAll(/`([^`*]+)`/g)].map(([, place]) => place ?? ''));
    const gone = places.flatMap((names) => {
      const folder = dirname(names.find((name) => name.includes('/')) ?? '.');
      return names.filter(
        (name) =>
          /^[\w./-]+$/.test(name) && ![name, join(folder, name)].some((path) => existsSync(join(root, path))),
      );
    });
    expect(gone.filter((name) => name !== 'allowScripts')).toEqual([]);
  });

  // One test: a later command may use what an earlier one wrote.
  it('shows commands that end as it says', () => {
    for (const { command, exit } of commands) {
      const result = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, CI: '', PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
      });
      expect(result.status, `${command}\n${result.stdout}\n${result.stderr}`).toBe(exit);
      if (command.startsWith('esdrift signals test') && command.includes('markdown'))
        expect(all).toContain(tableOf(result.stdout));
    }
    // Some forty commands one after the other, a few of them over all recordings.
  }, 300_000);
});
