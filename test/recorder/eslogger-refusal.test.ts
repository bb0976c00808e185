import { describe, expect, it } from 'vitest';
import {
  describeRefusal,
  parseRefusal,
  remedyFor,
  REFUSAL_TOKENS,
  type EsloggerRefusal,
} from '../../src/recorder/eslogger-refusal.ts';
import type { LaunchContext } from '../../src/recorder/launch-context.ts';
import { REFUSAL_TEXTS } from '../eslogger-stand-in/command-line.ts';

const CONTEXTS: readonly LaunchContext[] = [
  { kind: 'terminal', app: 'Terminal', path: '/System/Applications/Utilities/Terminal.app' },
  { kind: 'ssh' },
  { kind: 'launch-daemon' },
  { kind: 'unknown' },
];

describe('parseRefusal', () => {
  it('knows every token of the API by the token alone', () => {
    for (const [kind, token] of Object.entries(REFUSAL_TOKENS))
      expect(parseRefusal(`Anything else said (${token})\n`)).toEqual({ kind });
    for (const [kind, text] of Object.entries(REFUSAL_TEXTS)) expect(parseRefusal(text)).toEqual({ kind });
  });

  it('does not mistake a token it has never heard of for one it knows', () => {
    expect(parseRefusal('x (ES_NEW_CLIENT_RESULT_ERR_NOT_PERMITTED_TODAY)')).toEqual({
      kind: 'new-token',
      token: 'ES_NEW_CLIENT_RESULT_ERR_NOT_PERMITTED_TODAY',
    });
  });

  it('reads the names of unknown events, and lives without them', () => {
    expect(parseRefusal('Failed to parse event types: ptrace, nope\n')).toEqual({
      kind: 'unknown-events',
      names: ['ptrace', 'nope'],
    });
    expect(parseRefusal('Failed to parse event types')).toEqual({ kind: 'unknown-events', names: [] });
  });

  it('takes nothing else for a refusal', () => {
    expect(parseRefusal("Error: Unknown option '--select'\nUsage: eslogger …")).toEqual({ kind: 'usage' });
    expect(parseRefusal('')).toBeUndefined();
    expect(parseRefusal('warning: something')).toBeUndefined();
  });
});

describe('remedies', () => {
  const refusals: readonly EsloggerRefusal[] = [
    { kind: 'not-permitted' },
    { kind: 'not-privileged' },
    { kind: 'not-entitled' },
    { kind: 'too-many-clients' },
    { kind: 'invalid-argument' },
    { kind: 'internal' },
    { kind: 'new-token', token: 'ES_NEW_CLIENT_RESULT_ERR_X' },
    { kind: 'unknown-events', names: ['ptrace'] },
    { kind: 'usage' },
  ];

  it('are there for each refusal in each place', () => {
    for (const refusal of refusals) {
      expect(describeRefusal(refusal)).toMatch(/\.$/);
      for (const context of CONTEXTS) expect(remedyFor(refusal, context).length).toBeGreaterThan(20);
    }
  });

  it('name for Full Disk Access exactly who needs it', () => {
    const [terminal = '', ssh = '', daemon = '', unknown = ''] = CONTEXTS.map((context) =>
      remedyFor({ kind: 'not-permitted' }, context),
    );
    expect(terminal).toContain('“Terminal”');
    expect(ssh).toContain('Allow full disk access for remote users');
    expect(daemon).toMatch(/Add \/usr\/bin\/eslogger .*neither Node nor esdrift/);
    for (const text of [terminal, ssh, daemon, unknown]) expect(text).toContain('SystemPolicyAllFiles');
  });
});
