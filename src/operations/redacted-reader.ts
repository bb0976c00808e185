/** A trace as its redaction would leave it, for what is shown to others: nothing is written. */
import { newRedactionKey } from '../recorder/redaction/pseudonym.ts';
import { Redactor } from '../recorder/redaction/redactor.ts';
import type { TraceReader } from '../trace/reader.ts';

export interface ShareableReader {
  readonly reader: TraceReader;
  /** Its lines are redacted as they are read. */
  readonly redactedHere: boolean;
}

/**
 * Recordings that were redacted, and those that no Mac made, are read as they are. The lines of any other are read twice, because a name may stand
 * in one before the event that shows it to be a name; the key of the pseudonyms is new and kept nowhere.
 */
export async function shareableReader(reader: TraceReader): Promise<ShareableReader> {
  const { provenance, redaction } = reader.header;
  const isClean = redaction.policy === 'default' || redaction.policy === 'strict';
  if (isClean || provenance === 'synthetic') return { reader, redactedHere: false };
  const key = newRedactionKey();
  const learner = new Redactor({ policy: 'default', key });
  for (const frame of reader.frames) learner.eachLine(await reader.decodeFrame(frame), () => undefined);
  const redactor = new Redactor({ policy: 'default', key, names: learner.names() });
  const decodeFrame: TraceReader['decodeFrame'] = async (ref) =>
    redactor.redactLines(await reader.decodeFrame(ref));
  return { reader: { ...reader, decodeFrame, stored: false }, redactedHere: true };
}
