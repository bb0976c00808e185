/**
 * Can the two sides be compared, and on which axes? An axis that does not match is left out with a warning, or, where it touches everything, ends the
 * comparison. What nobody knows is a value and warns.
 */
import type { ComparabilityNote } from '../model/drift.ts';
import type { RunInfo } from '../model/facts.ts';
import { MILESTONES_VERSION } from './milestones.ts';
import { maxLossNotes, runNotes } from './run-notes.ts';
import { byCodeUnit, valuesOf, type Side } from './side.ts';

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
    formatNote(before, after),
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
    const message = `one side is synthetic, the other is not (${was.join(', ')} against ${is.join(', ')}); make a baseline of recordings like yours (esdrift baseline create), or say --allow-synthetic ("allowSynthetic" in the configuration) to compare them all the same`;
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

/** Captures of other tools lack events and fields: what one tool cannot say would look removed, and what another says added. */
function formatNote(before: Side, after: Side): Note | undefined {
  const [was, is] = [before, after].map((side) => valuesOf(side, ({ format = 'eslogger' }) => format));
  if (was === undefined || is === undefined || (was.join() === 'eslogger' && is.join() === 'eslogger'))
    return undefined;
  if (was.length === 1 && was.join() === is.join())
    return {
      axis: 'format',
      level: 'warning',
      message: `captures of ${was.join()}: what that tool does not record, neither side shows`,
    };
  const message = `captures of different tools (${was.join(', ')} against ${is.join(', ')}): what one does not record would look removed; compare captures of the same tool`;
  return { axis: 'format', level: 'fatal', message };
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
