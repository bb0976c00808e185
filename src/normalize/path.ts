/** Path → template. Depends on the string alone; applying the rules to a template changes nothing. */
import { normalizeComponents, normalizeNewComponent } from './component.ts';
import { folderTemplate } from './folder.ts';
import { RecentMap } from './recent-map.ts';
import { LATE_PATH_RULES, PATH_RULES } from './rule-list.ts';
import type { PathRule } from './rule.ts';
import { escapeBraces } from './template.ts';

const known = new RecentMap<string>(4096);

/** The template of a path as eslogger gives it. Text without slashes is taken as one component. */
export function normalizePath(raw: string): string {
  let template = known.get(raw);
  if (template === undefined) known.set(raw, (template = normalizeNewPath(raw)));
  return template;
}

/** The same, for callers that know by themselves which paths came before: most have a name that never comes again. */
export function normalizeNewPath(raw: string): string {
  return normalizePathTemplate(escapeBraces(raw));
}

/** The same for text that is a template already. */
export function normalizePathTemplate(template: string): string {
  const end = template.lastIndexOf('/') + 1;
  const name = template.slice(end);
  // Without a name or with a dot it is another spelling of the folder.
  const folder = name === '' || name === '.' ? undefined : folderTemplate(template.slice(0, end));
  return folder === undefined ? byRules(template) : folder + normalizeNewComponent(name);
}

function byRules(template: string): string {
  const early = normalizeComponents(untilStill(PATH_RULES, template));
  const late = untilStill(LATE_PATH_RULES, early);
  return late === early ? late : normalizePathTemplate(late);
}

/** A hole made by one rule can uncover a token for an earlier one. Each round makes holes only, so this ends. */
function untilStill(rules: readonly PathRule[], template: string): string {
  for (let text = template; ;) {
    let next = text;
    for (const rule of rules) next = rule.apply(next);
    if (next === text) return text;
    text = next;
  }
}
