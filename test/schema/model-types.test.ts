/**
 * The types that the code uses and the types that the schemas say are the same. The proof is the compiler's: this file does not compile when
 * they drift apart. (`readonly` is set aside, because a schema cannot say it.)
 */
import { expect, it } from 'vitest';
import type { FactSetDocument } from '../../src/model/facts.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import type { Documents, DocumentName } from '../../src/schema/documents.ts';
import { DOCUMENTS } from '../../src/schema/documents.ts';
import type { Acceptances } from '../../src/schema/generated/acceptances.ts';
import type { Accepted } from '../../src/schema/generated/accepted.ts';
import type { ArmedState } from '../../src/schema/generated/armed-state.ts';
import type { ArmedStatus } from '../../src/schema/generated/armed-status.ts';
import type { BaselineCreatedDocument } from '../../src/schema/generated/baseline-created.ts';
import type { Baseline } from '../../src/schema/generated/baseline.ts';
import type { CheckSummary } from '../../src/schema/generated/check-summary.ts';
import type { Collected } from '../../src/schema/generated/collected.ts';
import type { Config } from '../../src/schema/generated/config.ts';
import type { DataExported } from '../../src/schema/generated/data-exported.ts';
import type { DetectionEvent } from '../../src/schema/generated/detection-event.ts';
import type { Detection } from '../../src/schema/generated/detection.ts';
import type { Disarmed } from '../../src/schema/generated/disarmed.ts';
import type { DoctorReport } from '../../src/schema/generated/doctor.ts';
import type { DriftReport } from '../../src/schema/generated/drift-report.ts';
import type { ErrorDocument } from '../../src/schema/generated/error.ts';
import type { Explanation } from '../../src/schema/generated/explanation.ts';
import type { Bisect } from '../../src/schema/generated/bisect.ts';
import type { History } from '../../src/schema/generated/history.ts';
import type { Page } from '../../src/schema/generated/page.ts';
import type { CompletionScript } from '../../src/schema/generated/completion-script.ts';
import type { PppcWritten } from '../../src/schema/generated/pppc-written.ts';
import type { Pending } from '../../src/schema/generated/pending.ts';
import type { ProcessTree } from '../../src/schema/generated/process-tree.ts';
import type { Profile } from '../../src/schema/generated/profile.ts';
import type { ProfilesWrittenDocument } from '../../src/schema/generated/profiles-written.ts';
import type { QueryResult } from '../../src/schema/generated/query-result.ts';
import type { RecordingReport } from '../../src/schema/generated/recording.ts';
import type { RuleSet } from '../../src/schema/generated/rules.ts';
import type { SignalRanking } from '../../src/schema/generated/signal-ranking.ts';
import type { RulesExported } from '../../src/schema/generated/rules-exported.ts';
import type { SignalsGenerated } from '../../src/schema/generated/signals-generated.ts';
import type { SignalTest } from '../../src/schema/generated/signal-test.ts';
import type { Timeline } from '../../src/schema/generated/timeline.ts';
import type { TraceHeader } from '../../src/schema/generated/trace-header.ts';
import type { TraceInfo } from '../../src/schema/generated/trace-info.ts';
import type { TraceRecord } from '../../src/schema/generated/trace-record.ts';
import type { TraceRedaction } from '../../src/schema/generated/trace-redaction.ts';
import type { TraceRepair } from '../../src/schema/generated/trace-repair.ts';
import type { TraceSummary as StoredSummary } from '../../src/schema/generated/trace-summary.ts';
import type { TraceVerification } from '../../src/schema/generated/trace-verification.ts';

interface Generated {
  acceptances: Acceptances;
  accepted: Accepted;
  'armed-state': ArmedState;
  'armed-status': ArmedStatus;
  baseline: Baseline;
  'baseline-created': BaselineCreatedDocument;
  'check-summary': CheckSummary;
  collected: Collected;
  config: Config;
  'data-exported': DataExported;
  'query-result': QueryResult;
  detection: Detection;
  'detection-event': DetectionEvent;
  disarmed: Disarmed;
  'pppc-written': PppcWritten;
  'completion-script': CompletionScript;
  doctor: DoctorReport;
  'drift-report': DriftReport;
  page: Page;
  error: ErrorDocument;
  explanation: Explanation;
  bisect: Bisect;
  history: History;
  pending: Pending;
  'process-tree': ProcessTree;
  profile: Profile;
  'profiles-written': ProfilesWrittenDocument;
  recording: RecordingReport;
  'signal-ranking': SignalRanking;
  'signals-generated': SignalsGenerated;
  'rules-exported': RulesExported;
  'signal-test': SignalTest;
  timeline: Timeline;
  rules: RuleSet;
  'trace-header': TraceHeader;
  'trace-info': TraceInfo;
  'trace-record': TraceRecord;
  'trace-redaction': TraceRedaction;
  'trace-repair': TraceRepair;
  'trace-summary': StoredSummary;
  'trace-verification': TraceVerification;
}

