import type { TraceHeader } from '../../model/trace.ts';
import type { RecordsFrame } from '../records.ts';

/** What an input gives, in order. */
export type InputPart =
  | { readonly kind: 'content'; readonly bytes: Buffer }
  /** The input is an esdrift trace, or several one after the other. */
  | { readonly kind: 'header'; readonly header: TraceHeader }
  | { readonly kind: 'records'; readonly frame: RecordsFrame }
  /** The compressed input ends early: what decoded before was given. */
  | { readonly kind: 'cut'; readonly offset: number };
