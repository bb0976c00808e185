/** One thing that varies between two runs of the same behaviour, and how it becomes a hole. A rule depends on the string alone. */
export interface Rule {
  readonly name: string;
  /** What it is that varies, and who makes it. */
  readonly about: string;
  /** Raw text → template, through all rules. They are the rule's tests. */
  readonly examples: readonly { readonly from: string; readonly to: string }[];
  /** Template → template: literal braces are already doubled, and holes of other rules may be there. */
  readonly apply: (template: string) => string;
}

/** On a whole path. */
export interface PathRule extends Rule {
  /** It changes only paths with one of these in them, and looks no further than there. */
  readonly reach: readonly Reach[];
}

export interface Reach {
  /** Ends with a slash. */
  readonly folder: string;
  /** How many components behind the folder decide what the rule does. */
  readonly components: number;
}

/** On a component by itself. */
export interface ComponentRule extends Rule {
  /** Those of TRAIT, or'ed: a component with none of them stays as it is. */
  readonly needs: number;
}
