/** One page for each kind of change. Total: a new kind does not compile without its page. */
import type { ChangeKind } from '../../model/drift.ts';
import { page, type PageText } from './page.ts';

const LOOK = 'See the process in its place: esdrift trace tree TRACE --program NAME.';
const RULE = 'Look for detection rules that name it.';
const NOISE =
  'Severity falls where few runs support it, where every run brings news of its kind, and where recordings without an upgrade show it too.';
const PAIRED = 'Changes of one thing are paired before anything counts as added or removed.';

export const CHANGE_PAGES: Readonly<Record<ChangeKind, PageText>> = {
  'program-added': page(
    'A program is new',
    'A program that no run before shows: another signing identity, not just another path. What it does (launches, files, handoffs) is folded under the finding.',
    `High where it takes part in the upgrade, which the finding explains; low elsewhere. ${PAIRED} ${NOISE}`,
    `${LOOK} If it took over from a program that is gone, move your rules to it.`,
  ),
  'program-removed': page(
    'A program no longer runs',
    'A program that runs before show, and no run after. What it did is folded under the finding.',
    `High where it took part in the upgrade. Inconclusive where lost events, a blind window, an early end or a restart could hide all of it. ${NOISE}`,
    `${RULE} A rule that waits for it will never fire again.`,
  ),
  'program-moved': page(
    'A program lies elsewhere',
    'The same signing identity runs from another path. Paths are templates, so users, volumes, builds and random names do not count.',
    'The old path is gone from every run after. Where it is still used beside the new one, the finding is low.',
    'Rules on the path break, rules on the signing id do not: prefer the signing id.',
  ),
  'program-resigned': page(
    'A program goes by another identity',
    'At the same path, or with the same parent and file name, code now runs under another signing id, team, platform flag or validation category.',
    'Paired by cost: the same path first, then the same signing id under another authority, then the same parent and file name. Where two fit equally well, they stay added and removed and say so.',
    `${RULE} If a platform binary no longer is one, find out why before anything else.`,
  ),
  'signing-flags-changed': page(
    'Code-signing flags changed',
    'A lasting flag came or went: hardened runtime, library validation, restricted, platform binary, ad hoc, linker-signed. Flags of the moment are not looked at.',
    'From exec targets only. High where a protective flag is lost or a weaker signature shows in a program of the upgrade, medium for other losses, low for gains.',
    'A lost hardened runtime or library validation lets code be injected: report it to the vendor.',
  ),
  'program-updated': page(
    'Another build of the same program',
    'Only the cdhash differs, for the same processor type.',
    'Always info: every update does this. Not compared where the processors differ.',
    'Nothing, unless a rule names a cdhash; it should not.',
  ),
  'launch-added': page(
    'A program starts another one',
    'A parent and child that were both known, but not as such. launchd, xpcproxy and the service count as one launch.',
    `Medium in the upgrade. Info where the child ran already when the recordings of the other side began. ${NOISE}`,
    LOOK,
  ),
  'launch-removed': page(
    'A program no longer starts another one',
    'Both still run, but this parent no longer starts this child.',
    'Medium in the upgrade. Info where the child ran already when the recordings after began: then its start cannot show.',
    `${LOOK} ${RULE}`,
  ),
  'program-reparented': page(
    'A program has another parent',
    'A program that one parent started is started by another one now.',
    'One known parent went and one came. A parent that nobody saw never counts. What only follows from it, such as the responsible process, is not told again.',
    'Rules on the parent break: prefer the responsible process or the program itself.',
  ),
  'responsible-changed': page(
    'Another program answers for it',
    'The responsible process, which macOS asks about privacy and permission, is another program.',
    'Low at most. Ignored where either side is the program itself or unknown, because that is also what an ended process looks like.',
    'Check permissions granted to the old one.',
  ),
  'arguments-changed': page(
    'A program is started with other arguments',
    'An argument vector that is gone and one that is new are close enough to be one.',
    'The cost is the number of arguments to insert, remove or replace, at most half of the longer vector. Medium for programs of the upgrade, low for others.',
    'The report shows the two vectors part by part. Match arguments one by one, not the whole line.',
  ),
  'arguments-added': page(
    'A program is also started another way',
    'A new argument vector beside those that were known, like none that is gone.',
    `Medium for programs of the upgrade, low for others. ${NOISE}`,
    LOOK,
  ),
  'arguments-removed': page(
    'A program is no longer started this way',
    'An argument vector that every run before shows is gone, and no new one is like it.',
    'Medium for programs of the upgrade. Info where the program ran already when the recordings after began.',
    RULE,
  ),
  'file-added': page(
    'A program changes files it did not change before',
    'A known program creates, writes, renames, clones or removes at a place that is new for it. All it does below one new place is one finding.',
    `Medium where it belongs to the upgrade, low elsewhere. A place where new names come up in every run is info. ${NOISE}`,
    'See it in order: esdrift trace timeline TRACE --program NAME.',
  ),
  'file-removed': page(
    'A program no longer changes files it changed before',
    'A known program leaves a place alone that runs before show it to change.',
    'Medium where it belongs to the upgrade. Inconclusive where events of its type were lost when it is expected. Left out where that type was not recorded.',
    RULE,
  ),
  'file-moved': page(
    'Files or a folder moved',
    'The same programs do the same below another path. A whole folder is one finding; its members are listed under it, and handoffs, arguments and mounts that name it follow it.',
    'The rule from → to that explains most paths wins, then the one that changes fewest segments. One path alone must keep half of its segments. Equal rivals move nothing and stay added and removed.',
    'Correct path conditions in rules; a suffix or file name may hold longer than the full path.',
  ),
  'handoff-added': page(
    'Files go from one program to another',
    'One program now makes or moves a path that another one later moves, copies or runs.',
    `Medium where it belongs to the upgrade. Told with the file where the file itself is new. ${NOISE}`,
    'Such links hold daemons together that no process tree connects: good material for rules.',
  ),
  'handoff-removed': page(
    'Files no longer go from one program to another',
    'A link between two programs through a path is gone, though both still run.',
    'Medium where it belongs to the upgrade. It needs the events of both ends: where one kind was not recorded, it is left out.',
    RULE,
  ),
  'event-added': page(
    'A program causes an event it did not cause before',
    'Any other event type: mount, kext, background item, signal, code invalidated, exit status …',
    `Medium where it belongs to the upgrade; a new exit status is low. ${NOISE}`,
    'See it in order: esdrift trace timeline TRACE --events TYPE.',
  ),
  'event-removed': page(
    'A program no longer causes an event',
    'An event that runs before show is missing, such as the mount of the new system.',
    'Medium where it belongs to the upgrade. A whole type that vanished while its programs ran counts as not recorded, not as removed.',
    RULE,
  ),
  'phase-missing': page(
    'A stage of the upgrade is never reached',
    'Every run before passes through this stage, no run after does.',
    'High. Stages behind the restart are left out where a side has no restart. Inconclusive where loss or an early end could hide it.',
    'Find out whether the upgrade failed, or works another way now. Nothing behind this stage is proven.',
  ),
  'phase-added': page(
    'A stage of the upgrade is new',
    'Every run after passes through a stage that no run before shows.',
    'High.',
    'Check that both sides are upgrades of the same kind.',
  ),
  'phase-reordered': page(
    'Stages come in another order',
    'The runs of each side agree on the order of their stages, and the two orders differ.',
    'Medium. The milestones that changed places are told as order-changed.',
    'Rules that wait for one stage before they look for another must change.',
  ),
  'order-changed': page(
    'Two milestones changed places',
    'What came first in every run before comes second in every run after.',
    'Between milestones of the upgrade, or starts of programs that run for upgrades alone. With several runs by a margin of two seconds or more than the spread, with one run by five seconds. Only adjacent changes are told. Dropped where loss could hide an earlier occurrence.',
    'Do not build rules on this order.',
  ),
  'count-changed': page(
    'Something happens far more or less often',
    'The count lies outside what the runs allow.',
    'On a logarithmic scale: beyond four robust deviations and outside all that was seen; with fewer than three runs, beyond three times it. Info, or low beyond six times. One finding for each program. A fall that loss explains is not told.',
    'Adjust thresholds in rules that count.',
  ),
  'shape-changed': page(
    "eslogger's output: a key has another type",
    'The same key of the same kind of object holds another JSON type, in the same message version.',
    'Low: the tool changed, not macOS. Null says nothing about a type.',
    'Check that parsers take both.',
  ),
  'shape-added': page(
    "eslogger's output: a key or event type is new",
    'A key that eslogger did not write before in this message version, or an event type that no known macOS has.',
    'Low. A key the catalogue knows counts only where every line has it now and none had it before.',
    'Update esdrift; look whether the new key helps detection.',
  ),
  'shape-removed': page(
    "eslogger's output: a key is gone",
    'A key that every line of its kind had is written no more, in the same message version.',
    'Low.',
    'Check parsers and rules that read it.',
  ),
  'rule-broken': page(
    'A detection rule fires no more',
    'A rule fired on the recordings before and does not on those after. The section on rules says which of its signals are silent now.',
    'High for a rule that claims a start, medium for one that claims a stage. Lower where it had not fired on every run before, or still fires on some. Inconclusive where events were lost, or the recording is cut or ends too early. Not judged where events it looks at were not recorded: the report says so.',
    'See why: esdrift detect TRACE --all. Then make new rules of recordings of both: esdrift signals generate TRACE… --out NEW.rules.json.',
  ),
  'rule-late': page(
    'A detection rule fires later',
    'A rule still fires, later than the runs before let expect: behind the last milestone that both sides reached before it. A start rule that fires only after the restart counts too, and is high.',
    'Beyond everything the runs before show, by more than their spread (three times it with two runs), a fifth of the usual delay, and five seconds (thirty with one or two runs). Not measured where no milestone comes before it. Medium for a rule that claims a start, low for one that claims a stage.',
    'The section on rules says which early signal is silent now: esdrift detect TRACE --all.',
  ),
  'rule-false-alarm': page(
    'A detection rule fires where nothing of the sort happened',
    'A rule that claims a start fires on a recording without an upgrade, or on an upgrade of another method.',
    'High. Info where the recordings before had the same false alarm.',
    'See on which events: esdrift detect TRACE --all. Ask for one more program, or forbid what only the other case shows (`unless`).',
  ),
};
