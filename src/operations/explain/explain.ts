import { AppError, ERROR_CODES, type ErrorCode } from '../../errors.ts';
import type { Explanation, ExplanationPage } from '../../model/explanation.ts';
import { nearest } from '../../model/nearest.ts';
import { CHANGE_PAGES } from './changes.ts';
import { ERROR_PAGES } from './errors.ts';
import type { PageText } from './page.ts';
import { RULE_PAGES, SIGNAL_PAGES } from './rules.ts';
import { ACCEPTANCE_PAGES, ACTOR_PAGES, PRESET_PAGES } from './project-words.ts';
import {
  CERTAINTY_PAGES,
  COMPARABILITY_PAGES,
  EXIT_PAGES,
  PHASE_PAGES,
  REQUIREMENT_PAGES,
  SEVERITY_PAGES,
  VERDICT_PAGES,
} from './words.ts';

/** Every page, in the order of the list. */
function allPages(): readonly ExplanationPage[] {
  return [
    ...pagesOf('change', CHANGE_PAGES),
    ...pagesOf('severity', SEVERITY_PAGES),
    ...pagesOf('certainty', CERTAINTY_PAGES),
    ...pagesOf('verdict', VERDICT_PAGES),
    ...pagesOf('agreement', REQUIREMENT_PAGES),
    ...pagesOf('comparability', COMPARABILITY_PAGES),
    ...pagesOf('stage', PHASE_PAGES),
    ...pagesOf('preset', PRESET_PAGES),
    ...pagesOf('acceptance', ACCEPTANCE_PAGES),
    ...pagesOf('rule', RULE_PAGES),
    ...pagesOf('signal', SIGNAL_PAGES),
    ...pagesOf('history', ACTOR_PAGES),
    ...errorPages(),
    ...pagesOf('exit code', EXIT_PAGES),
  ];
}

function pagesOf(group: string, pages: Readonly<Record<string, PageText>>): readonly ExplanationPage[] {
  return Object.entries(pages).map(([term, text]) => ({ term, group, ...text }));
}

function errorPages(): readonly ExplanationPage[] {
  return Object.entries(ERROR_PAGES).map(([term, text]) => ({
    term,
    group: 'error',
    title: titleOf(term),
    ...text,
  }));
}

function titleOf(code: string): string {
  return isErrorCode(code) ? `${ERROR_CODES[code].title} (exit ${ERROR_CODES[code].exit})` : code;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/** One page, or the list of all where no term is given. A bare exit code is taken for its page. Errors: usage, with near terms. */
export function explain(term: string | undefined): Explanation {
  const pages = allPages();
  const terms = pages.map((page) => ({ term: page.term, group: page.group, title: page.title }));
  if (term === undefined) return { kind: 'esdrift.explanation', formatVersion: 1, page: null, terms };
  const wanted = term.trim().toLowerCase();
  const page = pages.find((candidate) => candidate.term === wanted || candidate.term === `exit-${wanted}`);
  if (page === undefined) {
    const near = nearest(
      wanted,
      terms.map((entry) => entry.term),
    );
    throw new AppError(
      'usage',
      `There is no page on "${term}".`,
      near === undefined ? 'esdrift explain lists all pages.' : `Did you mean: esdrift explain ${near}`,
    );
  }
  return { kind: 'esdrift.explanation', formatVersion: 1, page, terms };
}
