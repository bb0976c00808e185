/** Aligns two sides, finds what differs, weighs it. Each stage is one file; this one gives their order. */
import { alignCollapse } from '../baseline/align.ts';
import { alignDrawn } from './align-drawn.ts';
import type { Policy } from '../model/config.ts';
import type { ComparabilityNote, Finding, Requirement } from '../model/drift.ts';
import type { FactSet, ProgramKey } from '../model/facts.ts';
import type { RuleComparison } from '../model/rule-comparison.ts';
import { argumentDrafts } from './arguments.ts';
import { gateNotes, type ComparabilityOptions } from './comparability.ts';
import { countDrafts } from './counts.ts';
import { coverageOf } from './coverage.ts';
import type { Draft } from './draft.ts';
import { sortFindings } from './finding-order.ts';
import { hiderOf } from './hiding.ts';
import { judge, type Bench } from './judge.ts';
import { launchDrafts, responsibleDrafts } from './launches.ts';
import type { MilestoneName } from './milestones.ts';
import { moveDrafts } from './moves.ts';
import { Noise } from './noise.ts';
import { orderDrafts } from './order.ts';
import { pairPrograms, type ProgramPair } from './pair-programs.ts';
import { participationOf } from './participation.ts';
import { phaseDrafts } from './phases.ts';
import { eventDrafts, fileDrafts, handoffDrafts } from './places.ts';
import { movedPrograms, programChangeDrafts } from './program-changes.ts';
import { identityDrafts, programDrafts, splitPrograms } from './programs.ts';
import { agreedSide } from './requirement.ts';
import { renamedIds, withPrograms } from './rename-programs.ts';
import { Folds, type Scene } from './scene.ts';
import type { AskedRules } from './rules/compare-rules.ts';
import { tellRules } from './rules/tell-rules.ts';
import { coverageNotes, phaseNotes, versionNotes } from './scope-notes.ts';
import { shapeDrafts, type IsKnownShape } from './shapes.ts';
import { isPresent, makeSide, renameFacts, type Side } from './side.ts';
import { Timeline, milestoneFacts } from './timeline.ts';

export interface CompareOptions extends ComparabilityOptions {
  readonly isKnownShape: IsKnownShape;
  readonly policy?: Policy;
  /** What several new runs must agree on. */
  readonly require?: Requirement | undefined;
  /** Detection rules to tell of. */
  readonly rules?: AskedRules | undefined;
  /** Nothing but the rules is compared. */
  readonly rulesOnly?: boolean | undefined;
}

export interface Comparison {
  readonly comparability: readonly ComparabilityNote[];
  /** Empty where the sides are not comparable. Policy and acceptance are not applied yet. */
  readonly findings: readonly Finding[];
  /** Undefined where no rules were asked for, or the sides are not comparable. */
  readonly rules?: RuleComparison | undefined;
}

export function compare(beforeSet: FactSet, afterSet: FactSet, options: CompareOptions): Comparison {
  const normalizers = [beforeSet.normalizer, afterSet.normalizer] as const;
  const asRead = [makeSide('before', beforeSet), makeSide('after', afterSet)] as const;
  const gate = gateNotes(...asRead, normalizers, options);
  if (gate.some(({ level }) => level === 'fatal')) return { comparability: gate, findings: [] };
  if (options.rulesOnly === true) return onlyRules(beforeSet, afterSet, gate, options);
  const [alignedBefore, alignedAfter] = alignCollapse(beforeSet, afterSet);
  const isAligned = alignedBefore === beforeSet && alignedAfter === afterSet;
  const [before, all] = alignDrawn(
    ...(isAligned ? asRead : ([makeSide('before', alignedBefore), makeSide('after', alignedAfter)] as const)),
  );
  const after = agreedSide(before, all, options.require);
  const found = compareSides({ side: before, set: beforeSet }, { side: after, set: afterSet }, gate, options);
  return {
    comparability: [...gate, ...found.notes],
    findings: sortFindings(found.findings),
    rules: found.rules,
  };
}

function onlyRules(
  beforeSet: FactSet,
  afterSet: FactSet,
  gate: readonly ComparabilityNote[],
  { rules, policy = {} }: CompareOptions,
): Comparison {
  const [before, after] = [makeSide('before', beforeSet), makeSide('after', afterSet)];
  const scene = { before, after, timeline: new Timeline(before, after, new Map()), policy };
  const told = tellRules(rules, [], scene, { beforeSet, afterSet });
  return {
    comparability: [...gate, ...(told.note === undefined ? [] : [told.note])],
    findings: told.findings,
    rules: told.comparison,
  };
}

interface Found {
  readonly notes: readonly ComparabilityNote[];
  readonly findings: readonly Finding[];
  readonly rules: RuleComparison | undefined;
}

interface SideOfSet {
  readonly side: Side;
  readonly set: FactSet;
}

