/** What `arm`, `status`, `collect` and `disarm` say. */
import {
  ARMED_DISK_ACCESS,
  type ArmedEnd,
  type ArmedState,
  type ArmedStatus,
  type Collected,
  type Disarmed,
} from '../model/armed.ts';
import type { OsVersion, UpgradeOutcome } from '../model/trace.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const LABEL_COLUMNS = 14;

type Row = readonly [label: string, text: string];

function rows(list: readonly Row[], { columns }: Terminal): readonly string[] {
  return list.flatMap(([label, text]) =>
    wrapText(escapeText(text), Math.max(30, columns - LABEL_COLUMNS - 2)).map(
      (line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL_COLUMNS)}${line}`,
    ),
  );
}

export function renderArmed(status: ArmedStatus, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { state, folder } = status;
  if (state === null) return renderStatus(status, terminal);
  const lines = [
    chalk.bold('Armed: this Mac is recorded from now on, over every restart, into one trace.'),
    ...rows(
      [
        ['now', `${version(state.armedOn)}, method ${state.plan.method}`],
        ['events', state.progress.events > 0 ? 'the first ones have come' : 'none has come yet'],
        ['disk access', `Full Disk Access is ${ARMED_DISK_ACCESS}`],
        ['ends', endsWhen(state)],
        ['kept in', `${folder} (root only), with a copy of node that root runs`],
        ['redaction', redaction(state)],
      ],
      terminal,
    ),
    ...problemLines(status, terminal),
    'next: upgrade this Mac, then: sudo esdrift status',
  ];
  return `${lines.join('\n')}\n`;
}

function redaction({ plan, transport }: ArmedState): string {
  const raw =
    transport === 'spool'
      ? '; what eslogger writes lies in a file there, not redacted, until it is started again'
      : '';
  return plan.redact === 'none' ? 'none: names and secrets stay as they come' : `${plan.redact}${raw}`;
}

function endsWhen({ plan }: ArmedState): string {
  return [
    `${formatDuration(plan.settleMs)} awake after the first canary on another build`,
    `${formatDuration(plan.deadlineMs)} awake in all`,
    ...(plan.maxBytes === null ? [] : [`at ${formatBytes(plan.maxBytes)}`]),
    `below ${formatBytes(plan.diskFloorBytes)} of free disk`,
  ].join('; or ');
}

const TITLES: Readonly<Record<ArmedStatus['phase'], string>> = {
  none: 'Nothing is armed on this Mac.',
  waiting: 'Armed, but nothing is recorded.',
  recording: 'Armed, and recording.',
  stopped: 'Armed, but the recorder does not run.',
  ended: 'The recording has ended.',
};

const NEXT: Readonly<Record<ArmedStatus['phase'], string>> = {
  none: 'sudo esdrift arm --method ota',
  waiting: 'sudo esdrift doctor',
  recording: 'upgrade this Mac; it ends by itself, or with: sudo esdrift collect --out FILE',
  stopped: 'sudo esdrift doctor; what was recorded can be taken with: sudo esdrift collect --out FILE',
  ended: 'sudo esdrift collect --out FILE',
};

export function renderStatus(status: ArmedStatus, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { state, phase } = status;
  const isWell = phase === 'recording' || phase === 'ended';
  const title = isWell ? chalk.bold(TITLES[phase]) : chalk.yellow.bold(TITLES[phase]);
  const lines = [
    title,
    ...(state === null ? [] : rows(progressRows(state), terminal)),
    ...problemLines(status, terminal),
    `next: ${NEXT[phase]}`,
  ];
  return `${lines.join('\n')}\n`;
}

function progressRows(state: ArmedState): readonly Row[] {
  const { progress, plan, ended } = state;
  const { canaries, lost } = progress;
  return [
    ['macOS', progress.builds.map(version).join(' → ')],
    ['method', plan.method],
    ['armed at', state.armedAt],
    [
      'recorded',
      `${count(progress.events, 'event')} in ${count(progress.segments, 'segment')} of ${count(progress.boots, 'boot')}, ${formatBytes(progress.bytes)}, ${lost === 0 ? 'none known to be lost' : `${count(lost, 'event')} lost`}`,
    ],
    ['canaries', `${canaries.seen} seen, ${canaries.missed} not seen`],
    ['last event', progress.lastEventAt ?? 'none'],
    ['awake', `${formatDuration(progress.awakeMs)} of ${formatDuration(plan.deadlineMs)}`],
    ...(progress.builds.length > 1 && ended === null
      ? ([['settling', `${formatDuration(progress.settledMs)} of ${formatDuration(plan.settleMs)}`]] as const)
      : []),
    ...(ended === null ? [] : ([['ended', `${ended.at}: ${END_REASONS[ended.reason]}`]] as const)),
    ...(ended === null ? [] : ([['upgrade', OUTCOMES[ended.outcome]]] as const)),
  ];
}

const END_REASONS: Readonly<Record<ArmedEnd, string>> = {
  settled: 'the new system has settled',
  deadline: 'the deadline was reached',
  'max-size': 'the trace reached its greatest size',
  'disk-floor': 'the disk was nearly full',
  collected: 'it was collected',
};

const OUTCOMES: Readonly<Record<UpgradeOutcome, string>> = {
  completed: 'completed: the new build runs',
  unsettled: 'the new build runs, but was not watched until it had settled',
  'rolled-back': 'rolled back: another build ran, and the old one is back',
  failed: 'failed: the Mac restarted and runs the old build',
  'not-started': 'not started: the Mac never restarted',
};

function problemLines({ state, warnings }: ArmedStatus, terminal: Terminal): readonly string[] {
  const chalk = chalkFor(terminal);
  const problem = state?.problem ?? null;
  return [...(problem === null ? [] : [`${problem.message} ${problem.hint}`]), ...warnings].flatMap((text) =>
    wrapText(escapeText(`! ${text}`), terminal.columns).map((line) => chalk.yellow(line)),
  );
}

export function renderCollected(collected: Collected, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { path, events, segments, bytes, lost, reason, outcome, from, to, removed } = collected;
  const systems = from.buildVersion === to.buildVersion ? version(from) : `${version(from)} → ${version(to)}`;
  const lines = [
    chalk.bold(
      `${escapeText(path)}: ${count(events, 'event')} in ${count(segments, 'segment')}, ${formatBytes(bytes)}`,
    ),
    ...rows(
      [
        ['macOS', systems],
        ['upgrade', OUTCOMES[outcome]],
        ['ended', END_REASONS[reason]],
        ['lost', lost === 0 ? 'no event, by the sequence numbers' : count(lost, 'event')],
        ['removed', removed.join(', ')],
      ],
      terminal,
    ),
    `next: esdrift trace info ${escapeText(path)}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function renderDisarmed({ removed }: Disarmed): string {
  if (removed.length === 0) return 'Nothing was armed: nothing to remove.\n';
  return `Removed:\n${removed.map((path) => `  ${escapeText(path)}\n`).join('')}`;
}

function version(os: OsVersion): string {
  return `${os.productVersion} (${os.buildVersion})`;
}
