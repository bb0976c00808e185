import type { Finding, RedactionPolicy } from '../kinds.ts';
import type { LearnedNames } from '../names.ts';

/**
 * What a text is. In a `path` a component ends at a slash, may hold blanks, and hashes are content; in an `argument` or free `text` names
 * end at any mark, and a long hexadecimal number is as likely a key as a hash.
 */
export type TextUse = 'path' | 'argument' | 'text';

export interface DetectionContext {
  readonly use: TextUse;
  readonly policy: RedactionPolicy;
  readonly names: LearnedNames;
  /** Identity keys (`signing_id`) look random by nature: tokens are not looked for there. */
  readonly isIdentity: boolean;
  /** Whether the text is proof enough to learn a name from it. Arguments are not: anyone may write anything there. */
  readonly learns: boolean;
}

/** Adds to `found` what must not stay. Detectors do not know each other; the first one to claim a stretch keeps it. */
export type Detector = (text: string, context: DetectionContext, found: Finding[]) => void;
