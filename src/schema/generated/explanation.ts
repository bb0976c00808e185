// Made from schemas/explanation.schema.json by `npm run generate`. Do not edit.

/**
 * What esdrift explain prints: one page, or the list of pages.
 */
export interface Explanation {
  kind: 'esdrift.explanation';
  formatVersion: 1;
  page: ExplanationPage | null;
  terms: {
    term: string;
    group: string;
    title: string;
  }[];
}
interface ExplanationPage {
  term: string;
  group: string;
  title: string;
  meaning: string;
  decided: string;
  todo: string;
}
