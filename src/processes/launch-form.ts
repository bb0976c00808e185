/** What an exec was, and how its parent is known. */

/** `spawn`: fork and exec. `re-exec`: a running program became another one. `service`: by launchd through xpcproxy. */
export type LaunchForm = 'spawn' | 're-exec' | 'service';

/** How the parent of a launch is known. */
export type ParentBasis =
  /** The parent's own lines were seen. */
  | 'seen'
  /** pid 1, never seen itself. */
  | 'launchd'
  /** Never seen, but a fork copies its parent: the image before the exec is the parent's. */
  | 'fork-copy'
  | 'unknown';

/** A process seen for the first time in its exec, this soon after its fork, has run nothing else before. */
const FRESH_FORK_MS = 2_000;

/** Without its fork in the recording: exec follows fork at once, and `startMs`, from the image, is the fork's. NaN: it has none. */
export function isFreshFork(timeMs: number, startMs: number): boolean {
  return Number.isNaN(startMs) || Math.abs(timeMs - startMs) < FRESH_FORK_MS;
}

/** `isFork`: it had run no program since its fork. */
export function launchForm(fromProxy: boolean, isFork: boolean): LaunchForm {
  if (fromProxy) return 'service';
  return isFork ? 'spawn' : 're-exec';
}
