/** How far the recordings of a comparison can be trusted: what they lost, where they were cut, how many they are. */
import type { ComparabilityNote } from '../model/drift.ts';
import type { RunInfo } from '../model/facts.ts';
import { countOf } from './names.ts';
import { byCodeUnit, type Side } from './side.ts';

type Note = ComparabilityNote;

/** What each side's recordings lack, and how few they are. */
export function runNotes(before: Side, after: Side): readonly Note[] {
  const notes: Note[] = [];
  let lostInAll = 0;
  for (const side of [before, after]) {
    const judged = side.judged.flatMap((run) => side.runs[run] ?? []);
    const cut = judged.filter((run) => run.cut).length;
    if (cut > 0) {
      notes.push({
        axis: 'cut',
        level: 'warning',
        message: `${countOf(cut, 'recording')} ${side.name} ended before ${cut === 1 ? 'it was' : 'they were'} closed`,
      });
    }
    const lost = judged.reduce((sum, run) => sum + run.lost, 0);
    lostInAll += lost;
    if (lost > 0) notes.push({ axis: 'loss', level: 'warning', message: lossMessage(side, judged, lost) });
    const bad = judged.reduce((sum, run) => sum + run.badLines + run.oversizeLines, 0);
    if (bad > 0)
      notes.push({
        axis: 'lines',
        level: 'warning',
        message: `${countOf(bad, 'line')} ${side.name} could not be read`,
      });
    const forgotten = judged.reduce((sum, run) => sum + run.handoffsForgotten, 0);
    if (forgotten > 0) {
      notes.push({
        axis: 'handoffs',
        level: 'warning',
        message: `${countOf(forgotten, 'path')} ${side.name} were followed no further: handoffs may be missing`,
      });
    }
  }
  if (lostInAll === 0) notes.push({ axis: 'loss', level: 'ok', message: 'no event is known to be lost' });
  return [...notes, ...fewRunsNotes(before, after)];
}

/** How little one run can know: of the noise nothing at all. */
function fewRunsNotes(before: Side, after: Side): readonly Note[] {
  if (before.judged.length > 1) return [];
  const where = after.judged.length === 1 ? 'one run on each side' : 'one run before';
  const message = `${where}: what varies from run to run cannot be told from what changed. Three runs before tell most of it, five nearly all`;
  return [{ axis: 'runs', level: 'warning', message }];
}

function lossMessage(side: Side, runs: readonly RunInfo[], lost: number): string {
  const types = new Set(runs.flatMap(({ lostByType }) => Object.keys(lostByType)));
  const names = types.size === 0 ? '' : ` (${[...types].sort(byCodeUnit).join(', ')})`;
  return `${countOf(lost, 'event')} were lost ${side.name}${names}: an absence where they were lost proves nothing`;
}

export function maxLossNotes(before: Side, after: Side, maxLoss: number | undefined): readonly Note[] {
  if (maxLoss === undefined) return [];
  return [before, after].flatMap((side) => {
    const shares = side.judged.flatMap((run) => {
      const info = side.runs[run];
      return info === undefined || info.lost === 0 ? [] : [info.lost / (info.lost + info.events)];
    });
    const worst = Math.max(0, ...shares);
    if (worst <= maxLoss) return [];
    const message = `${percent(worst)} of the events of a recording ${side.name} were lost; at most ${percent(maxLoss)} may be`;
    return [{ axis: 'max loss', level: 'fatal', message } as const];
  });
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
