/**
 * Makes start rules of recordings. The rule asks three programs; one must have done what no recording without an upgrade shows, one what
 * the other method does not do. Per group several independent programs are taken, so that no one change silences it.
 */
import type { FactSet } from '../model/facts.ts';
import type { Rule, RuleSet, Signal } from '../model/rules.ts';
import type { RankedMethod, RankedSignal } from '../model/signal-rank.ts';
import { PRODUCER } from '../model/version.ts';
import { columnsOf } from './fact-runs.ts';
import { signalOf } from './fact-signal.ts';
import { rankSignals } from './rank.ts';

const QUORUM = 3;
const WINDOW = '4h';
/** A signal that leads to an upgrade may show in so many of the controls: a download without an install is one. */
const MOST_CONTROLS = 0.34;
const PER_GROUP = 8;
const PER_PROGRAM = 2;

interface Candidate {
  readonly ranked: RankedSignal;
  readonly signal: Signal;
}

/** A rule for each method that has recordings, as far as they carry one. */
export function generateRules(set: FactSet, name: string): RuleSet {
  const { upgrades } = columnsOf(set);
  const ranked = rankSignals(set);
  const isSynthetic = set.runs.every(({ provenance }) => provenance === 'synthetic');
  const methods: readonly RankedMethod[] = ['ota', 'full-installer'];
  const drafts = methods
    .filter((method) => upgrades[method].length > 0)
    .map((method) => draft(method, candidatesOf(method, ranked, set, isSynthetic), isSynthetic));
  const made = drafts.filter((each) => each !== undefined);
  const signals = new Map(made.flatMap((each) => each.signals).map((signal) => [signal.id, signal]));
  return {
    kind: 'esdrift.rules',
    formatVersion: 1,
    producer: PRODUCER,
    name,
    signals: [...signals.values()],
    rules: made.map(({ rule }) => rule),
  };
}

/** In every recording of the method, early first, each id once. */
function candidatesOf(
  method: RankedMethod,
  ranked: readonly RankedSignal[],
  set: FactSet,
  isSynthetic: boolean,
): readonly Candidate[] {
  const ids = new Set<string>();
  return ranked
    .filter((each) => each.method === method && each.upgrades.seenIn === each.upgrades.runs)
    .filter(({ controls }) => controls.seenIn <= controls.runs * MOST_CONTROLS)
    .toSorted((a, b) => b.earliness - a.earliness)
    .flatMap((each) => {
      const signal = signalOf(each, set, isSynthetic);
      if (signal === undefined || ids.has(signal.id)) return [];
      ids.add(signal.id);
      return [{ ranked: each, signal }];
    });
}

function draft(
  method: RankedMethod,
  candidates: readonly Candidate[],
  isSynthetic: boolean,
): { readonly rule: Rule; readonly signals: readonly Signal[] } | undefined {
  const decisive = pick(candidates.filter(({ ranked: { controls } }) => controls.seenIn === 0));
  const own = pick(candidates.filter(({ ranked: { others } }) => others.seenIn === 0));
  const leading = pick(candidates);
  const signals = [...new Set([...decisive, ...own, ...leading].map(({ signal }) => signal))];
  const programs = new Set(signals.map(({ program }) => program)).size;
  // One program more than the quorum, or one change silences it.
  if (decisive.length === 0 || own.length === 0 || programs <= QUORUM) return undefined;
  const ids = (some: readonly Candidate[]): readonly string[] => some.map(({ signal }) => signal.id);
  const rule: Rule = {
    id: `${method}-started`,
    title:
      method === 'ota'
        ? 'An update over the air is being installed'
        : 'A full installer is upgrading this Mac',
    claim: 'start',
    method,
    phase: 'preparing',
    quorum: QUORUM,
    window: WINDOW,
    signals: signals.map(({ id }) => id),
    needs: [ids(decisive), ids(own)],
    status: isSynthetic ? 'experimental' : 'proven',
    note: `${QUORUM} of ${programs} programs. One must have done what no control shows, one what the other method does not do.`,
  };
  return { rule, signals };
}

/** The earliest of each program, so that as many programs as possible are among them. */
function pick(candidates: readonly Candidate[]): readonly Candidate[] {
  const taken = new Map<string, number>();
  const chosen = candidates.filter(({ signal: { program } }) => {
    const count = (taken.get(program) ?? 0) + 1;
    taken.set(program, count);
    return count <= PER_PROGRAM;
  });
  return chosen.slice(0, PER_GROUP);
}
