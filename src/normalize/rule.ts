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
