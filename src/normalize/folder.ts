/**
 * A path is its folder and a name, and most names are looked at by the rules of components only. So the template of a folder holds for
 * every such name in it, and for most folders in it as well.
 */
import { normalizeComponent, normalizeComponents } from './component.ts';
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
  if (answer === undefined) known.set(folder, (answer = { template: byParent(folder) ?? byRules(folder) }));
  return answer.template;
}

/** Names at the end of what a rule of paths looks for. The other two are no names. */
const REACHING = new Set(['', '.']);
for (const { reach } of [...PATH_RULES, ...LATE_PATH_RULES])
  for (const { folder } of reach) REACHING.add(folder.split('/').at(-2) ?? '');

/** Deeper folders are nobody's, and every level is a call. */
const LONGEST = 1024;

/** Where no rule looks at the names in a folder, it looks at what is below them only where one of them ends what it looks for. */
function byParent(folder: string): string | undefined {
  const from = folder.lastIndexOf('/', folder.length - 2) + 1;
  const name = folder.slice(from, -1);
  if (from === 0 || folder.length > LONGEST || REACHING.has(name)) return undefined;
  const parent = folderTemplate(folder.slice(0, from));
  const template = normalizeComponent(name);
  return parent === undefined || REACHING.has(template) ? undefined : `${parent}${template}/`;
}

/** A name that no rule changes; paths end with no slash. */
const NAME = 'x';

function byRules(folder: string): string | undefined {
  let text = folder;
  for (;;) {
    const before = text;
    for (const rule of PATH_RULES) {
      const reached = reachOf(rule, text);
      if (reached === 'name') return undefined;
      if (reached === 'folder') text = rule.apply(text + NAME).slice(0, -NAME.length);
    }
    if (text === before) break;
  }
  const template = normalizeComponents(text);
  return LATE_PATH_RULES.some((rule) => reachOf(rule, template) !== undefined) ? undefined : template;
}

/** What the rule may look at: the names in a folder, the folder only, or nothing at all. */
export function reachOf({ reach }: PathRule, folder: string): 'name' | 'folder' | undefined {
  let reached: 'folder' | undefined;
  for (const part of reach) {
    if (!folder.includes(part.folder)) continue;
    if (isName(part, folder)) return 'name';
    reached = 'folder';
  }
  return reached;
}

/** Whether a name in the folder is within the components. */
function isName({ folder, components }: Reach, path: string): boolean {
  let slash = path.lastIndexOf(folder) + folder.length - 1;
  for (let behind = 0; behind < components; behind += 1) {
    slash = path.indexOf('/', slash + 1);
    if (slash < 0) return true;
  }
  return false;
}
