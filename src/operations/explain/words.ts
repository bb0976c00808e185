/** Pages for the words of a report: severity, certainty, verdict, agreement, comparability, stages, exit codes. Total tables. */
import type { EXIT } from '../../exit-codes.ts';
import type {
  Certainty,
  ComparabilityNote,
  Phase,
  Requirement,
  Severity,
  Verdict,
} from '../../model/drift.ts';
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
    'Something is missing, or another, or comes later, that may have been there as before.',
    'An absence is inconclusive where as many events as it needs were lost when it is expected, where nothing was recorded then, where the recording was cut or ends early, where it comes last before a restart and the recording lost anything, or where it only ever shows within a minute after a restart; a change where what was may be there still; an order where what came late may have come before. At or above --fail-on it ends with 3.',
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

const APART =
  'What too few of the new runs show is set aside before anything is compared; what is gone from enough of them is gone, proven by those that lack it. Each finding says in how many it holds.';

/** How many of several new runs must agree: `diff --require`. */
export const REQUIREMENT_PAGES: Readonly<Record<`require-${Requirement}`, PageText>> = {
  'require-all': page(
    'All new runs must agree',
    'A difference counts where every new run shows it.',
    APART,
    'For a gate that must not cry wolf. A change that comes in two of three runs is not told: without --require it is, with less weight.',
  ),
  'require-majority': page(
    'More than half of the new runs must agree',
    'A difference counts where more than half of the new runs show it.',
    APART,
    'For three or more runs of a new build, one of which may be odd.',
  ),
  'require-any': page(
    'One new run is enough',
    'A difference counts where one new run shows it, as if all did.',
    APART,
    'To look at everything a new build was ever seen to do. Chance shows too: read it with the support of each finding.',
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
      'Kind of machine, scope, initiator, labels, loss, cut recordings, one run before, synthetic recordings.',
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