/** Every key counts, also one that may be left out; `readonly` does not. */
type Plain<T> = T extends readonly (infer Element)[]
  ? { readonly elements: Plain<Element> }
  : T extends object
    ? {
        readonly [Key in keyof T]-?: readonly [
          Partial<Pick<T, Key>> extends Pick<T, Key> ? 'optional' : 'required',
          Plain<T[Key]>,
        ];
      }
    : T;
type Same<A, B> = [Plain<A>] extends [Plain<B>] ? ([Plain<B>] extends [Plain<A>] ? true : false) : false;
type Differs<A, B> = Same<A, B> extends false ? true : false;

/** `false` anywhere here does not compile. */
const same: {
  readonly [Name in Exclude<DocumentName, 'baseline' | 'profile'>]: Same<Documents[Name], Generated[Name]>;
} = {
  acceptances: true,
  accepted: true,
  'armed-state': true,
  'armed-status': true,
  'baseline-created': true,
  'check-summary': true,
  collected: true,
  config: true,
  'data-exported': true,
  'query-result': true,
  detection: true,
  'detection-event': true,
  disarmed: true,
  'pppc-written': true,
  'completion-script': true,
  doctor: true,
  'drift-report': true,
  page: true,
  error: true,
  explanation: true,
  bisect: true,
  history: true,
  pending: true,
  'process-tree': true,
  'profiles-written': true,
  recording: true,
  rules: true,
  'signal-ranking': true,
  'signals-generated': true,
  'rules-exported': true,
  'signal-test': true,
  timeline: true,
  'trace-header': true,
  'trace-info': true,
  'trace-record': true,
  'trace-redaction': true,
  'trace-repair': true,
  'trace-summary': true,
  'trace-verification': true,
};
/** One type stands for both documents; they differ in their kind, and only a baseline can have been leave-one-out tested. */
const sameFactSets: {
  readonly facts: Same<FactSetDocument['facts'], Baseline['facts']>;
  readonly runs: Same<FactSetDocument['runs'], Baseline['runs']>;
  readonly profileFacts: Same<Profile['facts'], Baseline['facts']>;
  readonly profileRuns: Same<Profile['runs'], Baseline['runs']>;
  readonly keys: Same<keyof FactSetDocument, keyof Baseline>;
  readonly profileKeys: Same<keyof FactSetDocument, keyof Profile | 'stability'>;
  readonly stability: Same<FactSetDocument['stability'], Baseline['stability']>;
} = {
  facts: true,
  runs: true,
  profileFacts: true,
  profileRuns: true,
  keys: true,
  profileKeys: true,
  stability: true,
};
/** A gap has undefined in the program where the file has no key. */
const sameSummary: Same<Omit<TraceSummary, 'gaps'>, Omit<StoredSummary, 'gaps'>> = true;

/** The comparison itself notices what it should. */
const differs: readonly [
  Differs<{ a: 1 }, { a: 1; b?: 2 }>,
  Differs<{ a: 1 }, { a?: 1 }>,
  Differs<{ a: 'x' }, { a: string }>,
  Differs<{ a: { b: 1 }[] }, { a: { b: 1; c?: 1 }[] }>,
  Differs<{ a: 1 } | { b: 1 }, { a: 1 }>,
] = [true, true, true, true, true];

it('has a proof for every document', () => {
  expect([...Object.keys(same), 'baseline', 'profile'].sort()).toEqual(Object.keys(DOCUMENTS).sort());
  expect(Object.values(sameFactSets)).not.toContain(false);
  expect(sameSummary).toBe(true);
  expect(differs).not.toContain(false);
});
