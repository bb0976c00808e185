/** Validators that need no ajv. See test/tooling/validators.ts. */
import type { DocumentName } from './documents.ts';
import { validate as acceptances } from './generated/validators/acceptances.ts';
import { validate as armedState } from './generated/validators/armed-state.ts';
import { validate as baseline } from './generated/validators/baseline.ts';
import { validate as config } from './generated/validators/config.ts';
import { validate as profile } from './generated/validators/profile.ts';
import { validate as traceHeader } from './generated/validators/trace-header.ts';
import { validate as traceRecord } from './generated/validators/trace-record.ts';
import { validate as traceSummary } from './generated/validators/trace-summary.ts';

type Check = (value: unknown) => boolean;

export const COMPILED: Readonly<Partial<Record<DocumentName, Check>>> = {
  acceptances: acceptances satisfies Check,
  'armed-state': armedState satisfies Check,
  baseline: baseline satisfies Check,
  config: config satisfies Check,
  profile: profile satisfies Check,
  'trace-header': traceHeader satisfies Check,
  'trace-record': traceRecord satisfies Check,
  'trace-summary': traceSummary satisfies Check,
};
