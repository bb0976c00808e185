/** Every document esdrift writes or prints: its name, its schema, its version, and its type. */
import type { ErrorCode } from '../errors.ts';
import type { Acceptances, Accepted, Pending } from '../model/acceptance.ts';
import type { ArmedState, ArmedStatus, Collected, Disarmed } from '../model/armed.ts';
import type { BaselineCreatedDocument, ProfilesWrittenDocument } from '../model/baseline-view.ts';
import type { CheckSummary } from '../model/check.ts';
import type { CompletionScript } from '../model/completion.ts';
import type { Config } from '../model/config.ts';
import type { Detection, DetectionEvent } from '../model/detection.ts';
import type { DataExported } from '../model/data-export.ts';
import type { DoctorReport } from '../model/doctor.ts';
import type { PppcWritten } from '../model/pppc.ts';
import type { DriftReport } from '../model/drift.ts';
import type { Explanation } from '../model/explanation.ts';
import type { FactSetDocument } from '../model/facts.ts';
import type { Bisect, History } from '../model/history.ts';
import type { PageDocument } from '../model/page.ts';
import type { ProcessTree } from '../model/process-tree.ts';
import type { QueryResult } from '../model/query.ts';
import type { RecordingReport } from '../model/recording-report.ts';
import type { RulesExported } from '../model/rules-export.ts';
import type { RuleSet } from '../model/rules.ts';
import type { SignalsGenerated } from '../model/signal-generate.ts';
import type { SignalRanking } from '../model/signal-rank.ts';
import type { SignalTest } from '../model/signal-test.ts';
import type { Timeline } from '../model/timeline.ts';
import type { TraceInfo, TraceRedaction, TraceRepair, TraceVerification } from '../model/trace-report.ts';
import type { TraceHeader, TraceRecord } from '../model/trace.ts';
import type { ErrorDocument } from './generated/error.ts';
import type { TraceSummary } from './generated/trace-summary.ts';

/** Document name (its schema is `schemas/NAME.schema.json`) → type. */
export interface Documents {
  'trace-header': TraceHeader;
  'trace-record': TraceRecord;
  'trace-summary': TraceSummary;
  profile: FactSetDocument;
  baseline: FactSetDocument;
  'baseline-created': BaselineCreatedDocument;
  'profiles-written': ProfilesWrittenDocument;
  'process-tree': ProcessTree;
  timeline: Timeline;
  'drift-report': DriftReport;
  page: PageDocument;
  acceptances: Acceptances;
  accepted: Accepted;
  pending: Pending;
  history: History;
  bisect: Bisect;
  config: Config;
  'check-summary': CheckSummary;
  explanation: Explanation;
  'trace-info': TraceInfo;
  'trace-verification': TraceVerification;
  'trace-repair': TraceRepair;
  'trace-redaction': TraceRedaction;
  rules: RuleSet;
  'signal-ranking': SignalRanking;
  'signals-generated': SignalsGenerated;
  'rules-exported': RulesExported;
  'data-exported': DataExported;
  'query-result': QueryResult;
  'signal-test': SignalTest;
  detection: Detection;
  'detection-event': DetectionEvent;
  doctor: DoctorReport;
  recording: RecordingReport;
  'armed-state': ArmedState;
  'armed-status': ArmedStatus;
  collected: Collected;
  disarmed: Disarmed;
  'pppc-written': PppcWritten;
  'completion-script': CompletionScript;
  error: ErrorDocument;
}

export type DocumentName = keyof Documents;

interface DocumentInfo {
  /** The `kind` it carries, where all of its kind carry the same. */
  readonly kind: string | undefined;
  /** The newest version this esdrift reads, where it is versioned. */
  readonly formatVersion: number | undefined;
  readonly title: string;
  readonly code: ErrorCode;
  readonly hint: string;
}

const printed = (kind: string, title: string): DocumentInfo => ({
  kind,
  formatVersion: undefined,
  title,
  code: 'document-invalid',
  hint: 'Run the command that printed it again.',
});

const damagedTrace = 'See what is left of the trace: esdrift trace verify FILE';

