/** What this process has used so far. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export function processCost(): ProcessCost {
  const { user, system } = process.cpuUsage();
  return { cpuMs: Math.round((user + system) / 1_000), rssBytes: process.memoryUsage.rss() };
}
