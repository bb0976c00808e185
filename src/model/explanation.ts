/** Pages of `esdrift explain`. */
export interface ExplanationPage {
  readonly term: string;
  /** What sort of word it is: a change kind, an error code … */
  readonly group: string;
  readonly title: string;
  readonly meaning: string;
  /** How it is decided. */
  readonly decided: string;
  /** What to do. */
  readonly todo: string;
}

export interface Explanation {
  readonly kind: 'esdrift.explanation';
  readonly formatVersion: 1;
  /** The page asked for; null for the list alone. */
  readonly page: ExplanationPage | null;
  readonly terms: readonly Pick<ExplanationPage, 'term' | 'group' | 'title'>[];
}
