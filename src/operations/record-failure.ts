/** A recording that breaks off: by a disk that fails or is full, or an input that cannot be read any more. */
import { AppError } from '../errors.ts';
import type { TraceWriter } from '../trace/writer.ts';

/**
 * What was saved stays for `trace repair`, and the error says what that is. Without a saved event nothing is left behind.
 * `events`: how many had come.
 */
export async function endBroken(writer: TraceWriter, events: number, cause: unknown): Promise<unknown> {
  const saved = await writer.abandon();
  if (!(cause instanceof AppError) || events === 0) return cause;
  const { code, message, hint } = cause;
  if (saved === undefined)
    return new AppError(code, `${message} None of ${events} events was saved.`, hint, { cause });
  const held =
    saved.events === events
      ? `all ${events} events that had come`
      : `the first ${saved.events} of ${events} events, up to ${saved.lastTime ?? 'an unknown time'}; the others are lost`;
  return new AppError(
    'recording-cut',
    `${message} ${saved.path} holds ${held}.`,
    saved.path === writer.path
      ? `It is whole: copy it to a healthy disk, and see with \`esdrift trace verify\` that it arrived.`
      : `Free some space or name another disk: esdrift trace repair ${saved.path} --out ${writer.path}`,
    { cause },
  );
}
