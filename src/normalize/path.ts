/** Path → template. Depends on the string alone; applying the rules to a template changes nothing. */
import { escapeBraces } from './template.ts';
import { COMPONENT_RULES, LATE_PATH_RULES, PATH_RULES } from './rule-list.ts';
import type { Rule } from './rule.ts';

/** A path comes again soon after (created, written, closed, moved) or not at all: the older half of what is known is dropped at once. */
let recentPaths = new Map<string, string>();
let olderPaths = new Map<string, string>();
const MOST_RECENT = 8_192;

/** The template of a path as eslogger gives it. Text without slashes is taken as one component. */
export function normalizePath(raw: string): string {
  const known = recentPaths.get(raw);
  if (known !== undefined) return known;
  const template = olderPaths.get(raw) ?? normalizePathTemplate(escapeBraces(raw));
  if (recentPaths.size >= MOST_RECENT) {
    olderPaths = recentPaths;
    recentPaths = new Map();
  }
  recentPaths.set(raw, template);
  return template;
}

/** The same for text that is a template already. */
export function normalizePathTemplate(template: string): string {
  const components = untilStill(PATH_RULES, template).split('/');
  for (let index = 0; index < components.length; index++) {
    const component = components[index] ?? '';
    if (component !== '') components[index] = normalizeComponent(component);
  }
  const early = components.join('/');
  const late = untilStill(LATE_PATH_RULES, early);
  return late === early ? late : normalizePathTemplate(late);
}

/** A few words make up nearly all components of nearly all paths. */
const known = new Map<string, string>();
const MOST_KNOWN = 50_000;

/** One component, or one word of other text. */
export function normalizeComponent(component: string): string {
  // Lower-case words have no shape that a rule would look for, unless they are long enough to be a digest.
  if (component.length < 8 && /^[a-z]+$/.test(component)) return component;
  let template = known.get(component);
  if (template === undefined) {
    template = untilStill(COMPONENT_RULES, component);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(component, template);
  }
  return template;
}

/** A hole made by one rule can uncover a token for an earlier one. Each round makes holes only, so this ends. */
function untilStill(rules: readonly Rule[], template: string): string {
  for (let text = template; ;) {
    let next = text;
    for (const rule of rules) next = rule.apply(next);
    if (next === text) return text;
    text = next;
  }
}
