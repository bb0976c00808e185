/**
 * esdrift as a library: what the commands do, without a command line. Plain options in, typed results out; paths are files on this machine.
 *
 * Everything that can go wrong on purpose is an `AppError` with a stable `code`, a `hint`, and the `exitCode` the command would end with.
 * Nothing here writes to the terminal or ends the process. Results are the documents of `--json`; `schemas/` has a JSON Schema for each.
 */
export { AppError, ERROR_CODES, type ErrorCode } from './errors.ts';
export { EXIT, type ExitCode } from './exit-codes.ts';

export { diff, type DiffOptions, type DiffResult } from './operations/diff.ts';
export { importTrace, type ImportOptions, type ImportResult } from './operations/trace-import.ts';
export { traceInfo } from './operations/trace-info.ts';
export { verifyTrace, type VerifyOptions } from './operations/trace-verify.ts';
export { repairTrace, type RepairOptions } from './operations/trace-repair.ts';
export { redactTrace, type RedactOptions } from './operations/trace-redact.ts';
export { traceLines, type CatOptions, type TraceLines } from './operations/trace-cat.ts';
export { processTree, type ProcessTreeOptions } from './operations/process-tree.ts';
export { timeline, type TimelineOptions } from './operations/timeline.ts';
export { profileFiles, type ProfileFiles, type ProfileFilesOptions } from './operations/profile-files.ts';
export {
  createBaseline,
  type BaselineCreated,
  type BaselineCreateOptions,
} from './operations/baseline-create.ts';
export { showBaseline, type BaselineShowOptions, type BaselineShown } from './operations/baseline-show.ts';
export { history, type HistoryOptions } from './operations/history.ts';
export { bisect, type BisectOptions } from './operations/bisect.ts';
export { detect, type DetectOptions } from './operations/detect.ts';
export { loadRules } from './operations/rules-file.ts';
export { rankCorpus, type SignalRankOptions } from './operations/signal-rank.ts';
export { generateSignals, type SignalGenerateOptions } from './operations/signal-generate.ts';
export { testSignals, type SignalTestOptions } from './operations/signal-test.ts';
export { exportSignals, type SignalExportOptions } from './operations/signal-export.ts';
export { exportData, type DataExportOptions } from './operations/export/export-data.ts';
export { query, type QueryOptions } from './operations/query/query.ts';
export { readEvents, type ReadEventsOptions } from './operations/read-events.ts';
export { openTrace } from './trace/reader.ts';
export { renderDriftAs } from './report/drift-format.ts';

export type * from './model/drift.ts';
