/** One component of a path, or one word of other text → template. */
import { RecentMap } from './recent-map.ts';
import { COMPONENT_RULES } from './rule-list.ts';
import { traitsOf } from './traits.ts';

const known = new RecentMap<string>(4096);

const NEEDS = COMPONENT_RULES.reduce((all, { needs }) => all | needs, 0);

export function normalizeComponent(component: string): string {
  const traits = traitsOf(component);
  if ((traits & NEEDS) === 0) return component;
  let template = known.get(component);
  if (template === undefined) known.set(component, (template = byRules(component, traits)));
  return template;
}

/** A hole made by one rule can uncover a token for an earlier one. Each round makes holes only, so this ends. */
function byRules(component: string, traits: number): string {
  let text = component;
  let has = traits;
  for (;;) {
    const before = text;
    for (const { needs, apply } of COMPONENT_RULES) {
      if ((has & needs) === 0) continue;
      const next = apply(text);
      if (next === text) continue;
      text = next;
      has = traitsOf(text);
    }
    if (text === before) return text;
  }
}

/** Each component of a path. */
export function normalizeComponents(path: string): string {
  return path.split('/').map(normalizeComponent).join('/');
}
