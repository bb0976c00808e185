/** Pages for the words of a report: severity, certainty, verdict, comparability, stages, exit codes. Total tables. */
import type { EXIT } from '../../exit-codes.ts';
import type { Preset } from '../../model/config.ts';
import type { Certainty, ComparabilityNote, Phase, Severity, Verdict } from '../../model/drift.ts';
import { page, type PageText } from './page.ts';

export const SEVERITY_PAGES: Readonly<Record<Severity, PageText>> = {
  high: page(
    'Rules very likely break',
    'The upgrade works another way, or its trust changed: rules very likely break.',
    'A program of the upgrade came, went or was re-signed, protective flags are lost, a stage is missing.',
    'Look at it now.',
  ),
  medium: page(
    'Behaviour of the upgrade changed',
    'Behaviour of the upgrade changed in a way that rules may depend on. The default bar of --fail-on.',
    'Launches, files, handoffs, arguments, mounts and order of the programs that take part, with enough runs behind it.',
    'Look at it before the release ships.',
  ),
  low: page(
    'A minor change, or one with little behind it',
    'A change outside the upgrade, one with little support, or a change of eslogger itself.',
    'Kind × part in the upgrade × support; noise lowers it. A policy can set it: see "policy" in schemas/config.schema.json.',
    'Skim it.',
  ),
  info: page(
    'Expected, or more likely chance',
    'Expected, or more likely chance than change.',
    'Every run brings news of its kind, or few runs support it, or controls show it too.',
    'Nothing. --all shows them.',
  ),
};

export const CERTAINTY_PAGES: Readonly<Record<Certainty, PageText>> = {
  observed: page(
    'The recordings prove it',
    'It was there, or it is proven that it was not.',
    'Nothing that was lost or not recorded could explain it.',
    'Take it at its severity.',
  ),
  inconclusive: page(
    'It may have been lost',
    'Something is missing that may have been there.',
    'An absence is inconclusive where as many events as it needs were lost when it is expected, where nothing was recorded then, where the recording was cut or ends early, or where it only ever shows within a minute after a restart. At or above --fail-on it ends with 3.',
    'See what was lost: esdrift trace info TRACE. Record again.',
  ),
};

export const VERDICT_PAGES: Readonly<Record<Exclude<Verdict, 'inconclusive'>, PageText>> = {
  same: page(
    'Nothing that counts changed',
    'Nothing at or above --fail-on changed.',
    'There may be lower findings; they are listed.',
    'Nothing.',
  ),
  drift: page(
    'Something that counts changed',
    'At least one observed change at or above --fail-on that nobody accepted.',
    'Precedence: not comparable, then drift, then inconclusive, then same.',
    'Read the findings. What is meant to be so: esdrift baseline accept BASELINE ID --from REPORT.json --reason WHY',
  ),
};

export const COMPARABILITY_PAGES: Readonly<Record<`comparability-${ComparabilityNote['level']}`, PageText>> =
  {
    'comparability-ok': page(
      'Comparability: agrees',
      'Both sides agree on this axis.',
      'From what the recordings say.',
      'Nothing.',
    ),
    'comparability-warning': page(
      'Comparability: a note',
      'The sides differ here, or nobody knows, but they are compared all the same.',
      'Kind of machine, scope, initiator, labels, loss, cut recordings, one run on each side, synthetic recordings.',
      'Keep it in mind; say more when importing (esdrift trace import --help).',
    ),
    'comparability-excluded': page(
      'Comparability: left out',
      'What depends on this axis is not compared.',
      'Processor (cdhashes), event types one side did not record, message versions (shape), stages behind a restart.',
      'Record both sides alike: the same list of event types, through the restart.',
    ),
    'comparability-fatal': page(
      'Comparability: refused',
      'The sides cannot be compared. Ends with 3.',
      'Synthetic against real, different methods, different template rules, more loss than --max-loss.',
      'The message names the flag or command that helps.',
    ),
  };

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

