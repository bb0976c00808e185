import type { Transform } from 'node:stream';

/** How a decoder stopped. */
export type DecodeEnd =
  | { readonly kind: 'ended' }
  /** It had enough before the input ended. */
  | { readonly kind: 'ended-early' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Feeds a zlib decoder piece by piece and yields what each piece made. Waiting for every piece keeps memory at what one piece
 * can make, and nothing decoded is lost when a later piece fails, as it would be in a pipe: destroying one drops its buffers.
 */
export async function* decodeSteps(
  decoder: Transform,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, DecodeEnd> {
  const made: Buffer[] = [];
  let stopped: DecodeEnd | undefined;
  let wake: () => void = () => undefined;
  const stop = (end: DecodeEnd): void => {
    stopped ??= end;
    wake();
  };
  decoder.on('data', (chunk: Buffer) => made.push(chunk));
  decoder.on('error', (error) => stop({ kind: 'failed', error }));
  decoder.on('end', () => stop({ kind: 'ended' }));
  try {
    for await (const piece of input) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        // The callback never comes for input behind the end of the data; the end event does.
        decoder.write(piece, () => resolve());
      });
      yield* made.splice(0);
      if (stopped) return stopped.kind === 'ended' ? { kind: 'ended-early' } : stopped;
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      decoder.end();
    });
    yield* made.splice(0);
    return stopped ?? { kind: 'ended' };
  } finally {
    decoder.destroy();
  }
}
