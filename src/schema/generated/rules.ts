// Made from schemas/rules.schema.json by `npm run generate`. Do not edit.

/**
 * Detection rules: signals over events, and rules that ask for a quorum of them. src/detection/README.md teaches the language.
 */
export interface RuleSet {
  kind: 'esdrift.rules';
  formatVersion: 1;
  producer: Producer;
  name: string;
  signals: Signal[];
  /**
   * @minItems 1
   */
  rules: Rule[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface Signal {
  id: string;
  title: string;
  /**
   * Whose behaviour it is. Signals of one program count once in a quorum.
   */
  program: string;
  /**
   * Event types, probe, or * for whatever is recorded.
   *
   * @minItems 1
   */
  events: string[];
  /**
   * Field → test; all must hold.
   */
  where: {
    [k: string]: FieldTest;
  };
  /**
   * One of these must hold too.
   *
   * @minItems 1
   *
   * Items: Field → test; all must hold.
   */
  anyOf?: {
    [k: string]: FieldTest;
  }[];
  /**
   * Only behind another signal, within a time, in the same boot.
   */
  after?: {
    signal: string;
    within: string;
  };
  /**
   * Only once it happened so often within a time.
   */
  count?: {
    atLeast: number;
    within: string;
  };
  /**
   * A signal that must have come before: where it did not, it happened before the recording.
   */
  implies?: string;
  /**
   * A guess counts in a quorum and never decides one.
   */
  evidence: 'verified' | 'reported' | 'guess';
  source: string;
  falsePositives: string[];
}
interface FieldTest {
  equals?: string;
  /**
   * @minItems 1
   */
  in?: string[];
  prefix?: string;
  /**
   * * any characters, ? one.
   */
  glob?: string;
  contains?: string;
  /**
   * true: the field has no value.
   */
  absent?: boolean;
  /**
   * All these bits are set.
   */
  bits?: number;
  /**
   * No value passes this.
   */
  not?: {
    equals?: string;
    /**
     * @minItems 1
     */
    in?: string[];
    prefix?: string;
    /**
     * * any characters, ? one.
     */
    glob?: string;
    contains?: string;
    /**
     * true: the field has no value.
     */
    absent?: boolean;
    /**
     * All these bits are set.
     */
    bits?: number;
  };
}
interface Rule {
  id: string;
  title: string;
  claim: 'start' | 'phase' | 'abort' | 'failure';
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'any';
  phase:
    | 'requested'
    | 'brain-staged'
    | 'downloading'
    | 'preparing'
    | 'staged'
    | 'committing'
    | 'dark'
    | 'first-boot'
    | 'settled';
  /**
   * How many programs must have shown one of the signals, within the window and in one boot.
   */
  quorum: number;
  window: string;
  /**
   * @minItems 1
   */
  signals: string[];
  /**
   * From each group one must be among them; guesses do not count. The first group is what tells the thing itself from what leads to it.
   */
  needs?: string[][];
  /**
   * These must have come in this order, where they came.
   */
  sequence?: string[];
  /**
   * Signals that forbid it while they are within the window.
   */
  unless?: string[];
  /**
   * experimental: proven on synthetic traces alone.
   */
  status: 'experimental' | 'proven';
  note: string;
}
