/** The runs of a fact set by what they are, and where in each the restart lies. */
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { RankedMethod } from '../model/signal-rank.ts';

export interface RunColumns {
  readonly upgrades: Readonly<Record<RankedMethod, readonly number[]>>;
  /** Everything that is no upgrade. */
  readonly controls: readonly number[];
}

export function columnsOf({ runs }: FactSet): RunColumns {
  const of = (is: (run: RunInfo) => boolean): readonly number[] =>
    runs.flatMap((run, index) => (is(run) ? [index] : []));
  return {
    upgrades: {
      ota: of(({ method, role }) => method === 'ota' && role === 'upgrade'),
      'full-installer': of(({ method, role }) => method === 'full-installer' && role === 'upgrade'),
    },
    controls: of(({ method, role }) => role === 'control' || method === 'background-security-improvement'),
  };
}

/** ms from the first event; undefined where no restart was recorded. */
export function restartOf({ segments }: RunInfo): number | undefined {
  const first = segments.findIndex(({ reboot }) => reboot);
  return first > 0 ? segments[first - 1]?.endMs : undefined;
}

/** Builds it leads from and to. */
export function buildsOf({ os, target }: RunInfo): string {
  return `${os?.buildVersion ?? '?'} ${target?.buildVersion ?? '?'}`;
}

export function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
