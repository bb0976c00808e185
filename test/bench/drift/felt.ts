/** Which changes a method does not play: an installer asks no softwareupdate. */
import { CHANGES } from '../../simulator/injections/injections.ts';
import type { UpgradeMethod } from '../../simulator/injections/variant.ts';
import { simulate } from '../../simulator/simulate.ts';
import { NO_TWEAKS, type Tweaks } from '../../simulator/tweaks.ts';
import { findStep } from '../../simulator/versions.ts';

/** As `name: note`. */
export function unfeltChanges(method: UpgradeMethod, target: string): readonly string[] {
  const play = (tweaks: Tweaks): Iterable<string> =>
    simulate({ scenario: method, step: findStep(target), seed: 'felt', noise: 0, tweaks }).lines;
  const usual = [...play(NO_TWEAKS)];
  return CHANGES.flatMap(({ name, variants }) =>
    variants
      .filter(({ tweaks, on }) => on?.includes(method) === false || isSame(usual, play(tweaks)))
      .map(({ note }) => `${name}: ${note}`),
  );
}

function isSame(usual: readonly string[], lines: Iterable<string>): boolean {
  let at = 0;
  for (const line of lines) {
    if (line !== usual[at]) return false;
    at += 1;
  }
  return at === usual.length;
}

/** Names of the kinds that `unfelt` leaves nothing of. */
export function unplayedKinds(unfelt: readonly string[]): readonly string[] {
  return CHANGES.filter(({ name, variants }) =>
    variants.every(({ note }) => unfelt.includes(`${name}: ${note}`)),
  ).map(({ name }) => name);
}
