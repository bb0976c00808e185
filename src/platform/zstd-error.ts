/** A zstd frame does not decode. Callers know where it lies and say so. */
export class ZstdError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ZstdError';
  }
}
