/**
 * Can the two sides be compared, and on which axes? An axis that does not match is left out with a warning, or, where it touches everything, ends the
 * comparison. What nobody knows is a value and warns.
 */
import type { ComparabilityNote } from '../model/drift.ts';
import type { RunInfo } from '../model/facts.ts';
import { missingTypes, type CoveredSide, type MissingType } from './coverage.ts';
import { countOf } from './names.ts';
import type { Phase } from '../model/drift.ts';
import { PHASES } from '../model/drift.ts';
import { MILESTONES_VERSION } from './milestones.ts';
import { reachedByAny } from './order.ts';
import { byCodeUnit, type Side } from './side.ts';
import type { Timeline } from './timeline.ts';

export interface ComparabilityOptions {
  /** Lets synthetic recordings be compared with real ones. */
  readonly allowSynthetic: boolean;
  /** Compares an over-the-air update with an installer upgrade, say. */
  readonly acrossMethods: boolean;
  /** Largest share of lost events, from 0 to 1, that still lets a comparison count. */
  readonly maxLoss?: number;
}

type Note = ComparabilityNote;

/** The gate: what can be said before anything is compared. */
export function gateNotes(
  before: Side,
  after: Side,
  normalizers: readonly [string, string],
  options: ComparabilityOptions,
): readonly Note[] {
  return [
    provenanceNote(before, after, options),
    normalizerNote(normalizers),
    { axis: 'milestones', level: 'ok' as const, message: `version ${MILESTONES_VERSION}` },
    methodNote(before, after, options),
    scopeNote(before, after),
    agreementNote('arch', 'processor', before, after, ({ arch }) => arch, 'cdhashes are not compared'),
    agreementNote('machine', 'kind of machine', before, after, machineOf, undefined),
    agreementNote('initiator', 'initiator', before, after, ({ labels }) => labels['initiator'], undefined),
    ...labelNotes(before, after),
    ...runNotes(before, after),
    ...maxLossNotes(before, after, options.maxLoss),
  ].flatMap((note) => note ?? []);
}

function provenanceNote(before: Side, after: Side, { allowSynthetic }: ComparabilityOptions): Note {
  const [was, is] = [
    valuesOf(before, ({ provenance }) => provenance),
    valuesOf(after, ({ provenance }) => provenance),
  ];
  const synthetic = [...was, ...is].filter((value) => value === 'synthetic').length;
  const mixed = synthetic > 0 && new Set([...was, ...is].map((value) => value === 'synthetic')).size > 1;
  if (mixed && !allowSynthetic) {
    const message = `one side is synthetic, the other is not (${was.join(', ')} against ${is.join(', ')}): say --allow-synthetic to compare them`;
    return { axis: 'provenance', level: 'fatal', message };
  }
  if (mixed)
    return {
      axis: 'provenance',
      level: 'warning',
      message: 'synthetic recordings are compared with real ones',
    };
  if (synthetic > 0)
    return {
      axis: 'provenance',
      level: 'warning',
      message: 'every recording is synthetic: it shows what was simulated, not what macOS does',
    };
  return {
    axis: 'provenance',
    level: 'ok',
    message: [...new Set([...was, ...is])].sort(byCodeUnit).join(', '),
  };
}

function normalizerNote([was, is]: readonly [string, string]): Note {
  if (was === is) return { axis: 'normalizer', level: 'ok', message: `version ${is}` };
  const message = `the template rules differ (version ${was} against ${is}): make the older side again from its traces`;
  return { axis: 'normalizer', level: 'fatal', message };
}

function methodNote(before: Side, after: Side, { acrossMethods }: ComparabilityOptions): Note {
  const known = (side: Side): readonly string[] =>
    valuesOf(side, ({ method }) => (method === 'unknown' ? undefined : method));
  const [was, is] = [known(before), known(after)];
  if (was.length === 0 || is.length === 0) {
    const side = was.length === 0 ? 'before' : 'after';
    return {
      axis: 'method',
      level: 'warning',
      message: `nobody knows by which method the side ${side} was upgraded`,
    };
  }
  if (was.join() === is.join()) return { axis: 'method', level: 'ok', message: is.join(', ') };
  const message = `the methods differ: ${was.join(', ')} against ${is.join(', ')}`;
  if (was.some((method) => is.includes(method)) || acrossMethods)
    return { axis: 'method', level: 'warning', message };
  return {
    axis: 'method',
    level: 'fatal',
    message: `${message}; say --across-methods to compare them all the same`,
  };
}

