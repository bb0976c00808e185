/** Which findings speak of a program, a launch or a hand-over: by what they are about, or by what is folded under them. */
import type { ChangeKind, DriftReport, Finding } from '../../model/drift.ts';
import type { ProgramKey } from '../../model/facts.ts';
import type { PageMark, PageSupport } from '../../model/page.ts';

const OF_PROGRAM: readonly ChangeKind[] = [
  'program-added',
  'program-removed',
  'program-moved',
  'program-resigned',
  'program-updated',
  'signing-flags-changed',
];

export class FindingIndex {
  readonly #byProgram = new Map<ProgramKey, Finding[]>();
  readonly #byText = new Map<string, Finding[]>();
  /** Key before → key after of programs that were re-signed. */
  readonly renames = new Map<ProgramKey, ProgramKey>();

  constructor({ findings }: DriftReport) {
    for (const finding of findings) {
      const { change, program, subject, before, after } = finding;
      if (OF_PROGRAM.includes(change)) add(this.#byProgram, program, finding);
      if (change === 'program-resigned' && before !== null && after === program)
        this.renames.set(before, after);
      if (change === 'program-reparented') {
        add(this.#byText, launchText(before ?? '', program), finding);
        add(this.#byText, launchText(after ?? '', program), finding);
      }
      add(this.#byText, subject, finding);
      for (const member of finding.members.shown) add(this.#byText, member, finding);
    }
  }

  ofProgram(program: ProgramKey): readonly Finding[] {
    return this.#byProgram.get(program) ?? [];
  }

  ofLaunch(parent: ProgramKey, child: ProgramKey): readonly Finding[] {
    return this.#byText.get(launchText(parent, child)) ?? [];
  }

  ofHandoff(from: ProgramKey, to: ProgramKey, path: string): readonly Finding[] {
    return this.#byText.get(`${from} hands over to ${to} ${path}`) ?? [];
  }
}

/** What to call a behaviour that both sides show, or one. Only a finding that was observed and is of consequence says that something came or went. */
export function markOf(
  before: PageSupport | null,
  after: PageSupport | null,
  findings: readonly Finding[],
): PageMark {
  const telling = findings.filter(
    ({ certainty, severity }) => certainty === 'observed' && severity !== 'info',
  );
  if (before !== null && after !== null) return telling.length > 0 ? 'changed' : 'same';
  if (telling.length === 0) return 'unseen';
  return before === null ? 'added' : 'removed';
}

export function idsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ id }) => id))];
}

function launchText(parent: ProgramKey, child: ProgramKey): string {
  return `${parent} launches ${child}`;
}

function add(index: Map<string, Finding[]>, key: string, finding: Finding): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [finding]);
  else if (!known.includes(finding)) known.push(finding);
}