export const DOCUMENTS: Readonly<Record<DocumentName, DocumentInfo>> = {
  'trace-header': {
    kind: 'esdrift.trace',
    formatVersion: 1,
    title: 'trace header',
    code: 'document-invalid',
    hint: damagedTrace,
  },
  'trace-record': {
    kind: undefined,
    formatVersion: undefined,
    title: 'trace record',
    code: 'document-invalid',
    hint: damagedTrace,
  },
  'trace-summary': {
    kind: 'esdrift.trace-summary',
    formatVersion: 1,
    title: 'trace summary',
    code: 'document-invalid',
    hint: damagedTrace,
  },
  profile: {
    kind: 'esdrift.profile',
    formatVersion: 1,
    title: 'profile',
    code: 'document-invalid',
    hint: 'Make it again: esdrift profile TRACE --out FILE --force',
  },
  baseline: {
    kind: 'esdrift.baseline',
    formatVersion: 1,
    title: 'baseline',
    code: 'document-invalid',
    hint: 'Make it again: esdrift baseline create TRACE… -o FILE --force',
  },
  'baseline-created': printed('esdrift.baseline-created', 'note of a new baseline'),
  'profiles-written': printed('esdrift.profiles-written', 'note of new profiles'),
  'process-tree': printed('esdrift.process-tree', 'process tree'),
  timeline: printed('esdrift.timeline', 'timeline'),
  'drift-report': {
    kind: 'esdrift.drift-report',
    formatVersion: 1,
    title: 'drift report',
    code: 'document-invalid',
    hint: 'Make it again: esdrift diff BEFORE AFTER --format json --out FILE --force',
  },
  page: printed('esdrift.page', 'page data'),
  acceptances: {
    kind: 'esdrift.acceptances',
    formatVersion: 1,
    title: 'list of accepted findings',
    code: 'document-invalid',
    hint: 'Take it from version control again, or accept the findings anew: esdrift baseline accept --help',
  },
  accepted: printed('esdrift.accepted', 'note of accepted findings'),
  pending: {
    kind: 'esdrift.pending',
    formatVersion: 1,
    title: 'list of pending findings',
    code: 'document-invalid',
    hint: 'Make it again: esdrift check, with "pending" in the configuration',
  },
  rules: {
    kind: 'esdrift.rules',
    formatVersion: 1,
    title: 'rule set',
    code: 'rules-invalid',
    hint: 'The language: src/detection/README.md, with its fields: esdrift explain fields',
  },
  config: {
    kind: undefined,
    formatVersion: undefined,
    title: 'configuration',
    code: 'config-invalid',
    hint: 'esdrift explain config-invalid lists every key.',
  },
  'check-summary': printed('esdrift.check-summary', 'check summary'),
  history: printed('esdrift.history', 'history'),
  bisect: printed('esdrift.bisect', 'bisection'),
  explanation: printed('esdrift.explanation', 'explanation'),
  'trace-info': printed('esdrift.trace-info', 'trace info'),
  'trace-verification': printed('esdrift.trace-verification', 'trace verification'),
  'trace-repair': printed('esdrift.trace-repair', 'trace repair'),
  'trace-redaction': printed('esdrift.trace-redaction', 'trace redaction'),
  'signals-generated': printed('esdrift.signals-generated', 'note of generated rules'),
  'rules-exported': printed('esdrift.rules-exported', 'exported rules'),
  'data-exported': printed('esdrift.data-exported', 'note of exported data'),
  'query-result': printed('esdrift.query-result', 'result of a query'),
  'signal-ranking': printed('esdrift.signal-ranking', 'signal ranking'),
  'signal-test': printed('esdrift.signal-test', 'signal test'),
  detection: printed('esdrift.detection', 'detection'),
  'detection-event': printed('esdrift.detection-event', 'detection event'),
  recording: printed('esdrift.recording', 'recording report'),
  doctor: printed('esdrift.doctor', 'doctor report'),
  'armed-state': {
    kind: 'esdrift.armed-state',
    formatVersion: 1,
    title: 'state of the armed recording',
    code: 'document-invalid',
    hint: 'Take it off this Mac, and what it recorded with it: sudo esdrift disarm --discard',
  },
  'armed-status': printed('esdrift.armed-status', 'status of the armed recording'),
  collected: printed('esdrift.collected', 'note of a collected recording'),
  disarmed: printed('esdrift.disarmed', 'note of what was removed'),
  'completion-script': printed('esdrift.completion-script', 'completion script'),
  'pppc-written': printed('esdrift.pppc-written', 'note of a written profile'),
  error: printed('esdrift.error', 'error document'),
};
