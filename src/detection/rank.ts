/**
 * Scores facts as signals. A good one is in every upgrade and in no control, comes early, and held over builds. Few runs prove little: the
 * score takes the lower end of the separation's interval.
 */
import type { Fact, FactSet } from '../model/facts.ts';
import type { HeldField, RankedMethod, RankedSignal, Share } from '../model/signal-rank.ts';
import { buildsOf, columnsOf, medianOf, restartOf } from './fact-runs.ts';

/** `shape` is about eslogger's own output, `responsible` about launchd's book-keeping: neither is an event one can wait for. */
const UNFIT: ReadonlySet<Fact['kind']> = new Set(['shape', 'responsible']);
const METHODS: readonly RankedMethod[] = ['ota', 'full-installer'];

/** Best first; ties in the order of the keys. Facts that come after the restart only are left out. */
export function rankSignals(set: FactSet): readonly RankedSignal[] {
  const columns = columnsOf(set);
  return METHODS.flatMap((method) =>
    columns.upgrades[method].length === 0
      ? []
      : set.facts.flatMap((fact) => rankOne(set, fact, method) ?? []),
  ).sort((a, b) => b.score - a.score || (keyText(a) < keyText(b) ? -1 : 1));
}

function keyText({ method, kind, key }: RankedSignal): string {
  return JSON.stringify([method, kind, ...key]);
}

function rankOne(set: FactSet, fact: Fact, method: RankedMethod): RankedSignal | undefined {
  if (UNFIT.has(fact.kind)) return undefined;
  const { upgrades, controls } = columnsOf(set);
  const own = upgrades[method];
  const before = own.filter((column) => isBeforeRestart(set, fact, column));
  if (before.length === 0) return undefined;
  const seen = new Set(before);
  const inUpgrades = { seenIn: before.length, runs: own.length };
  const inControls = shareOf(fact, controls);
  const { separation, uncertainty } = separate(inUpgrades, inControls);
  const times = before.map((column) => timesOf(set, fact, column));
  const earliness = medianOf(times.map((time) => time.earliness)) ?? 0;
  const leads = times.flatMap(({ leadMs }) => leadMs ?? []);
  return {
    kind: fact.kind,
    key: fact.key,
    method,
    upgrades: inUpgrades,
    controls: inControls,
    others: shareOf(fact, upgrades[method === 'ota' ? 'full-installer' : 'ota']),
    separation: round(separation),
    uncertainty: round(uncertainty),
    firstMs: medianOf(times.map(({ firstMs }) => firstMs)) ?? 0,
    leadMs: medianOf(leads) ?? null,
    earliness: round(earliness),
    builds: buildsHeld(set, own, seen),
    costPerThousand: round(costOf(set, fact, own)),
    heldBy: heldFields(set, fact, own),
    score: round(Math.max(0, separation - uncertainty) * (0.5 + earliness / 2)),
  };
}

function isBeforeRestart({ runs }: FactSet, fact: Fact, column: number): boolean {
  const run = runs[column];
  const first = fact.firstMs[column] ?? -1;
  if ((fact.counts[column] ?? 0) === 0 || run === undefined) return false;
  const restart = restartOf(run);
  return restart === undefined || first <= restart;
}

function shareOf(fact: Fact, columns: readonly number[]): Share {
  return { seenIn: columns.filter((column) => (fact.counts[column] ?? 0) > 0).length, runs: columns.length };
}

/** Two proportions under Jeffreys' prior, and the interval of their difference by normal approximation. */
function separate(
  upgrades: Share,
  controls: Share,
): { readonly separation: number; readonly uncertainty: number } {
  const [one, other] = [upgrades, controls].map(({ seenIn, runs }) => {
    const mean = (seenIn + 0.5) / (runs + 1);
    return { mean, variance: (mean * (1 - mean)) / (runs + 2) };
  });
  if (one === undefined || other === undefined) return { separation: 0, uncertainty: 1 };
  return {
    separation: one.mean - other.mean,
    uncertainty: 1.96 * Math.sqrt(one.variance + other.variance),
  };
}

function timesOf({ runs }: FactSet, fact: Fact, column: number) {
  const firstMs = fact.firstMs[column] ?? 0;
  const run = runs[column];
  const restart = run === undefined ? undefined : restartOf(run);
  const end = restart ?? run?.segments.at(-1)?.endMs ?? 0;
  return {
    firstMs,
    leadMs: restart === undefined ? undefined : restart - firstMs,
    earliness: end <= 0 ? 0 : Math.max(0, 1 - firstMs / end),
  };
}

function groupsOf({ runs }: FactSet, columns: readonly number[]): readonly (readonly number[])[] {
  const groups = Map.groupBy(columns, (column) => {
    const run = runs[column];
    return run === undefined ? '' : buildsOf(run);
  });
  return [...groups.values()];
}

function buildsHeld(set: FactSet, columns: readonly number[], seen: ReadonlySet<number>): Share {
  const groups = groupsOf(set, columns);
  return {
    seenIn: groups.filter((group) => group.every((column) => seen.has(column))).length,
    runs: groups.length,
  };
}

/** Types of events that show the fact. */
function eventTypesOf({ kind, key }: Pick<Fact, 'kind' | 'key'>): readonly string[] {
  switch (kind) {
    case 'file':
      return [(key[1] ?? '').replace(/-from$/, '')];
    case 'event':
      return [key[1] ?? ''];
    case 'handoff':
      return ['rename', 'clone', 'copyfile', 'exec'];
    case 'program':
    case 'launch':
    case 'arguments':
    case 'responsible':
    case 'shape':
      return ['exec'];
  }
}

function costOf({ runs }: FactSet, fact: Fact, columns: readonly number[]): number {
  const types = eventTypesOf(fact);
  const shares = columns.map((column) => {
    const run = runs[column];
    const events = types.reduce((sum, type) => sum + (run?.eventsByType[type] ?? 0), 0);
    return (1000 * events) / Math.max(1, run?.events ?? 1);
  });
  return medianOf(shares) ?? 0;
}

/** What of the acting program, or of the fact itself, stayed the same: a signing id, a path, a cdhash. */
function heldFields(set: FactSet, fact: Fact, columns: readonly number[]): readonly HeldField[] {
  const groups = groupsOf(set, columns);
  const own = groups.filter((group) => group.every((column) => (fact.counts[column] ?? 0) > 0)).length;
  if (fact.kind !== 'program') return [{ field: fieldOfKind(fact.kind), builds: own }];
  const held = (attribute: 'path' | 'cdhash'): number => {
    const values = Object.values(fact.attributes?.[attribute] ?? {});
    return Math.max(
      0,
      ...values.map(
        (counts) => groups.filter((group) => group.every((column) => (counts[column] ?? 0) > 0)).length,
      ),
    );
  };
  return [
    { field: 'signing id', builds: own },
    { field: 'path', builds: held('path') },
    { field: 'cdhash', builds: held('cdhash') },
  ];
}

function fieldOfKind(kind: Fact['kind']): HeldField['field'] {
  if (kind === 'arguments') return 'arguments';
  return kind === 'event' ? 'object' : kind === 'launch' ? 'signing id' : 'path template';
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
