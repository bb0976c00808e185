import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { globMatches } from '../../src/model/glob.ts';
import { parseTimePoint } from '../../src/operations/time-point.ts';

const START = Date.parse('2026-08-12T15:28:33Z');

describe('a time point', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['+2d', 172_800_000],
    ['01:30', 90_000],
    ['00:01:30.5', 90_500],
    ['+00:01:23.456', 83_456],
    ['2026-08-12T15:30:33Z', 120_000],
    ['2026-08-12T15:28:34.500000000Z', 1_500],
  ])('%s', (text, ms) => {
    expect(parseTimePoint(text, START, '--since')).toBe(ms);
  });

  it.each(['soon', '10', '-5s', '2026-08-12', '10m5s', ''])('%s is refused', (text) => {
    expect(() => parseTimePoint(text, START, '--since')).toThrow(AppError);
  });
});

describe('a glob', () => {
  it.each([
    ['mobileassetd', 'mobileassetd', true],
    ['mobileassetd', 'mobileassetd2', false],
    ['com.apple.*', 'com.apple.mobileassetd', true],
    ['*UpdateBrain*', 'com.apple.MobileSoftwareUpdate.UpdateBrainService', true],
    ['*.xpc/*', '/a/b.xpc/c', true],
    ['s?', 'sh', true],
    ['s?', 's', false],
    ['*', '', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-', false],
    ['a+(b)', 'a+(b)', true],
  ])('%s %s', (pattern, text, matches) => {
    expect(globMatches(pattern, text)).toBe(matches);
  });

  it('is not slowed down by many stars', () => {
    expect(globMatches(`${'*a'.repeat(50)}*b`, 'a'.repeat(2000))).toBe(false);
  });
});
