/** Who may call itself what: a program is known under who vouches for it, and nobody can pass for another. */
import { describe, expect, it } from 'vitest';
import { programKeyOf } from '../../src/normalize/program-key.ts';

const CS_ADHOC = 0x2;
const daemon = {
  signingId: 'com.apple.mobileassetd',
  teamId: undefined,
  isPlatformBinary: true,
  codesigningFlags: 0x0400_0001,
  executable: '/usr/libexec/mobileassetd',
};

describe('a program key', () => {
  it('of Apple’s own code says so, in the trust cache (ad hoc) as well', () => {
    expect(programKeyOf(daemon)).toBe('platform:com.apple.mobileassetd');
    expect(programKeyOf({ ...daemon, codesigningFlags: CS_ADHOC })).toBe('platform:com.apple.mobileassetd');
  });

  it.each([
    ['signs itself ad hoc', { codesigningFlags: CS_ADHOC }, 'adhoc:com.apple.mobileassetd'],
    ['is signed by a developer', { teamId: 'EQHXZ8M8AV' }, 'EQHXZ8M8AV:com.apple.mobileassetd'],
    ['is not signed at all', { signingId: undefined }, 'unsigned:/usr/libexec/mobileassetd'],
    ['has the word itself for a team', { teamId: 'platform' }, 'signed:com.apple.mobileassetd'],
    ['has another such word for a team', { teamId: 'unsigned' }, 'signed:com.apple.mobileassetd'],
    [
      'claims a team that no certificate vouches for',
      { teamId: 'EQHXZ8M8AV', codesigningFlags: CS_ADHOC },
      'adhoc:com.apple.mobileassetd',
    ],
  ])('of code that %s is another', (_, change, key) => {
    expect(programKeyOf({ ...daemon, isPlatformBinary: false, ...change })).toBe(key);
  });
});
