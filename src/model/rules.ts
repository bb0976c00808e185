/** The rule language: signals over events, and rules that ask for a quorum of them. src/detection/README.md teaches it with examples. */
import type { Phase } from './drift.ts';
import type { Producer } from './trace.ts';

/** How sure somebody is that macOS does it. A guess counts in a quorum and never decides one. */
export const EVIDENCE_LEVELS = ['verified', 'reported', 'guess'] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/**
 * What is asked of one field; all that is said must hold. A field can have several values (`exec.args`, `ancestor.path`): then one of them must
 * pass all of it.
 */
export interface FieldTest {
  readonly equals?: string;
  readonly in?: readonly string[];
  readonly prefix?: string;
  /** `*` any characters, `?` one. */
  readonly glob?: string;
  readonly contains?: string;
  /** true: the field has no value. */
  readonly absent?: boolean;
  /** All these bits are set, as in `actor.flags`. */
  readonly bits?: number;
  /** No value passes this. */
  readonly not?: Omit<FieldTest, 'not'>;
}

/** Field → test. All must hold. */
export type Where = Readonly<Record<string, FieldTest>>;

export interface Signal {
  readonly id: string;
  readonly title: string;
  /** Whose behaviour it is. Signals of one program count once in a quorum: one change can silence all of them. */
  readonly program: string;
  /** Event types, `probe`, or `*` for whatever is recorded. */
  readonly events: readonly string[];
  readonly where: Where;
  /** One of these must hold too. */
  readonly anyOf?: readonly Where[];
  /** Only behind another signal, within a time, in the same boot. */
  readonly after?: { readonly signal: string; readonly within: string };
  /** Only once it happened so often within a time. */
  readonly count?: { readonly atLeast: number; readonly within: string };
  /** Something that must have come before: where it did not, it happened before the recording. */
  readonly implies?: string;
  readonly evidence: EvidenceLevel;
  /** Where it comes from. */
  readonly source: string;
  readonly falsePositives: readonly string[];
}

export const RULE_CLAIMS = ['start', 'phase', 'abort', 'failure'] as const;
export type RuleClaim = (typeof RULE_CLAIMS)[number];

export const RULE_METHODS = ['ota', 'full-installer', 'background-security-improvement', 'any'] as const;
export type RuleMethod = (typeof RULE_METHODS)[number];

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly claim: RuleClaim;
  readonly method: RuleMethod;
  readonly phase: Phase;
  /** How many programs must have shown one of the signals, within the window and in one boot. */
  readonly quorum: number;
  readonly window: string;
  readonly signals: readonly string[];
  /** From each group one must be among them. A guess does not count here. */
  readonly needs?: readonly (readonly string[])[];
  /** These must have come in this order, where they came. */
  readonly sequence?: readonly string[];
  /** Signals that forbid it while they are within the window. */
  readonly unless?: readonly string[];
  /** `experimental`: proven on synthetic traces alone. */
  readonly status: 'experimental' | 'proven';
  readonly note: string;
}

export interface RuleSet {
  readonly kind: 'esdrift.rules';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly rules: readonly Rule[];
}