const STAGE = 'Computed when two sides are compared, from the first of its marks.';

export const PHASE_PAGES: Readonly<Record<Phase, PageText>> = {
  requested: page(
    'Somebody asked for it',
    'Somebody asked for the upgrade.',
    `${STAGE} softwareupdate told to download or install, startosinstall --agreetolicense, or the installer app opened.`,
    'Intent, not start: an upgrade may not follow.',
  ),
  'brain-staged': page(
    'The update brain is in place',
    'The update brain was put into place.',
    `${STAGE} mobileassetd creates, renames or copies into …MacUpdateBrain.`,
    'Early, but background scans do this too.',
  ),
  downloading: page(
    'The update comes in',
    'The update itself comes in.',
    `${STAGE} A downloader or mobileassetd changes …MacSoftwareUpdate.`,
    'Together with the brain, a good start signal.',
  ),
  preparing: page(
    'The new system is laid out',
    'The new system is laid out.',
    `${STAGE} Preflight.plist, the mount of /System/Volumes/Update/mnt1, osinstallersetupd, or macOS Install Data.`,
    'The upgrade has begun.',
  ),
  staged: page(
    'All is ready for the restart',
    'All is ready for the restart.',
    `${STAGE} /System/Volumes/Update/Update.plist.`,
    'It may wait here for days.',
  ),
  committing: page(
    'The restart is under way',
    'The restart into the upgrade is under way.',
    `${STAGE} SoftwareUpdateLauncher with -RootInstallMode.`,
    'Minutes to go.',
  ),
  dark: page(
    'Nothing can be recorded',
    'No event can be recorded: restart and firmware.',
    `${STAGE} From the end of the segment before a restart.`,
    'An expected dark window alone is never inconclusive.',
  ),
  'first-boot': page(
    'The new system runs for the first time',
    'The new system runs for the first time.',
    `${STAGE} The first segment after a restart.`,
    'What shows within a minute is never judged absent.',
  ),
  settled: page(
    'The upgrade is over',
    'The upgrade is over.',
    `${STAGE} Twenty minutes into the last segment after a restart.`,
    'A good place to stop recording.',
  ),
};

export const EXIT_PAGES: Readonly<Record<`exit-${(typeof EXIT)[keyof typeof EXIT]}`, PageText>> = {
  'exit-0': page('Exit code 0', 'Same, or done.', 'Also with --fail-on never.', 'Nothing.'),
  'exit-1': page('Exit code 1', 'Drift at or above --fail-on.', 'esdrift explain drift', 'Read the report.'),
  'exit-2': page(
    'Exit code 2',
    'Wrong usage or configuration.',
    'Nothing was done.',
    'Run the command with --help.',
  ),
  'exit-3': page(
    'Exit code 3',
    'Inconclusive: loss, not comparable, or nothing to compare.',
    'Zero events, zero recordings, a failed comparability gate, an absence that loss could explain.',
    'The message says which; esdrift explain inconclusive.',
  ),
  'exit-4': page(
    'Exit code 4',
    'No baseline.',
    "No baseline of the recording's series is early enough.",
    'esdrift baseline create TRACE… -o FILE',
  ),
  'exit-5': page(
    'Exit code 5',
    'Unreadable, corrupt, or from a newer version.',
    'The file was found wanting before anything was compared.',
    'esdrift trace verify FILE',
  ),
  'exit-6': page(
    'Exit code 6',
    'This machine cannot do it.',
    'Not macOS, no eslogger, not root, no Full Disk Access, or a runtime that is too old.',
    'The message names the remedy.',
  ),
  'exit-70': page(
    'Exit code 70',
    'A bug in esdrift.',
    'An error that nobody foresaw.',
    'Set DEBUG=esdrift for the stack, and report it.',
  ),
  'exit-130': page(
    'Exit code 130',
    'Interrupted.',
    'Ctrl-C, or a signal.',
    'Run the command again; nothing half-written is left under its final name.',
  ),
};
