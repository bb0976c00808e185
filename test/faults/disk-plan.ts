/** What a faulty disk does, and what it tells: shared by the recorder's process and the one that judges it. */
export type FaultKind = 'ENOSPC' | 'EIO' | 'torn' | 'short';

export interface DiskPlan {
  /** Only what is done to paths that begin so. */
  readonly under: string;
  /** Where every operation is told, one JSON line each, before the recorder hears of it. */
  readonly journal: string;
  /** The `at`-th operation (from 0) goes wrong, once. `torn`: half of a write lands, then EIO. `short`: half lands, and that is what the system says. */
  readonly fault?: { readonly at: number; readonly kind: FaultKind };
  /** Every operation takes so much longer. */
  readonly delayMs?: number;
}

export interface DiskOperation {
  readonly name: 'create' | 'write' | 'sync' | 'link' | 'rename' | 'remove' | 'sync-folder';
  readonly path: string;
  /** How it ended: as wished, or with the planned fault. */
  readonly ended: 'done' | FaultKind;
  /** Of a write at a position: where what landed begins and ends. */
  readonly from?: number;
  readonly to?: number;
}

export const PLAN_VARIABLE = 'FAULTY_DISK_PLAN';
