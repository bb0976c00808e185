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
import { KeyMap } from './key-map.ts';

/** With its first occurrence. */
interface Row {
  readonly kind: FactKind;
  readonly key: readonly string[];
  count: number;
  segment: number;
  globalSeq: number;
  time: string;
  timeMs: number;
  readonly attributes: Map<ProgramAttribute, Map<string, number>> | undefined;
}

/** New keys between two looks at what has grown too large; each look visits all facts, so the more there are the rarer it is. */
const LOOK_EVERY = 30_000;

/** Keys of collapsed facts that are known as they came. */
const MOST_ALIASES = 32_768;

export class FactTable {
  #rows: Row[] = [];
  /** By their keys, and by keys as they came before they were collapsed as the state is now. */
  readonly #known = new KeyMap<Row>();
  #aliases = 0;
  readonly #state = new CollapseState();

  add(kind: FactKind, key: readonly string[], at: Occurrence, options: EmitOptions): void {
    const count = options.count ?? 1;
    const known = this.#known.get(kind, key);
    const row = known ?? this.#rowFor(kind, key, at);
    row.count += count;
    if (isBefore(at, row)) setFirst(row, at);
    const hasNewValue =
      options.attributes !== undefined && this.#addAttributes(row, options.attributes, count);
    if (known === undefined || hasNewValue) this.#collapseIfGrown();
  }

  /** `startMs`: the time that offsets count from. */
  finish(startMs: number): { readonly facts: readonly Fact[]; readonly collapsed: readonly string[] } {
    this.#collapse();
    const facts = this.#rows.map((row) => toFact(row, startMs)).sort(compareFacts);
    return { facts, collapsed: this.#state.marks() };
  }

  #rowFor(kind: FactKind, key: readonly string[], at: Occurrence): Row {
    const rewritten = this.#state.rewrite(kind, key);
    let row = rewritten === key ? undefined : this.#known.get(kind, rewritten);
    if (row === undefined) {
      const attributes = kind === 'program' ? new Map<ProgramAttribute, Map<string, number>>() : undefined;
      const { segment, globalSeq, time, timeMs } = at;
      row = { kind, key: rewritten, count: 0, segment, globalSeq, time, timeMs, attributes };
      this.#rows.push(row);
      this.#known.set(kind, rewritten, row);
      this.#state.add(kind, rewritten);
    }
    if (rewritten !== key) {
      if (this.#aliases >= MOST_ALIASES) this.#forgetAliases();
      this.#aliases += 1;
      this.#known.set(kind, key, row);
    }
    return row;
  }

  #forgetAliases(): void {
    this.#aliases = 0;
    this.#known.clear();
    for (const row of this.#rows) this.#known.set(row.kind, row.key, row);
  }

  /** Whether one of them is new. */
  #addAttributes(row: Row, attributes: NonNullable<EmitOptions['attributes']>, count: number): boolean {
    let isNew = false;
    for (const name of PROGRAM_ATTRIBUTES) {
      const value = attributes[name];
      if (value !== undefined && this.#addAttribute(row, name, value, count)) isNew = true;
    }
    return isNew;
  }

  #addAttribute(row: Row, name: ProgramAttribute, value: string, count: number): boolean {
    if (row.attributes === undefined) return false;
    let values = row.attributes.get(name);
    if (values === undefined) row.attributes.set(name, (values = new Map<string, number>()));
    const known = values.get(value);
    if (known !== undefined) {
      values.set(value, known + count);
      return false;
    }
    const rewritten = this.#state.rewriteAttribute(row.key, name, value);
    values.set(rewritten, (values.get(rewritten) ?? 0) + count);
    this.#state.addAttribute(row.key, name, rewritten);
    return true;
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

  #collapseIfGrown(): void {
    const { added } = this.#state;
    if (added > LOOK_EVERY && added > this.#rows.length / 2) this.#collapse();
  }

  #collapse(): void {
    this.#state.close();
    const rows = this.#rows;
    this.#rows = [];
    this.#known.clear();
    this.#aliases = 0;
    for (const row of rows) {
      this.#collapseAttributes(row);
      const key = this.#state.rewrite(row.kind, row.key);
      const known = this.#known.get(row.kind, key);
      if (known === undefined) {
        const kept = key === row.key ? row : { ...row, key };
        this.#rows.push(kept);
        this.#known.set(row.kind, key, kept);
        continue;
      }
      known.count += row.count;
      if (isBefore(row, known)) setFirst(known, row);
    }
  }
}

/** Nothing else of the event stays in memory. */
function setFirst(row: Row, { segment, globalSeq, time, timeMs }: Occurrence): void {
  row.segment = segment;
  row.globalSeq = globalSeq;
  row.time = time;
  row.timeMs = timeMs;
}

type Place = Pick<Occurrence, 'segment' | 'globalSeq'>;

function isBefore(a: Place, b: Place): boolean {
  return a.segment === b.segment ? a.globalSeq < b.globalSeq : a.segment < b.segment;
}

function toFact(row: Row, startMs: number): Fact {
  const { kind, key, count, segment, globalSeq, time, timeMs } = row;
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
    firstMs: [Math.max(0, Math.round(timeMs - startMs))],
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
    evidence: { segment, globalSeq, time },
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
