import type { Finding } from '../model/drift.ts';

/** One run, and what it shows that the others do not. */
export interface Trial {
  readonly trace: string;
  readonly findings: readonly Finding[];
}
