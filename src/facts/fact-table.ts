/** The facts of one trace under construction. Collapses as it grows, so that memory follows distinct behaviour, not distinct names. */
import {
  FACT_KINDS,
  PROGRAM_ATTRIBUTES,
  type Fact,
  type FactKind,
  type ProgramAttribute,
} from '../model/facts.ts';
import { CollapseState } from './collapse.ts';
import type { EmitOptions, Occurrence } from './extractor.ts';

interface Row {
  readonly kind: FactKind;
  readonly key: readonly string[];
  count: number;
  first: Occurrence;
  readonly attributes: Map<ProgramAttribute, Map<string, number>> | undefined;
}

/** New keys between two looks at what has grown too large; each look visits all facts, so the more there are the rarer it is. */
const LOOK_EVERY = 30_000;

export class FactTable {
  #rows = new Map<string, Row>();
  readonly #state = new CollapseState();

  add(kind: FactKind, key: readonly string[], at: Occurrence, options: EmitOptions): void {
    const count = options.count ?? 1;
    const known = this.#rows.get(idOf(kind, key));
    const row = known ?? this.#rowFor(kind, key, at);
    row.count += count;
    if (isBefore(at, row.first)) row.first = at;
    for (const name of PROGRAM_ATTRIBUTES) {
      const value = options.attributes?.[name];
      if (value !== undefined) this.#addAttribute(row, name, value, count);
    }
    if (this.#state.added > LOOK_EVERY && this.#state.added > this.#rows.size / 2) this.#collapse();
  }

  /** `startMs`: the time that offsets count from. */
  finish(startMs: number): { readonly facts: readonly Fact[]; readonly collapsed: readonly string[] } {
    this.#collapse();
    const facts = [...this.#rows.values()].map((row) => toFact(row, startMs)).sort(compareFacts);
    return { facts, collapsed: this.#state.marks() };
  }

  #rowFor(kind: FactKind, key: readonly string[], at: Occurrence): Row {
    const rewritten = this.#state.rewrite(kind, key);
    const id = idOf(kind, rewritten);
    let row = this.#rows.get(id);
    if (row === undefined) {
      const attributes = kind === 'program' ? new Map<ProgramAttribute, Map<string, number>>() : undefined;
      row = { kind, key: rewritten, count: 0, first: at, attributes };
      this.#rows.set(id, row);
      this.#state.add(kind, rewritten);
    }
    return row;
  }

  #addAttribute(row: Row, name: ProgramAttribute, value: string, count: number): void {
    if (row.attributes === undefined) return;
    let values = row.attributes.get(name);
    if (values === undefined) row.attributes.set(name, (values = new Map<string, number>()));
    const known = values.get(value);
    if (known !== undefined) {
      values.set(value, known + count);
      return;
    }
    const rewritten = this.#state.rewriteAttribute(row.key, name, value);
    values.set(rewritten, (values.get(rewritten) ?? 0) + count);
    this.#state.addAttribute(row.key, name, rewritten);
  }

  #collapseAttributes({ key, attributes }: Row): void {
    for (const [name, values] of attributes ?? []) {
      for (const [value, count] of values) {
        const rewritten = this.#state.rewriteAttribute(key, name, value);
        if (rewritten === value) continue;
        values.delete(value);
        values.set(rewritten, (values.get(rewritten) ?? 0) + count);
      }
    }
  }

  #collapse(): void {
    this.#state.close();
    const rows = new Map<string, Row>();
    for (const row of this.#rows.values()) {
      this.#collapseAttributes(row);
      const key = this.#state.rewrite(row.kind, row.key);
      const id = idOf(row.kind, key);
      const known = rows.get(id);
      if (known === undefined) {
        rows.set(id, key === row.key ? row : { ...row, key });
        continue;
      }
      known.count += row.count;
      if (isBefore(row.first, known.first)) known.first = row.first;
    }
    this.#rows = rows;
  }
}

/** Lengths keep parts apart, whatever characters are in them. */
function idOf(kind: FactKind, key: readonly string[]): string {
  let id: string = kind;
  for (const part of key) id += `\n${part.length} ${part}`;
  return id;
}

function isBefore(a: Occurrence, b: Occurrence): boolean {
  return a.segment === b.segment ? a.globalSeq < b.globalSeq : a.segment < b.segment;
}

function toFact(row: Row, startMs: number): Fact {
  const { kind, key, count, first } = row;
  const attributes = PROGRAM_ATTRIBUTES.flatMap((name) => {
    const values = row.attributes?.get(name);
    if (values === undefined) return [];
    const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
    return [[name, Object.fromEntries(sorted.map(([value, times]) => [value, [times]]))] as const];
  });
  return {
    kind,
    key,
    counts: [count],
    firstMs: [Math.max(0, Math.round(first.timeMs - startMs))],
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
    evidence: { segment: first.segment, globalSeq: first.globalSeq, time: first.time },
  };
}

/** By kind in the order of FACT_KINDS, then by key parts in code units. */
export function compareFacts(a: Pick<Fact, 'kind' | 'key'>, b: Pick<Fact, 'kind' | 'key'>): number {
  if (a.kind !== b.kind) return FACT_KINDS.indexOf(a.kind) - FACT_KINDS.indexOf(b.kind);
  for (let index = 0; index < Math.min(a.key.length, b.key.length); index++) {
    const left = a.key[index] ?? '';
    const right = b.key[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.key.length - b.key.length;
}
