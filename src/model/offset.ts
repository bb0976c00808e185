/** ms with at most three decimals: microseconds are what the clocks of two machines can agree on. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
