/** Where a row of cells turns, and what build that is of. */
import type { Actor, CellState, HistoryCell, HistoryTransition } from '../model/history.ts';
import type { Column } from './columns.ts';

export interface Turning {
  readonly what: HistoryTransition['what'];
  readonly after: number;
  readonly at: number;
}

/** `isTold`: whether the judge saw a change there, so that a turn which only some of the runs show counts too. */
export function presenceTurnings(
  cells: readonly HistoryCell[],
  isTold: (after: number, at: number) => boolean,
): readonly Turning[] {
  const turnings: Turning[] = [];
  let last: number | undefined;
  let wasThere = false;
  for (const [at, { state }] of cells.entries()) {
    if (state === 'unknown') continue;
    const was = last === undefined ? undefined : cells[last]?.state;
    if (last !== undefined && was !== undefined && isShown(was) !== isShown(state)) {
      const isSure = (was !== 'some' && state !== 'some') || isTold(last, at);
      if (isSure) turnings.push({ what: whatOf(state, wasThere), after: last, at });
    }
    wasThere ||= isShown(state);
    last = at;
  }
  return turnings;
}

function isShown(state: CellState): boolean {
  return state === 'yes' || state === 'some';
}

function whatOf(is: CellState, wasThere: boolean): Turning['what'] {
  if (!isShown(is)) return 'gone';
  return wasThere ? 'back' : 'introduced';
}

/** The turnings with the build that acted, in words. */
export function transitionsOf(
  turnings: readonly Turning[],
  actor: Actor | undefined,
  columns: readonly Column[],
): readonly HistoryTransition[] {
  return turnings.map((turning, index) => ({
    ...turning,
    ...wordsOf(turning, index > 0 && turning.at === turning.after + 1, actor, columns),
  }));
}

const LAST: Readonly<Record<Turning['what'], string>> = {
  introduced: 'not in',
  gone: 'last in',
  back: 'not in',
  changed: 'as before in',
};

/** `isFollowing`: the sentence before it said how it was. */
function wordsOf(
  { what, after, at }: Turning,
  isFollowing: boolean,
  actor: Actor | undefined,
  columns: readonly Column[],
): Pick<HistoryTransition, 'build' | 'sentence'> {
  const [old, young] = [columns[after], columns[at]];
  if (old === undefined || young === undefined) return { build: null, sentence: what };
  const last = (name: string): string => (isFollowing ? '' : `, ${LAST[what]} ${name}`);
  if (actor !== 'source')
    return { build: young.build, sentence: `${what} in ${young.name}${last(old.name)}` };
  if (old.from === null || young.from === null || old.from.build === young.from.build) {
    const sentence = `${what} with the upgrade to ${young.name}${last(`that to ${old.name}`)}`;
    return { build: null, sentence };
  }
  return { build: young.from.build, sentence: `${what} in ${young.from.name}${last(old.from.name)}` };
}
