/** Places the nodes of a small directed graph in columns: what gives stands left of what takes. Pure and the same for the same input. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export function layoutGraph(edges: readonly GraphEdge[]): readonly PlacedNode[] {
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const forward = withoutCircles(ids, edges);
  const columns = columnsOf(ids, forward);
  const rows = rowsOf(ids, columns, forward);
  return ids.map((id) => ({ id, column: columns.get(id) ?? 0, row: rows.get(id) ?? 0 }));
}

/** Edges that lead back to where a walk came from are left out of the order. */
function withoutCircles(ids: readonly string[], edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const state = new Map<string, 'open' | 'done'>();
  const kept: GraphEdge[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const edge of next.get(id) ?? []) {
      if (state.get(edge.to) === 'open') continue;
      kept.push(edge);
      if (state.get(edge.to) === undefined) visit(edge.to);
    }
    state.set(id, 'done');
  };
  const taken = new Set(edges.map(({ to }) => to));
  for (const id of [...ids.filter((one) => !taken.has(one)), ...ids])
    if (state.get(id) === undefined) visit(id);
  return kept;
}

/** The longest way from a node that nothing leads to. */
function columnsOf(ids: readonly string[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const columns = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round += 1) {
    let moved = false;
    for (const { from, to } of edges) {
      const least = (columns.get(from) ?? 0) + 1;
      if ((columns.get(to) ?? 0) < least) {
        columns.set(to, least);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return columns;
}

const SWEEPS = 6;

/** Within a column by the mean place of the neighbours, a few times over, which takes out most crossings. */
function rowsOf(
  ids: readonly string[],
  columns: ReadonlyMap<string, number>,
  edges: readonly GraphEdge[],
): ReadonlyMap<string, number> {
  const byColumn = [...Map.groupBy(ids, (id) => columns.get(id) ?? 0).values()];
  const rows = new Map<string, number>();
  for (const column of byColumn) column.forEach((id, row) => rows.set(id, row));
  const neighbours = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of byColumn) {
      const wanted = new Map(
        column.map((id) => {
          const near = neighbours.get(id) ?? [];
          const own = rows.get(id) ?? 0;
          return [
            id,
            near.length === 0 ? own : near.reduce((sum, one) => sum + (rows.get(one) ?? 0), 0) / near.length,
          ];
        }),
      );
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (a < b ? -1 : 1));
      column.forEach((id, row) => rows.set(id, row));
    }
  }
  return rows;
}
