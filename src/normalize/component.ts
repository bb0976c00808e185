/** One component of a path, or one word of other text → template. */
import { RecentMap } from './recent-map.ts';
import { COMPONENT_RULES } from './rule-list.ts';
import type { ComponentRule } from './rule.ts';
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

/** The same for a component that will hardly come again. */
export function normalizeNewComponent(component: string): string {
  return byRules(component, traitsOf(component));
}

/** Rules, each with those behind it, and what they made of texts that it had changed: of drawn names many differ in the drawn part alone. */
const STEPS = COMPONENT_RULES.map((rule, index) => ({
  rule,
  behind: COMPONENT_RULES.slice(index + 1),
  known: new RecentMap<string>(512),
}));

function byRules(component: string, traits: number): string {
  for (const { rule, behind, known } of STEPS) {
    if ((traits & rule.needs) === 0) continue;
    const changed = rule.apply(component);
    if (changed === component) continue;
    let template = known.get(changed);
    if (template === undefined) known.set(changed, (template = untilStill(inTurn(changed, behind))));
    return template;
  }
  return component;
}

/** A hole made by one rule can uncover a token for an earlier one. Each round makes holes only, so this ends. */
function untilStill(before: string): string {
  for (let text = before; ;) {
    const next = inTurn(text, COMPONENT_RULES);
    if (next === text) return text;
    text = next;
  }
}

function inTurn(before: string, rules: readonly ComponentRule[]): string {
  let text = before;
  let traits = traitsOf(text);
  for (const { needs, apply } of rules) {
    if ((traits & needs) === 0) continue;
    const next = apply(text);
    if (next === text) continue;
    text = next;
    traits = traitsOf(text);
  }
  return text;
}

/** Each component of a path. */
export function normalizeComponents(path: string): string {
  return path.split('/').map(normalizeComponent).join('/');
}