function compareSides(
  { side: before, set: beforeSet }: SideOfSet,
  { side: after, set: afterSet }: SideOfSet,
  gate: readonly ComparabilityNote[],
  options: CompareOptions,
): Found {
  const coverage = { before: coverageOf(before, after), after: coverageOf(after, before) };
  const split = splitPrograms(before, after, isPresent);
  const { pairs, ambiguous } = pairPrograms(before, after, split.onlyBefore, split.onlyAfter);
  const renames = new Map(pairs.map(({ was, is }) => [was, is]));
  const participation = participationOf(before, after, new Map(pairs.map(({ was, is }) => [is, was])));
  const marks = {
    before: milestoneFacts(before, participation.known),
    after: milestoneFacts(after, participation.known),
  };
  const drafts: Draft[] = [...identityDrafts(before, after, pairs, participation.of)];
  const resignedBefore = renameFacts(before, (fact) => withPrograms(fact, renames));

  const byIdentity = renamedIds(before, renames);
  const known = (id: string): string => byIdentity.get(id) ?? id;
  const early = new Timeline(resignedBefore, after, unite(marks.before, marks.after, known));
  const scene: Scene = {
    before: resignedBefore,
    after,
    participation,
    ...lonePrograms(split, pairs),
    resigned: new Set(renames.values()),
    folds: new Folds(),
    moved: movedPrograms(resignedBefore, after),
    marks: new Set([...union(marks.before), ...union(marks.after)]),
    mayBeHidden: hiderOf({ before: resignedBefore, after }, coverage, early, participation.includes),
  };
  drafts.push(...programChangeDrafts(scene, { compareCdhash: !isExcluded(gate, 'arch') }));
  const launches = launchDrafts(scene);
  drafts.push(...launches.drafts, ...responsibleDrafts(scene, launches.reparented));
  const moves = moveDrafts(scene);
  drafts.push(...moves.drafts);

  const moved: Scene = { ...scene, before: moves.before, after: moves.after };
  const rename = (id: string): string => moves.renamed.get(known(id)) ?? known(id);
  const timeline = new Timeline(moved.before, moved.after, unite(marks.before, marks.after, rename));
  const files = fileDrafts(moved, moves.ambiguous);
  drafts.push(
    ...argumentDrafts(moved),
    ...files.drafts,
    ...handoffDrafts(moved, files.told),
    ...eventDrafts(moved),
  );
  drafts.push(...phaseDrafts(moved, timeline), ...orderDrafts(moved, timeline), ...countDrafts(moved));
  drafts.push(...shapeDrafts(moved, options.isKnownShape), ...programDrafts(moved, ambiguous));

  const noise = {
    before: new Noise(moved.before, participation),
    after: new Noise(moved.after, participation),
  };
  const bench: Bench = {
    before: moved.before,
    after: moved.after,
    coverage,
    timeline,
    policy: options.policy ?? {},
    noise,
  };
  const findings = drafts
    .map((draft) => withFolds(scene.folds, draft))
    .flatMap((draft) => {
      const finding = judge(draft, bench);
      return finding === undefined ? [] : [{ draft, finding }];
    });
  const rules = tellRules(options.rules, findings, bench, { beforeSet, afterSet });
  return {
    notes: [
      ...coverageNotes(
        { side: before, coverage: coverage.before },
        { side: after, coverage: coverage.after },
      ),
      ...versionNotes(before, after),
      ...phaseNotes(moved.before, moved.after, timeline),
      ...(rules.note === undefined ? [] : [rules.note]),
    ],
    findings: rules.findings,
    rules: rules.comparison,
  };
}

/** A program that moved or was re-signed takes along what names it by its path. */
function withFolds(folds: Folds, draft: Draft): Draft {
  if (draft.change !== 'program-moved' && draft.change !== 'program-resigned') return draft;
  return { ...draft, members: folds.under(draft.program) };
}

function lonePrograms(
  split: { readonly onlyBefore: readonly ProgramKey[]; readonly onlyAfter: readonly ProgramKey[] },
  pairs: readonly ProgramPair[],
): Pick<Scene, 'onlyBefore' | 'onlyAfter'> {
  const was = new Set(pairs.map((pair) => pair.was));
  const is = new Set(pairs.map((pair) => pair.is));
  return {
    onlyBefore: new Set(split.onlyBefore.filter((program) => !was.has(program))),
    onlyAfter: new Set(split.onlyAfter.filter((program) => !is.has(program))),
  };
}

type Marks = ReadonlyMap<MilestoneName, ReadonlySet<string>>;

function union(marks: Marks): readonly string[] {
  return [...marks.values()].flatMap((ids) => [...ids]);
}

/** What shows a milestone before shows it after as well, under its new name. */
function unite(before: Marks, after: Marks, rename: (id: string) => string): Marks {
  return new Map(
    [...after].map(([name, ids]) => [name, new Set([...ids, ...[...(before.get(name) ?? [])].map(rename)])]),
  );
}

function isExcluded(notes: readonly ComparabilityNote[], axis: string): boolean {
  return notes.some((note) => note.axis === axis && note.level === 'excluded');
}
