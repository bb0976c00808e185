/** What a page says; term, group and title come from the table it stands in. */
export interface PageText {
  readonly title: string;
  readonly meaning: string;
  /** How it is decided. */
  readonly decided: string;
  /** What to do. */
  readonly todo: string;
}

export function page(title: string, meaning: string, decided: string, todo: string): PageText {
  return { title, meaning, decided, todo };
}
