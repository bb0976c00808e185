/** A difference as the stages find it; judge.ts weighs it and makes it a finding. */
import type { ChangeKind, Severity } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import type { Part } from './participation.ts';
import type { Sources } from './sources.ts';

export interface Draft {
  readonly change: ChangeKind;
  /** The program it is filed under; empty for what is about the run as a whole. */
  readonly program: ProgramKey;
  readonly subject: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** False where `before` and `after` hold numbers that vary from run to run: they are then no part of the id. */
  readonly stableSides: boolean;
  /** Facts of the side before. With none on the other side the draft claims an absence; with facts on both, a change. */
  readonly beforeFacts: readonly Fact[];
  readonly afterFacts: readonly Fact[];
  /** Event types the claimed absence depends on. */
  readonly sources: Sources;
  readonly part: Part | undefined;
  /** Whether what changed belongs to the upgrade: decides the column of the severity table. */
  readonly related: boolean;
  /** In place of the table's severity. */
  readonly base?: Severity;
  /** The most it can be, and why. */
  readonly cap?: { readonly severity: Severity; readonly why: string };
  /** Why what is claimed is open, where it is no absence. */
  readonly doubt: string | undefined;
  /** Same cause, folded under it. */
  readonly members: readonly string[];
  /** The sentence, without its full stop. */
  readonly sentence: string;
}

type Optional =
  | 'before'
  | 'after'
  | 'stableSides'
  | 'beforeFacts'
  | 'afterFacts'
  | 'sources'
  | 'part'
  | 'doubt'
  | 'members';

export function draft(fields: Omit<Draft, Optional> & Partial<Pick<Draft, Optional>>): Draft {
  return {
    before: undefined,
    after: undefined,
    stableSides: true,
    beforeFacts: [],
    afterFacts: [],
    sources: [],
    part: undefined,
    doubt: undefined,
    members: [],
    ...fields,
  };
}
