/**
 * Which part of a fact's key can grow without end, and how it becomes a hole: paths by their directories, other last parts
 * (argument vectors, service names) by how many of them one program has. Both are joins; src/normalize/directories.ts says why.
 */
import type { FactKind } from '../model/facts.ts';
import { ANY, DirectoryTree } from '../normalize/directories.ts';

/** Most distinct last parts for one program and, where the key has one, one event type or operation. */
const LARGEST_GROUP: Readonly<Partial<Record<FactKind, number>>> = {
  arguments: 64,
  event: 256,
  file: 64,
  handoff: 64,
};

export class CollapseState {
  readonly #tree = new DirectoryTree();
  /** Group name → its last parts; undefined once collapsed. */
  readonly #groups = new Map<string, Set<string> | undefined>();
  #added = 0;

  /** Keys and directories added since the state was last closed. */
  get added(): number {
    return this.#added + this.#tree.added;
  }

  add(kind: FactKind, key: readonly string[]): void {
    const path = pathOf(kind, key);
    if (path !== undefined) {
      this.#tree.add(path);
      return;
    }
    const limit = LARGEST_GROUP[kind];
    const last = key.at(-1);
    if (limit === undefined || last === undefined) return;
    const name = groupName(kind, key);
    if (!this.#groups.has(name)) this.#groups.set(name, new Set());
    const group = this.#groups.get(name);
    if (group === undefined || group.has(last)) return;
    group.add(last);
    this.#added++;
  }

  /** Adds an entry of `FactSet.collapsed`. */
  addMark(mark: string): void {
    if (mark.startsWith('[')) this.#groups.set(mark, undefined);
    else this.#tree.addMark(mark);
  }

  close(): void {
    this.#tree.close();
    for (const [name, group] of this.#groups) {
      const kind = kindOfGroup(name);
      if (group !== undefined && group.size > (LARGEST_GROUP[kind] ?? Infinity))
        this.#groups.set(name, undefined);
    }
    this.#added = 0;
  }

  /** The key at the present state; the same array where nothing changes. */
  rewrite(kind: FactKind, key: readonly string[]): readonly string[] {
    const path = pathOf(kind, key);
    const last = key.at(-1);
    if (last === undefined) return key;
    if (path !== undefined) {
      const rewritten = this.#tree.rewrite(path);
      return rewritten === path ? key : [...key.slice(0, -1), rewritten];
    }
    if (LARGEST_GROUP[kind] === undefined) return key;
    const name = groupName(kind, key);
    const collapsed = this.#groups.has(name) && this.#groups.get(name) === undefined;
    return collapsed && last !== ANY ? [...key.slice(0, -1), ANY] : key;
  }

  /** Every collapsed set, sorted by code units. */
  marks(): string[] {
    const groups = [...this.#groups].flatMap(([name, group]) => (group === undefined ? [name] : []));
    return [...this.#tree.marks(), ...groups].sort();
  }
}

/** The path a fact is about, where it has one. Program paths are attributes and never collapse. */
function pathOf(kind: FactKind, key: readonly string[]): string | undefined {
  if (kind !== 'file' && kind !== 'handoff' && kind !== 'event') return undefined;
  const last = key.at(-1);
  return last?.startsWith('/') === true ? last : undefined;
}

function groupName(kind: FactKind, key: readonly string[]): string {
  return JSON.stringify([kind, ...key.slice(0, -1), ANY]);
}

function kindOfGroup(name: string): FactKind {
  const kinds: readonly FactKind[] = ['arguments', 'event', 'file', 'handoff'];
  return kinds.find((kind) => name.startsWith(`["${kind}",`)) ?? 'event';
}
