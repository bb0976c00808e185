/** Pages for the words of a project: presets of its policy, acceptances, and who acts in a history. */
import type { Preset } from '../../model/config.ts';
import type { Actor } from '../../model/history.ts';
import { page, type PageText } from './page.ts';

export const PRESET_PAGES: Readonly<Record<`preset-${Preset}`, PageText>> = {
  'preset-recommended': page(
    'The severities as built in',
    'What holds where no policy says otherwise.',
    'Kind × part in the upgrade × support; --fail-on is medium.',
    'Set it in esdrift.config.json: {"policy": {"preset": "recommended"}}. Entries for kinds of change and programs replace its severities.',
  ),
  'preset-strict': page(
    'What belongs to the upgrade counts one step more',
    'Low becomes medium and medium becomes high where a program or fact takes part in the upgrade. Support and noise still lower it.',
    'For products whose detection hangs on single files or arguments. Nothing outside the upgrade is raised.',
    'Set it in esdrift.config.json: {"policy": {"preset": "strict"}}.',
  ),
  'preset-learn': page(
    'Nothing fails yet',
    'The built-in severities, but --fail-on is never: reports say what they would have said, and the job ends with 0.',
    'For the weeks in which the first runs are recorded. What cannot be compared still ends with 3; "failOn" or --fail-on beats it.',
    'Set it in esdrift.config.json: {"policy": {"preset": "learn"}}. Leave it when baseline create says that there are enough runs.',
  ),
};

export const ACTOR_PAGES: Readonly<Record<`actor-${Actor}`, PageText>> = {
  'actor-source': page(
    'The running system acts',
    'Up to the restart the system that is being upgraded acts. What changes there changed with that system: a new behaviour in the upgrade from 26.2 to 26.3 came with 26.2.',
    'By where the behaviour first shows in the recordings. Where the same system ran before the restart in both upgrades, the change came with the update or from a server, and the history says "with the upgrade to".',
    'Name the build that was running in your release note.',
  ),
  'actor-brain': page(
    'The update brain acts',
    'The brain comes with the update and does its work on the old system.',
    'What the brain does, and programs that nobody but the brain starts. Where it lies and how it is started is up to the running system.',
    'Name the build that was installed.',
  ),
  'actor-target': page(
    'The new system acts',
    'After the restart the system that was installed acts.',
    'By where the behaviour first shows in the recordings.',
    'Name the build that was installed.',
  ),
};

export const ACCEPTANCE_PAGES = {
  pending: page(
    'A finding waits for a person',
    'NAME.pending.json lists what failed a check and nobody has accepted, with room for a reason, an owner and a last build.',
    'Written by esdrift check on a person\'s machine where "pending" in esdrift.config.json names a folder; never under CI=true. The next check writes it again and keeps what was filled in; a file in which nothing waits is removed.',
    'Review it in a pull request, fill in "reason" where a finding may stand, then: esdrift baseline accept BASELINE',
  ),
  accepted: page(
    'A finding may stand',
    'NAME.accepted.json beside the baseline names findings that a person has looked at, with a reason. They are counted apart and fail nothing.',
    'By the id of the finding, which depends on the change, its subject and the templates on both sides alone.',
    'Once the change is simply how macOS behaves, make a new baseline and forget the acceptance.',
  ),
  stale: page(
    'An acceptance matches nothing any more',
    'The change it stood for is gone: it was reverted, or the baseline knows it by now. Left alone, it would let the same change pass unseen when it comes back.',
    'A check tells it where no recording of the baseline shows the finding; a single report tells what that recording does not show.',
    'Take it back: esdrift baseline accept BASELINE ID --forget',
  ),
  expired: page(
    'An acceptance has ended',
    'Its --until-build is reached, so its finding counts again.',
    'By the order of builds (seeds before their release); "buildOrder" overrides it. Where the build of a recording or its place in the order is not known, the finding counts, and the report says so.',
    'Look again: accept it anew with a later build, or make a new baseline.',
  ),
} as const satisfies Readonly<Record<string, PageText>>;
