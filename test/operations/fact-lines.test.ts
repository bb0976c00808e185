import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesIn } from '../../src/operations/fact-lines.ts';
import type { Finding } from '../../src/model/drift.ts';

const FILE = new URL('../../baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json', import.meta.url);
const text = readFileSync(FILE, 'utf8');
const lineOf = linesIn(text);
const at = (subject: string, program: string) =>
  text.split('\n')[lineOf({ subject, program } as Finding) - 1] ?? '';

describe('the line of a finding', () => {
  it('is the one of its fact, whatever its kind', () => {
    const brain = 'platform:com.apple.MobileSoftwareUpdate.UpdateBrainService';
    expect(at(brain, brain)).toMatch(
      /^ {6}\{"key":\["platform:com\.apple\.MobileSoftwareUpdate\.UpdateBrainService"\]/,
    );
    const launch = `platform:com.apple.xpc.launchd launches ${brain}`;
    expect(at(launch, brain)).toContain(`{"key":["platform:com.apple.xpc.launchd","${brain}"]`);
  });

  it('is the one of its program where no such fact is there, and else the first', () => {
    const brain = 'platform:com.apple.MobileSoftwareUpdate.UpdateBrainService';
    expect(at(`${brain} create /nowhere`, brain)).toContain(`{"key":["${brain}"]`);
    expect(lineOf({ subject: 'x', program: 'y' } as Finding)).toBe(1);
  });
});
