/** What of two sides turned out not to be comparable once they were indexed: event types, message versions, stages. */
import { PHASES, type ComparabilityNote, type Phase } from '../model/drift.ts';
import { missingTypes, type CoveredSide, type MissingType } from './coverage.ts';
import { reachedByAny } from './phases.ts';
import { valuesOf, type Side } from './side.ts';
import type { Timeline } from './timeline.ts';

type Note = ComparabilityNote;

export function coverageNotes(before: CoveredSide, after: CoveredSide): readonly Note[] {
  const missing = missingTypes(before, after);
  if (missing.length === 0)
    return [
      {
        axis: 'event types',
        level: 'ok',
        message: 'each type that one side shows was recorded on the other',
      },
    ];
  return (['before', 'after'] as const).flatMap((side) =>
    [true, false].flatMap((known) => {
      const types = missing.filter((entry) => entry.missingOn === side && entry.known === known);
      return types.length === 0 ? [] : [typeNote(side, known, types)];
    }),
  );
}

function typeNote(side: 'before' | 'after', known: boolean, missing: readonly MissingType[]): Note {
  const names = missing.map(({ type }) => type).join(', ');
  const why = known ? 'was not subscribed' : 'was never seen, though the programs that cause it ran';
  return {
    axis: 'event types',
    level: 'excluded',
    message: `${names} ${why} ${side}: what comes from it is not compared`,
  };
}

export function versionNotes(before: Side, after: Side): readonly Note[] {
  const versions = (side: Side): readonly string[] =>
    valuesOf(
      side,
      ({ messageVersions }) => messageVersions.toSorted((a, b) => a - b).join(', ') || undefined,
    );
  const [was, is] = [versions(before), versions(after)];
  if (was.length === 0 || is.length === 0)
    return [
      { axis: 'message version', level: 'warning', message: 'the message version is unknown on one side' },
    ];
  if (was.join(';') === is.join(';'))
    return [{ axis: 'message version', level: 'ok', message: is.join(' and ') }];
  const message = `eslogger wrote message version ${was.join(' and ')} before, ${is.join(' and ')} after; its shape is compared only where they are equal`;
  return [{ axis: 'message version', level: 'excluded', message }];
}

/** Stages behind the restart that only one side shows. */
export function phaseNotes(before: Side, after: Side, timeline: Timeline): readonly Note[] {
  const notes = (
    [
      [before, after],
      [after, before],
    ] as const
  ).flatMap(([side, other]) => {
    const last = lastPhase(side, timeline);
    const further = AFTER_RESTART.filter(
      (phase) => reachedByAny(other, timeline, phase) && !reachedByAny(side, timeline, phase),
    );
    if (further.length === 0) return [];
    const message = `the side ${side.name} ends in "${last ?? 'no stage'}": ${further.join(', ')} ${further.length === 1 ? 'is' : 'are'} not compared`;
    return [{ axis: 'phases', level: 'excluded', message } as const];
  });
  if (notes.length > 0) return notes;
  return [
    {
      axis: 'phases',
      level: 'ok',
      message: `both sides reach "${lastPhase(after, timeline) ?? 'no stage'}"`,
    },
  ];
}

const AFTER_RESTART: readonly Phase[] = ['dark', 'first-boot', 'settled'];

function lastPhase(side: Side, timeline: Timeline): Phase | undefined {
  return PHASES.findLast((phase) => reachedByAny(side, timeline, phase));
}
