/** `esdrift pppc`: the profile as a property list reader sees it, and what is said beside it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'plist';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validateDocument } from '../../src/schema/validate.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esdrift-pppc-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function pppc(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'pppc', '--out', 'it.mobileconfig', ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { exitCode: status, stdout, stderr };
}
const written = (): string => readFileSync(join(folder, 'it.mobileconfig'), 'utf8');
const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe('a profile for an MDM', () => {
  it('gives Full Disk Access to eslogger and to nothing else', () => {
    const { exitCode, stdout, stderr } = pppc('--organization', 'Example & <Sons>');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const uuid: unknown = expect.stringMatching(UUID);
    const text: unknown = expect.any(String);
    expect(parse(written())).toEqual({
      PayloadContent: [
        {
          PayloadDisplayName: text,
          PayloadIdentifier: 'esdrift.eslogger.full-disk-access.policy',
          PayloadType: 'com.apple.TCC.configuration-profile-policy',
          PayloadUUID: uuid,
          PayloadVersion: 1,
          Services: {
            SystemPolicyAllFiles: [
              {
                Allowed: true,
                CodeRequirement: 'identifier "com.apple.eslogger" and anchor apple',
                Comment: text,
                Identifier: '/usr/bin/eslogger',
                IdentifierType: 'path',
                StaticCode: false,
              },
            ],
          },
        },
      ],
      PayloadDescription: expect.stringContaining('user-approved MDM') as unknown,
      PayloadDisplayName: text,
      PayloadIdentifier: 'esdrift.eslogger.full-disk-access',
      PayloadOrganization: 'Example & <Sons>',
      PayloadScope: 'System',
      PayloadType: 'Configuration',
      PayloadUUID: uuid,
      PayloadVersion: 1,
    });
    expect(stdout).toContain('works only when a user-approved MDM delivers it');
    expect(stdout).toContain('never seen on a Mac');
    expect(stdout).toContain('codesign -dr - /usr/bin/eslogger');
  });

  it('is the same for the same identifier, with other UUIDs for another', () => {
    pppc();
    const first = written();
    pppc('--force');
    expect(written()).toBe(first);
    pppc('--force', '--identifier', 'com.example.esdrift');
    const uuids = (xml: string) => xml.match(/[0-9A-F]{8}-[0-9A-F-]{27}/g) ?? [];
    expect(new Set([...uuids(first), ...uuids(written())]).size).toBe(4);
  });

  it.each(['designated => ', '# designated => ', ''])('takes what codesign says, after "%s"', (lead) => {
    const { stdout } = pppc('--json', '--code-requirement', `${lead}identifier "x" and anchor apple`);
    const document = validateDocument('pppc-written', JSON.parse(stdout), 'stdout');
    expect(document).toMatchObject({
      codeRequirement: 'identifier "x" and anchor apple',
      codeRequirementFrom: 'given',
    });
    expect(written()).toContain('<string>identifier "x" and anchor apple</string>');
    expect(pppc('--force', '--code-requirement', 'anchor apple').stdout).not.toContain('never seen');
  });

  it.each([
    ['--code-requirement', ''],
    ['--code-requirement', 'designated => '],
    ['--code-requirement', 'anchor apple\nor true'],
    ['--organization', '\u001b]52;c;x\u0007'],
    ['--identifier', 'a b'],
  ])('refuses %s %j, and writes nothing', (flag, text) => {
    const { exitCode, stderr } = pppc(flag, text);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(flag);
    expect(stderr).not.toContain('\u001b');
    expect(written).toThrow('ENOENT');
  });

  it('replaces no file unasked', () => {
    pppc();
    expect(pppc().exitCode).toBe(2);
  });
});
