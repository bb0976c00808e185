import { expect, it } from 'vitest';
import { decodeWaitStatus, encodeWaitStatus } from '../../src/eslogger/wait-status.ts';

it('is the same number again', () => {
  for (const status of [0, 256, 78 << 8, 9, 139, 0xff00])
    expect(encodeWaitStatus(decodeWaitStatus(status))).toBe(status);
});
