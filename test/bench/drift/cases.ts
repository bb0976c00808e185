/** Which recordings the benchmark plays, and what is asked of each. Seeds of the final set are never used while the judge is worked on. */
import { observedAbsences, alarmsOf, findingsOf, summarize } from '../../acceptance/expectations.ts';
import type { DriftReport, Finding } from '../../../src/model/drift.ts';
import { HARMLESS, type HarmlessRun } from '../../simulator/harmless.ts';
import { CHANGES } from '../../simulator/injections/injections.ts';
import type { UpgradeMethod, Variant } from '../../simulator/injections/variant.ts';
import { Random } from '../../simulator/random.ts';
import { NO_TWEAKS, type Tweaks } from '../../simulator/tweaks.ts';

export const GROUPS = ['change', 'harmless', 'loss'] as const;
export type Group = (typeof GROUPS)[number];

export interface Answer {
  /** A change was named rightly; nothing wrong was said of what is no change. */
  readonly right: boolean;
  /** Findings at medium or above that are not inconclusive. */
  readonly alarms: number;
  /** What the report said, where it was not right. */
  readonly said: string;
}

export interface Case {
  readonly group: Group;
  readonly name: string;
  readonly note: string;
  readonly seed: string;
  readonly tweaks: Tweaks;
  readonly run: HarmlessRun;
  /** The same recording without its loss, to hold it against. */
  readonly whole?: Tweaks;
  readonly judge: (report: DriftReport, whole: DriftReport | undefined) => Answer;
}

export interface World {
  /** `development` or `final`: what seeds begin with. */
  readonly set: string;
  readonly method: UpgradeMethod;
  /** Several baselines, so that one lucky one does not decide. */
  readonly number: number;
  readonly worlds: number;
  /** Recordings of each kind, by half over the air and from the installer; all of them where one method alone plays the kind. */
  readonly seeds: number;
  /** Changes the method does not play, as `name: note`. */
  readonly unfelt: readonly string[];
  /** Kinds that no other method plays. */
  readonly own: readonly string[];
  /** Only cases whose name begins so. */
  readonly only: string;
}

/** macOS the upgrades end in. */
export const TARGET = '26.2';

const LOSSES = [
  { name: 'loss of 5 %, line by line', loss: { share: 0.05, inStretches: false } },
  { name: 'loss of 5 %, in stretches', loss: { share: 0.05, inStretches: true } },
  { name: 'loss of 20 %, in stretches', loss: { share: 0.2, inStretches: true } },
] as const;

export function casesOf(world: World): readonly Case[] {
  const seedsFor = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, seed) => seed).filter((seed) => seed % world.worlds === world.number);
  const seeds = seedsFor(world.seeds / 2);
  const at = (name: string, seed: number): string => `${seedOf(world)} ${name} ${seed}`;
  const changes = CHANGES.flatMap(({ name, variants }) => {
    const felt = variants.filter(({ note }) => !world.unfelt.includes(`${name}: ${note}`));
    return (world.own.includes(name) ? seedsFor(world.seeds) : seeds).flatMap((seed): readonly Case[] => {
      // Every variant meets every world sooner or later.
      const variant = felt[(seed + Math.floor(seed / world.worlds)) % Math.max(1, felt.length)];
      if (variant === undefined) return [];
      const { note, tweaks } = variant;
      const judge = (report: DriftReport): Answer => namedAnswer(report, name, variant);
      return [{ group: 'change', name, note, seed: at(`${name} ${note}`, seed), tweaks, run: {}, judge }];
    });
  });
  const harmless = HARMLESS.flatMap(({ name, draw }) =>
    seeds.map((seed): Case => {
      const run = draw(new Random(at(name, seed)));
      return {
        group: 'harmless',
        name,
        note: '',
        seed: at(name, seed),
        tweaks: NO_TWEAKS,
        run,
        judge: quietAnswer,
      };
    }),
  );
  const losses = LOSSES.flatMap(({ name, loss }) =>
    seeds.map((seed): Case => {
      const tweaks = { ...NO_TWEAKS, loss };
      const judge = presentAnswer;
      return {
        group: 'loss',
        name,
        note: '',
        seed: at(name, seed),
        tweaks,
        run: {},
        whole: NO_TWEAKS,
        judge,
      };
    }),
  );
  return [...changes, ...harmless, ...losses].filter(({ name }) => name.startsWith(world.only));
}

export const seedOf = ({ set, method, number }: World): string => `${set} ${method} ${number}`;

function namedAnswer(report: DriftReport, name: string, variant: Variant): Answer {
  const right = findingsOf(report, name, variant).length > 0;
  const seen = report.findings.filter(({ severity }) => severity !== 'info');
  return { right, alarms: alarmsOf(report).length, said: right ? '' : summarize(seen) };
}

function quietAnswer(report: DriftReport): Answer {
  const alarms = alarmsOf(report);
  return { right: alarms.length === 0, alarms: alarms.length, said: summarize(alarms) };
}

/** What the loss alone makes missing must not be called removed, nor, loud enough to wake somebody, moved, reordered or anything else. */
function presentAnswer(report: DriftReport, whole: DriftReport | undefined): Answer {
  const told = (some: readonly Finding[]): ReadonlySet<string> => new Set(some.map(({ id }) => id));
  const [missing, loud] = whole === undefined ? [] : [told(observedAbsences(whole)), told(alarmsOf(whole))];
  const absences = observedAbsences(report).filter(({ id }) => missing?.has(id) !== true);
  const alarms = alarmsOf(report).filter(
    (found) => loud?.has(found.id) !== true && !absences.includes(found),
  );
  const wrong = [...absences, ...alarms];
  return { right: wrong.length === 0, alarms: alarms.length, said: summarize(wrong) };
}
