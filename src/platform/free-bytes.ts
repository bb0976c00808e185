/** Small buffers are parts of a pool. */
const { poolSize } = Buffer;

/**
 * Gives the memory of a large buffer back at once, where the collector would wait for more of it: frame after frame then takes the same memory. The buffer is
 * empty afterwards. Only for a buffer that nobody else has.
 */
export function freeBytes({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > poolSize) buffer.transfer(0);
}
