import { expect, it } from 'vitest';
import { freeBytes } from '../../src/platform/free-bytes.ts';

it('gives a large buffer back, and leaves small ones to those who share their memory', () => {
  const large = Buffer.allocUnsafe(1 << 20);
  const small = Buffer.from('small');
  const neighbour = Buffer.from('neighbour');
  freeBytes(large);
  freeBytes(small);
  expect(large.length).toBe(0);
  expect(small.toString() + neighbour.toString()).toBe('smallneighbour');
});
