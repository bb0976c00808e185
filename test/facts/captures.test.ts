import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { Segmenter } from '../../src/eslogger/segmenter.ts';
import { ProfileBuilder } from '../../src/facts/profile.ts';
import type { FactSet } from '../../src/model/facts.ts';
import { runInfo } from '../baseline/fact-sets.ts';
import type { CAPTURES } from '../eslogger/captures.ts';
import { captureLines, haveCaptures } from '../eslogger/captures.ts';

function profileOf(name: (typeof CAPTURES)[number]): FactSet {
  const segmenter = new Segmenter();
  const events = captureLines(name).flatMap((line) => {
    const result = decodeLine(line);
    return result.ok ? [{ ...result.event, segment: segmenter.place(result.event).segment }] : [];
  });
  const builder = new ProfileBuilder();
  events.sort((a, b) => a.segment - b.segment || a.globalSeq - b.globalSeq);
  events.forEach((event) => builder.observe(event));
  return builder.finish(runInfo(name));
}

const keys = (profile: FactSet, kind: string): string[] =>
  profile.facts.filter((fact) => fact.kind === kind).map((fact) => fact.key.join(' | '));

describe.skipIf(!haveCaptures)('real lines (need ESDRIFT_CAPTURES)', () => {
  it('fork, exec and exit of macOS 26, with a service that failed to start', () => {
    const profile = profileOf('datadog-agent-v10');
    expect(keys(profile, 'launch')).toContain(
      'EXAMPLE123:com.example.daemon#example-daemon | platform:com.apple.wdutil',
    );
    expect(keys(profile, 'arguments')).toEqual(['platform:com.apple.wdutil | ["/usr/bin/wdutil","info"]']);
    expect(keys(profile, 'event')).toContain(
      'platform:com.apple.xpc.launchd | exit | failed launch com.apple.distnoted.xpc.agent: exit 78',
    );
    const wdutil = profile.facts.find(
      ({ key }) => key.length === 1 && key[0] === 'platform:com.apple.wdutil',
    );
    expect(Object.keys(wdutil?.attributes?.flags ?? {})).toEqual(['PLATFORM_BINARY|RESTRICT|RUNTIME']);
    expect(Object.keys(wdutil?.attributes?.category ?? {})).toEqual(['platform']);
    expect(Object.keys(wdutil?.attributes?.cdhash ?? {})[0]).toMatch(/^arm64:[0-9A-F]{40}$/);
  });

  it('ad hoc code, tokens as arrays, entitlements of version 11', () => {
    const profile = profileOf('mullvad-v9-v10-v11');
    expect(keys(profile, 'program')).toEqual([
      'CKG9MXH72F:net.mullvad.vpn#Mullvad VPN',
      'adhoc:connection_checker-{hash}#connection-checker',
      'adhoc:nu-{hash}',
      'platform:com.apple.ipconfig',
      'platform:com.apple.localizationswitcherd',
      'platform:com.apple.xpc.launchd',
    ]);
    expect(keys(profile, 'launch')).toEqual([
      'adhoc:nu-{hash} | adhoc:connection_checker-{hash}#connection-checker',
      'platform:com.apple.xpc.launchd | platform:com.apple.localizationswitcherd',
    ]);
    expect(keys(profile, 'shape')).toContain('exec | 11 | entitlements | object');
    expect(keys(profile, 'shape')).toContain('audit_token | 10 | [] | number');
  });

  it('files, in two runs of eslogger in one capture', () => {
    const profile = profileOf('scratchingpost-v10');
    expect(keys(profile, 'file')).toEqual([
      'platform:com.apple.bash | create | /tmp/spd_2.txt',
      expect.stringMatching(/^platform:com\.apple\.mv \| rename \| \/tmp\//) as string,
      expect.stringMatching(/^platform:com\.apple\.mv \| rename-from \| \/tmp\//) as string,
      expect.stringMatching(/^platform:com\.apple\.rm \| unlink \| \/tmp\//) as string,
    ]);
  });
});
