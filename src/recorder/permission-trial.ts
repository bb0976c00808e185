/**
 * Whether eslogger may record here, found out the only certain way: by letting it.
 *
 * It says nothing when it is ready, and how soon a refusal comes depends on how busy the Mac is, so that it lives for a while proves nothing. An event
 * does. A harmless program is started again and again until one arrives; again and again, because eslogger may hold back a block of up to 64 KiB when it
 * writes to a pipe.
 */
import { EsloggerProcess, type EsloggerEnd } from './eslogger-process.ts';

export type TrialResult =
  /** An event came. */
  | { readonly kind: 'may-record' }
  | { readonly kind: 'may-not'; readonly end: EsloggerEnd }
  /** It runs, was not refused, and shows nothing. */
  | { readonly kind: 'unclear'; readonly afterMs: number };

export interface Trial {
  /** Names this Mac offers, among them such as `provoke` causes. */
  readonly events: readonly string[];
  /** Does something that eslogger sees, in another process group than eslogger's. */
  readonly provoke: () => Promise<unknown>;
  readonly waitMs: number;
}

const PROVOKE_EVERY_MS = 100;

export async function tryEslogger(path: string, trial: Trial): Promise<TrialResult> {
  const running = await EsloggerProcess.start({ path, events: trial.events });
  if (!(running instanceof EsloggerProcess)) return { kind: 'may-not', end: running };
  let outcome: 'event' | 'patience' | EsloggerEnd | undefined;
  const decided = Promise.race([
    new Promise<'event'>((resolve) => running.stdout.once('data', () => resolve('event'))),
    running.ended,
    pause(trial.waitMs).then(() => 'patience' as const),
  ]).then((result) => (outcome = result));
  while (outcome === undefined) {
    await trial.provoke();
    await Promise.race([decided, pause(PROVOKE_EVERY_MS)]);
  }
  running.stdout.resume();
  if (typeof outcome !== 'string') return { kind: 'may-not', end: outcome };
  await running.stop();
  return outcome === 'event' ? { kind: 'may-record' } : { kind: 'unclear', afterMs: trial.waitMs };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    // Does not keep a command alive that has its answer.
    setTimeout(resolve, ms).unref();
  });
}
