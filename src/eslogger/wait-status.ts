/** A wait(2) status: the low seven bits are the signal, 0x80 the core dump, the next byte the exit code. 19968 is code 78. */
import type { ExitStatus } from '../model/event.ts';

const CORE_DUMP = 0x80;

export function decodeWaitStatus(status: number): ExitStatus {
  const signal = status & 0x7f;
  if (signal === 0) return { kind: 'exited', code: (status >> 8) & 0xff };
  return { kind: 'signaled', signal, coreDumped: (status & CORE_DUMP) !== 0 };
}

export function encodeWaitStatus(status: ExitStatus): number {
  if (status.kind === 'exited') return status.code << 8;
  return status.signal | (status.coreDumped ? CORE_DUMP : 0);
}
