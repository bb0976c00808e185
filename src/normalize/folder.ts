/**
 * A path is its folder and a name, and most names are looked at by the rules of components only. So the template of a folder holds for
 * every such name in it.
 */
import { normalizeComponents } from './component.ts';
import { RecentMap } from './recent-map.ts';
import { LATE_PATH_RULES, PATH_RULES } from './rule-list.ts';
import type { PathRule, Reach } from './rule.ts';

interface Folder {
  /** Undefined where a rule of paths may look at the name. */
  readonly template: string | undefined;
}

const known = new RecentMap<Folder>(4096);

/** `folder`: what is before a name, with the slash. Undefined where a rule of paths may look at the name. */
export function folderTemplate(folder: string): string | undefined {
  let answer = known.get(folder);
  if (answer === undefined) known.set(folder, (answer = { template: byRules(folder) }));
  return answer.template;
}

/** A name that no rule changes; paths end with no slash. */
const NAME = 'x';

function byRules(folder: string): string | undefined {
  let text = folder;
  for (;;) {
    const before = text;
    for (const rule of PATH_RULES) {
      if (reaches(rule, text)) return undefined;
      text = rule.apply(text + NAME).slice(0, -NAME.length);
    }
    if (text === before) break;
  }
  const template = normalizeComponents(text);
  return LATE_PATH_RULES.some((rule) => reaches(rule, template)) ? undefined : template;
}

/** Whether the rule may look at the names in a folder. */
export function reaches({ reach }: PathRule, folder: string): boolean {
  return reach.some((part) => isWithin(part, folder));
}

function isWithin({ folder, components }: Reach, path: string): boolean {
  const found = path.lastIndexOf(folder);
  if (found < 0) return false;
  // Slashes behind it: as many components are there before the name.
  let slash = found + folder.length - 1;
  for (let behind = 0; behind < components; behind += 1) {
    slash = path.indexOf('/', slash + 1);
    if (slash < 0) return true;
  }
  return false;
}
