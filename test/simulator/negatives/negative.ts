import type { Background } from '../background/background.ts';
import type { Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { Method } from '../../../src/model/trace.ts';

/** Something that looks like an upgrade and is none, or one that comes to nothing. */
export interface Negative {
  readonly name: string;
  readonly title: string;
  /** What a person would call the recording. */
  readonly method: Method;
  /** What sources show; their keys are in ../evidence.ts. */
  readonly evidence: string;
  /** What we filled in: the harder case where sources leave it open. */
  readonly guess: string;
  readonly act: (background: Background, random: Random) => Act;
}
