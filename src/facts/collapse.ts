/**
 * Which part of a fact can grow without end, and how it becomes a hole: paths by their directories, other last parts of keys (argument
 * vectors, service names) and values of attributes by how many of them one program has. All are joins; src/normalize/directories.ts says why.
 */
import type { Fact, FactKind, ProgramAttribute } from '../model/facts.ts';
import { PROGRAM_ATTRIBUTES } from '../model/facts.ts';
import { ANY, DirectoryTree } from '../normalize/directories.ts';

/** Most distinct last parts for one program and, where the key has one, one event type or operation. `program`: values of an attribute. */
const LARGEST_GROUP: Readonly<Partial<Record<FactKind, number>>> = {
  arguments: 64,
  event: 256,
  file: 64,
  handoff: 64,
  program: 64,
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

  /** A fact, with its attributes. */
  addFact({ kind, key, attributes }: Pick<Fact, 'kind' | 'key' | 'attributes'>): void {
    this.add(kind, key);
    for (const name of PROGRAM_ATTRIBUTES) {
      for (const value of Object.keys(attributes?.[name] ?? {})) this.addAttribute(key, name, value);
    }
  }

  addAttribute(key: readonly string[], name: ProgramAttribute, value: string): void {
    this.#addToGroup('program', [...key, name, value]);
  }

  add(kind: FactKind, key: readonly string[]): void {
    const path = pathOf(kind, key);
    if (path !== undefined) {
      this.#tree.add(path);
    } else if (kind !== 'program') {
      this.#addToGroup(kind, key);
    }
  }

  #addToGroup(kind: FactKind, key: readonly string[]): void {
    const last = key.at(-1);
    if (LARGEST_GROUP[kind] === undefined || last === undefined) return;
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
    if (kind === 'program' || !this.#isCollapsed(kind, key)) return key;
    return last === ANY ? key : [...key.slice(0, -1), ANY];
  }

  /** The value of an attribute at the present state. */
  rewriteAttribute(key: readonly string[], name: ProgramAttribute, value: string): string {
    return this.#isCollapsed('program', [...key, name, value]) ? ANY : value;
  }

  #isCollapsed(kind: FactKind, key: readonly string[]): boolean {
    if (LARGEST_GROUP[kind] === undefined) return false;
    const name = groupName(kind, key);
    return this.#groups.has(name) && this.#groups.get(name) === undefined;
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
  const kinds: readonly FactKind[] = ['arguments', 'event', 'file', 'handoff', 'program'];
  return kinds.find((kind) => name.startsWith(`["${kind}",`)) ?? 'event';
}
