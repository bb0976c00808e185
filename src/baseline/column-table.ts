/** Facts under construction: one row a fact, one column a run. */
import {
  PROGRAM_ATTRIBUTES,
  type Fact,
  type FactEvidence,
  type FactKind,
  type ProgramAttribute,
} from '../model/facts.ts';
import { compareFacts } from '../facts/fact-table.ts';

interface Row {
  readonly kind: FactKind;
  readonly key: readonly string[];
  readonly counts: number[];
  readonly firstMs: number[];
  readonly attributes: Map<ProgramAttribute, Map<string, number[]>>;
  evidence: FactEvidence | undefined;
}

export class ColumnTable {
  readonly #columns: number;
  readonly #rows = new Map<string, Row>();

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Adds a fact of the same runs: counts add up, the earlier first occurrence and its evidence stay. `rename` may unite values. */
  add(fact: Fact, rename: (name: ProgramAttribute, value: string) => string = (_, value) => value): void {
    const row = this.#rowOf(fact);
    if (fact.evidence !== undefined && isEarlier(fact, row)) row.evidence = fact.evidence;
    for (let column = 0; column < this.#columns; column++) {
      row.counts[column] = (row.counts[column] ?? 0) + (fact.counts[column] ?? 0);
      row.firstMs[column] = earlier(row.firstMs[column], fact.firstMs[column]);
    }
    forEachAttribute(fact, (attribute, value, counts) => {
      const vector = this.#vectorOf(row, attribute, rename(attribute, value));
      for (let column = 0; column < this.#columns; column++)
        vector[column] = (vector[column] ?? 0) + (counts[column] ?? 0);
    });
  }

  /**
   * Unites facts of other runs, whose column i is column `columns[i]` here. Where a run is already there, it is the same recording:
   * the larger count stays, nothing is counted twice. Evidence stays out.
   */
  unite(facts: readonly Fact[], columns: readonly number[]): void {
    for (const fact of facts) {
      const row = this.#rowOf(fact);
      columns.forEach((column, index) => {
        row.counts[column] = Math.max(row.counts[column] ?? 0, fact.counts[index] ?? 0);
        row.firstMs[column] = earlier(row.firstMs[column], fact.firstMs[index]);
      });
      forEachAttribute(fact, (attribute, value, counts) => {
        const vector = this.#vectorOf(row, attribute, value);
        columns.forEach((column, index) => {
          vector[column] = Math.max(vector[column] ?? 0, counts[index] ?? 0);
        });
      });
    }
  }

  /** Sorted by kind, then key. */
  facts(): readonly Fact[] {
    return [...this.#rows.values()].map(toFact).sort(compareFacts);
  }

  #rowOf(fact: Fact): Row {
    const id = `${fact.kind}\n${JSON.stringify(fact.key)}`;
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = {
        kind: fact.kind,
        key: fact.key,
        counts: this.#zeros(),
        firstMs: this.#zeros().fill(-1),
        attributes: new Map(),
        evidence: undefined,
      };
      this.#rows.set(id, row);
    }
    return row;
  }

  #vectorOf(row: Row, attribute: ProgramAttribute, value: string): number[] {
    let values = row.attributes.get(attribute);
    if (values === undefined) row.attributes.set(attribute, (values = new Map<string, number[]>()));
    let vector = values.get(value);
    if (vector === undefined) values.set(value, (vector = this.#zeros()));
    return vector;
  }

  #zeros(): number[] {
    return new Array<number>(this.#columns).fill(0);
  }
}

function toFact(row: Row): Fact {
  const { kind, key, counts, firstMs, evidence } = row;
  const attributes = PROGRAM_ATTRIBUTES.flatMap((name) => {
    const values = row.attributes.get(name);
    if (values === undefined) return [];
    return [[name, Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)))] as const];
  });
  return {
    kind,
    key,
    counts,
    firstMs,
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
    ...(evidence !== undefined ? { evidence } : {}),
  };
}

function forEachAttribute(
  fact: Fact,
  visit: (attribute: ProgramAttribute, value: string, counts: readonly number[]) => void,
): void {
  for (const attribute of PROGRAM_ATTRIBUTES) {
    for (const [value, counts] of Object.entries(fact.attributes?.[attribute] ?? {}))
      visit(attribute, value, counts);
  }
}

function earlier(a = -1, b = -1): number {
  if (a === -1) return b;
  return b === -1 ? a : Math.min(a, b);
}

function isEarlier(fact: Fact, row: Row): boolean {
  if (row.evidence === undefined || fact.evidence === undefined) return true;
  if (fact.evidence.segment !== row.evidence.segment) return fact.evidence.segment < row.evidence.segment;
  return fact.evidence.globalSeq < row.evidence.globalSeq;
}
