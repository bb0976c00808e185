/**
 * Which part of a fact can grow without end, and how it becomes a hole: paths by their directories, other last parts of keys (argument
 * vectors, service names) and values of attributes by how many of them one program has. All are joins; src/normalize/directories.ts says why.
 */
import type { Fact, FactKind, ProgramAttribute } from '../model/facts.ts';
import { FACT_KINDS, PROGRAM_ATTRIBUTES } from '../model/facts.ts';
import { ANY, DirectoryTree } from '../normalize/directories.ts';
import { KeyMap } from './key-map.ts';

/** Most distinct last parts for one program and, where the key has one, one event type or operation. `program`: values of an attribute. */
const LARGEST_GROUP: Readonly<Partial<Record<FactKind, number>>> = {
  arguments: 64,
  event: 256,
  file: 64,
  handoff: 64,
  program: 64,
};

/** Keys that differ in their last parts only. */
interface Group {
  readonly kind: FactKind;
  readonly start: readonly string[];
  /** Undefined once collapsed. */
  lastParts: Set<string> | undefined;
}

export class CollapseState {
  readonly #tree = new DirectoryTree();
  readonly #groups: Group[] = [];
  /** By kind and start. */
  readonly #groupOf = new KeyMap<Group>();
  /** Of other producers; they are handed on. */
  readonly #otherMarks = new Set<string>();
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
    const group = this.#groupOf.get(kind, key, key.length - 1) ?? this.#newGroup(kind, key.slice(0, -1));
    if (group.lastParts === undefined || group.lastParts.has(last)) return;
    group.lastParts.add(last);
    this.#added++;
  }

  #newGroup(kind: FactKind, start: readonly string[]): Group {
    const group: Group = { kind, start, lastParts: new Set() };
    this.#groups.push(group);
    this.#groupOf.set(kind, start, group);
    return group;
  }

  /** Adds an entry of `FactSet.collapsed`. */
  addMark(mark: string): void {
    if (!mark.startsWith('[')) {
      this.#tree.addMark(mark);
      return;
    }
    const group = parseGroupMark(mark);
    if (group === undefined) this.#otherMarks.add(mark);
    else
      (this.#groupOf.get(group.kind, group.start) ?? this.#newGroup(group.kind, group.start)).lastParts =
        undefined;
  }

  close(): void {
    this.#tree.close();
    for (const group of this.#groups)
      if (group.lastParts !== undefined && group.lastParts.size > (LARGEST_GROUP[group.kind] ?? Infinity))
        group.lastParts = undefined;
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
    const group = this.#groupOf.get(kind, key, key.length - 1);
    return group !== undefined && group.lastParts === undefined;
  }

  /** Every collapsed set, sorted by code units. */
  marks(): string[] {
    const groups = this.#groups.flatMap((group) => (group.lastParts === undefined ? [groupMark(group)] : []));
    return [...this.#tree.marks(), ...groups, ...this.#otherMarks].sort();
  }
}

/** The path a fact is about, where it has one. Program paths are attributes and never collapse. */
function pathOf(kind: FactKind, key: readonly string[]): string | undefined {
  if (kind !== 'file' && kind !== 'handoff' && kind !== 'event') return undefined;
  const last = key.at(-1);
  return last?.startsWith('/') === true ? last : undefined;
}

function groupMark({ kind, start }: Pick<Group, 'kind' | 'start'>): string {
  return JSON.stringify([kind, ...start, ANY]);
}

/** Undefined for what no profile of ours says. */
function parseGroupMark(mark: string): Pick<Group, 'kind' | 'start'> | undefined {
  const parts = parsedTexts(mark);
  const kind = FACT_KINDS.find((name) => name === parts[0]);
  if (kind === undefined) return undefined;
  const group = { kind, start: parts.slice(1, -1) };
  return groupMark(group) === mark ? group : undefined;
}

function parsedTexts(json: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : [];
  } catch {
    return [];
  }
}
