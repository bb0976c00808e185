/** Path → template. Depends on the string alone; applying the rules to a template changes nothing. */
import { normalizeComponent, normalizeComponents } from './component.ts';
import { folderTemplate } from './folder.ts';
import { RecentMap } from './recent-map.ts';
import { LATE_PATH_RULES, PATH_RULES } from './rule-list.ts';
import type { PathRule } from './rule.ts';
import { escapeBraces } from './template.ts';

/** Paths in folders where the name matters. */
const known = new RecentMap<string>(8192);

/** The template of a path as eslogger gives it. Text without slashes is taken as one component. */
export function normalizePath(raw: string): string {
  return normalizePathTemplate(escapeBraces(raw));
}

/** The same for text that is a template already. */
export function normalizePathTemplate(template: string): string {
  const end = template.lastIndexOf('/') + 1;
  const name = template.slice(end);
  // Without a name or with a dot it is another spelling of the folder.
  const folder = name === '' || name === '.' ? undefined : folderTemplate(template.slice(0, end));
  if (folder !== undefined) return folder + normalizeComponent(name);
  let result = known.get(template);
  if (result === undefined) known.set(template, (result = byRules(template)));
  return result;
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
