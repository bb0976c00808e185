import { installMedia } from './install-media.ts';
import { installerQuit } from './installer-quit.ts';
import { installerUsage } from './installer-usage.ts';
import type { Negative } from './negative.ts';
import { recoveryBrainOnly } from './recovery-brain.ts';
import { securityImprovement } from './security-improvement.ts';
import { abortedDownload, abortedUpdate, downloadOnly } from './unfinished-updates.ts';

export const NEGATIVES: readonly Negative[] = [
  recoveryBrainOnly,
  installMedia,
  installerUsage,
  securityImprovement,
  installerQuit,
  downloadOnly,
  abortedDownload,
  abortedUpdate,
];

export function findNegative(name: string): Negative {
  const found = NEGATIVES.find((candidate) => candidate.name === name);
  if (found === undefined) {
    const known = NEGATIVES.map((candidate) => candidate.name).join(', ');
    throw new Error(`Unknown negative case ${name}; known: ${known}`);
  }
  return found;
}