function scopeNote(before: Side, after: Side): Note | undefined {
  const [was, is] = [valuesOf(before, scopeOf), valuesOf(after, scopeOf)];
  if (was.length === 0 || is.length === 0 || was.join() === is.join()) return undefined;
  const message = `a ${was.join(' and ')} upgrade is compared with a ${is.join(' and ')} one`;
  return { axis: 'scope', level: 'warning', message };
}

/** Minor or major, where both versions are known. */
export function scopeOf({ os, target }: RunInfo): 'minor' | 'major' | undefined {
  if (os === undefined || target === undefined) return undefined;
  return majorOf(os.productVersion) === majorOf(target.productVersion) ? 'minor' : 'major';
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}

export function machineOf({ virtualMachine }: RunInfo): string | undefined {
  if (virtualMachine === undefined) return undefined;
  return virtualMachine ? 'virtual machine' : 'hardware';
}

/** An axis whose values should agree. `consequence` names what is not compared where they do not. */
function agreementNote(
  axis: string,
  title: string,
  before: Side,
  after: Side,
  valueOf: (run: RunInfo) => string | undefined,
  consequence: string | undefined,
): Note {
  const [was, is] = [valuesOf(before, valueOf), valuesOf(after, valueOf)];
  if (was.length === 0 || is.length === 0) {
    const sides = [...(was.length === 0 ? ['before'] : []), ...(is.length === 0 ? ['after'] : [])];
    return {
      axis,
      level: 'warning',
      message: `the ${title} is unknown on the ${sides.length === 2 ? 'sides' : 'side'} ${sides.join(' and ')}`,
    };
  }
  if (was.join() === is.join()) return { axis, level: 'ok', message: is.join(', ') };
  const message = `the ${title} differs: ${was.join(', ')} against ${is.join(', ')}`;
  return consequence === undefined
    ? { axis, level: 'warning', message }
    : { axis, level: 'excluded', message: `${message}; ${consequence}` };
}

/** Labels that name a condition of the recording: known on one side alone, they may differ. */
const CONDITIONS = [
  ...['assets', 'brain', 'filevault', 'login', 'mdm', 'payload', 'power', 'rosetta', 'seed', 'sip'],
] as const;

/** Labels both sides carry and that differ: a condition of the recording nobody should overlook. */
function labelNotes(before: Side, after: Side): readonly Note[] {
  const names = new Set([...before.runs, ...after.runs].flatMap(({ labels }) => Object.keys(labels)));
  return [...names].sort(byCodeUnit).flatMap((name) => {
    if (name === 'initiator') return [];
    const [was, is] = [before, after].map((side) => valuesOf(side, ({ labels }) => labels[name]));
    if (was === undefined || is === undefined) return [];
    if (was.length === 0 || is.length === 0) return oneSidedNote(name, was.length === 0 ? 'before' : 'after');
    if (was.some((value) => is.includes(value))) return [];
    return [
      {
        axis: `label ${name}`,
        level: 'warning',
        message: `${name} differs: ${was.join(', ')} against ${is.join(', ')}`,
      } as const,
    ];
  });
}

function oneSidedNote(name: string, side: 'before' | 'after'): readonly Note[] {
  if (!CONDITIONS.some((condition) => condition === name)) return [];
  return [{ axis: `label ${name}`, level: 'warning', message: `${name} is unknown on the side ${side}` }];
}

function runNotes(before: Side, after: Side): readonly Note[] {
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

function maxLossNotes(before: Side, after: Side, maxLoss: number | undefined): readonly Note[] {
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

/** What turned out not to be comparable once both sides were indexed. */
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

function valuesOf(side: Side, valueOf: (run: RunInfo) => string | undefined): readonly string[] {
  const values = side.judged.flatMap((run) => {
    const info = side.runs[run];
    return (info === undefined ? undefined : valueOf(info)) ?? [];
  });
  return [...new Set(values)].sort(byCodeUnit);
}
