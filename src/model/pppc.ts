/** The result of `esdrift pppc`. */
import type { Producer } from './trace.ts';

/**
 * What `codesign -dr - /usr/bin/eslogger` is expected to say; nobody saw it for this binary. The identifier was printed by `codesign -dv` on
 * macOS 26.6.2 (25G83), and this is the form of Apple's own tools: `identifier "com.apple.login" and anchor apple`.
 */
export const EXPECTED_REQUIREMENT = 'identifier "com.apple.eslogger" and anchor apple';

export interface PppcWritten {
  readonly kind: 'esdrift.pppc-written';
  readonly producer: Producer;
  readonly path: string;
  readonly payloadIdentifier: string;
  /** Of the profile; the same as long as the identifier is. */
  readonly payloadUuid: string;
  readonly codeRequirement: string;
  /** `given`: by whoever called. `expected`: never seen on a Mac, and to be compared with one. */
  readonly codeRequirementFrom: 'given' | 'expected';
}
