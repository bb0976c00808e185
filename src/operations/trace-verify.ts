import { EXIT, type ExitCode } from '../exit-codes.ts';
import { forEachLine } from '../eslogger/lines.ts';
import type { TraceState, TraceVerification } from '../model/trace-report.ts';
import type { OnProgress } from '../model/progress.ts';
import { FrameReader } from '../trace/frame-reader.ts';
import { refuseForeign } from '../trace/open-header.ts';
import { scanTrace } from '../trace/scan.ts';
import { Verifier } from '../trace/verify.ts';
import { createLineChecker } from './check-lines.ts';
import { SecretCheck } from './secret-check.ts';
import { Reading } from './reading.ts';

export interface VerifyOptions {
  /** Also compare every line with what eslogger is known to write. */
  readonly schema: boolean;
  /** Also look for what redaction would replace. */
  readonly noSecrets?: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** Reads every byte of a trace and says whether it is as it was written. Errors: not-a-trace, future-version, and of opening. */
export async function verifyTrace(path: string, options: VerifyOptions): Promise<TraceVerification> {
  const reader = await FrameReader.open(path);
  try {
    const verifier = new Verifier();
    const checker = options.schema ? await createLineChecker() : undefined;
    const secrets = options.noSecrets === true ? new SecretCheck() : undefined;
    const reading = await Reading.of([path], options.onProgress);
    reading.begin(path);
    for await (const part of scanTrace(reader)) {
      verifier.add(part);
      reading.add(part.bytes);
      secrets?.add(part);
      if (part.kind !== 'data' || !checker) continue;
      forEachLine(part.content, (start, end) => checker.check(part.content.subarray(start, end)));
    }
    const { id, cut, isTrace, ...verdict } = verifier.finish();
    if (!isTrace) await refuseForeign(reader);
    const lines = checker?.finish();
    return {
      kind: 'esdrift.trace-verification',
      path,
      id: id ?? null,
      ...verdict,
      bytes: reader.file.size,
      cut: cut ?? null,
      lines: lines
        ? { checked: lines.lines, deviations: lines.deviations, novelties: lines.novelties }
        : null,
      secrets: secrets?.finish() ?? null,
    };
  } finally {
    await reader.close();
  }
}

const STATE_EXIT: Readonly<Record<TraceState, ExitCode>> = {
  whole: EXIT.ok,
  cut: EXIT.inconclusive,
  damaged: EXIT.unreadable,
};

/** 0 only for a whole, closed trace, and with `--no-secrets` one that was redacted and holds nothing more to redact: otherwise it is not what it should be. */
export function verifyExit({ state, secrets }: TraceVerification): ExitCode {
  return secrets !== null && (secrets.refused || secrets.found > 0) ? EXIT.unreadable : STATE_EXIT[state];
}
