/** What a stranger who clones the project relies on without looking. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../src/exit-codes.ts';
import { VERSION } from '../src/model/version.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (name: string): string => readFileSync(root + name, 'utf8');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => name !== '');

describe('the package', () => {
  it('says one version everywhere', () => {
    const manifest = JSON.parse(read('package.json')) as { version: string };
    expect(manifest.version).toBe(VERSION);
    expect((JSON.parse(read('oclif.manifest.json')) as { version: string }).version).toBe(VERSION);
    expect(read('CHANGELOG.md')).toContain(`## ${VERSION}`);
  });

  it('has a manifest that names every command that was built', async () => {
    const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
    await plugin.load();
    expect(JSON.parse(read('oclif.manifest.json'))).toEqual(JSON.parse(JSON.stringify(plugin.manifest)));
  });

  it('keeps runtime dependencies few', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).sort()).toEqual(['ajv', 'tinypool', 'xxhash-wasm', 'zstd-codec']);
  });
});

/** What npm would warn of, and .npmrc keeps quiet. */
describe('the packages', () => {
  interface Locked {
    readonly deprecated?: string;
    readonly hasInstallScript?: boolean;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const namesWhere = (holds: (locked: Locked) => boolean) =>
    Object.entries(packages).flatMap(([path, locked]) =>
      holds(locked) ? [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
    );

  it('are none that their authors gave up', () => {
    expect(namesWhere(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  });

  it('run no script while they are installed but those we allow', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    const scripted = namesWhere(({ hasInstallScript = false }) => hasInstallScript);
    expect(scripted).toEqual(Object.keys(allowScripts));
  });
});

describe('the sources', () => {
  it('have a lint rule and a line in the map for every folder', () => {
    const folders = readdirSync(`${root}src`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const rules = read('eslint.config.js');
    const map = read('src/README.md');
    for (const folder of folders) {
      expect(rules, `eslint.config.js says what src/${folder} may import`).toMatch(
        new RegExp(`^  ${folder}: \\[`, 'm'),
      );
      expect(map, `src/README.md has src/${folder}`).toContain(`| \`${folder}\` |`);
    }
  });

  it('hold no promise, no skip and no switched-off check', () => {
    const forbidden =
      /\b(?:it|test|describe)\.(?:only|todo)\b|@ts-ignore|@ts-expect-error|\bTODO\b|\bFIXME\b/;
    const offenders = tracked
      .filter((name) => /^(?:src|test)\/.*\.ts$/.test(name) && name !== 'test/repo-health.test.ts')
      .filter((name) => forbidden.test(read(name)));
    expect(offenders).toEqual([]);
  });
});

describe('the README', () => {
  it('has the exit codes as they are', () => {
    const readme = read('README.md');
    for (const code of Object.values(EXIT))
      expect(readme).toMatch(new RegExp(`^\\| ${String(code)} \\|`, 'm'));
  });
});

describe('the samples', () => {
  it('say that they are synthetic beside every folder that holds some', () => {
    for (const folder of ['traces', 'baselines']) expect(read(`${folder}/README.md`)).toMatch(/synthetic/i);
  });
});
