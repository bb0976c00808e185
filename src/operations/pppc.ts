import { AppError } from '../errors.ts';
import { EXPECTED_REQUIREMENT, type PppcWritten } from '../model/pppc.ts';
import { PRODUCER } from '../model/version.ts';
import { writeFileSafely } from '../platform/files.ts';
import { payloadUuidOf, pppcProfile } from '../recorder/pppc-profile.ts';

export interface PppcOptions {
  readonly out: string;
  readonly force: boolean;
  readonly payloadIdentifier: string;
  readonly organization: string | undefined;
  /** As codesign prints it, with or without the `designated =>` before it. */
  readonly codeRequirement: string | undefined;
}

/** Errors: usage for a text that is empty or no text of a profile, output-exists, output-unwritable. */
export async function writePppc(options: PppcOptions): Promise<PppcWritten> {
  const given = options.codeRequirement?.replace(/^\s*(?:#\s*)?designated\s*=>/, '').trim();
  const codeRequirement = plain('--code-requirement', given ?? EXPECTED_REQUIREMENT);
  const payloadIdentifier = plain('--identifier', options.payloadIdentifier);
  if (!/^[A-Za-z0-9.-]+$/.test(payloadIdentifier)) {
    throw new AppError(
      'usage',
      `--identifier is "${payloadIdentifier}"; it takes letters, digits, dots and hyphens.`,
      'For example: --identifier com.example.esdrift',
    );
  }
  const organization =
    options.organization === undefined ? undefined : plain('--organization', options.organization);
  const profile = pppcProfile({ payloadIdentifier, organization, codeRequirement });
  await writeFileSafely(options.out, profile, { force: options.force });
  return {
    kind: 'esdrift.pppc-written',
    producer: PRODUCER,
    path: options.out,
    payloadIdentifier,
    payloadUuid: payloadUuidOf(payloadIdentifier),
    codeRequirement,
    codeRequirementFrom: given === undefined ? 'expected' : 'given',
  };
}

function plain(flag: string, text: string): string {
  if (text !== '' && !/\p{Cc}/u.test(text)) return text;
  throw new AppError(
    'usage',
    `${flag} is ${text === '' ? 'empty' : 'more than one line, or has a control character'}.`,
    'See what it takes: esdrift pppc --help',
  );
}
